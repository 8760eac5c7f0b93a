import { randomBytes } from 'node:crypto';
import type { OAuthClient } from './oauth-client.ts';

/** A user's leave for an app, which its refresh tokens and the sessions made with them hang on. */
export interface Approval {
  readonly clientId: string;
  readonly username: string;
  /** The one refresh token that works. */
  readonly token: string;
  readonly sessionIds: readonly string[];
}

interface LiveApproval extends Approval {
  token: string;
  sessionIds: string[];
  revoked: boolean;
}

/** The refresh tokens of the org: those of the users file, and their successors. */
export class RefreshTokens {
  readonly #byToken = new Map<string, LiveApproval>();

  readonly #clients: readonly OAuthClient[];

  constructor(clients: readonly OAuthClient[]) {
    this.#clients = clients;
    this.reset();
  }

  /** Only the tokens of the users file, as new. */
  reset(): void {
    this.#byToken.clear();
    for (const { clientId, refreshTokens } of this.#clients) {
      for (const { token, username } of refreshTokens)
        this.#byToken.set(token, { clientId, username, token, sessionIds: [], revoked: false });
    }
  }

  /** The approval behind a token, also behind one that has a successor already; `undefined` once it is revoked. */
  approvalOf(token: string): Approval | undefined {
    const approval = this.#byToken.get(token);
    return approval?.revoked === false ? approval : undefined;
  }

  /** Notes a session that a token brought. */
  addSession(token: string, sessionId: string): void {
    this.#byToken.get(token)?.sessionIds.push(sessionId);
  }

  /** The successor of a token, which then does not work any more. */
  rotate(token: string): string {
    const successor = `5Aep861${randomBytes(48).toString('base64url')}`;
    const approval = this.#byToken.get(token);
    if (approval !== undefined) {
      approval.token = successor;
      this.#byToken.set(successor, approval);
    }
    return successor;
  }

  /** Takes back the approval behind a token; gives the sessions that end with it. */
  revoke(token: string): readonly string[] {
    const approval = this.#byToken.get(token);
    if (approval === undefined) return [];
    approval.revoked = true;
    return approval.sessionIds;
  }
}
