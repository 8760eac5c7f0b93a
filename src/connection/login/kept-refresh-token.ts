import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { RunContext } from '../../contract/run-context.ts';
import type { StateStore } from '../../contract/state-store.ts';
import { invalidConfiguration } from '../../errors/connector-error.ts';
import type { ResolvedConnectionOptions } from '../options/connection-options.ts';
import { notReadable } from './refresh-failures.ts';

const keptRefreshToken = z.strictObject({
  /** The token to send next. Secret. */
  token: z.string().min(1),
  /** Whether the org replaced the token at the last refresh. */
  rotates: z.boolean(),
  /** When it was sent without anybody knowing yet, or ever, what came of it. Milliseconds since 1970. */
  sentAtMs: z.number().optional(),
});

/** What is known of a configured refresh token, from one process to the next. */
export type KeptRefreshToken = Readonly<z.output<typeof keptRefreshToken>>;

/** Whose token it is: where it goes, and for which app. */
export interface TokenOwner {
  readonly loginUrl: string;
  readonly clientId: string;
  /** As configured. Secret. */
  readonly refreshToken: string;
}

/**
 * Where the successor of a configured token is kept. Another token, host or app starts afresh: nobody who names an old
 * token gets the one in use sent anywhere else.
 */
export function stateKeyOf({ loginUrl, clientId, refreshToken }: TokenOwner): string {
  const owner = JSON.stringify([loginUrl, clientId, refreshToken]);
  // Nobody can guess a refresh token, so its hash may show: what another encryption key has kept is noticed then.
  return `refresh-token/${createHash('sha256').update(owner).digest('hex')}/newest`;
}

/**
 * `undefined` when nothing is kept: the configured token is the newest then.
 *
 * @throws ConnectorError `refresh-token-not-sent` when there is something that cannot be read. The configured token may
 *   be long dead, and sending it would end the authorisation.
 */
export async function readKept(state: StateStore, key: string): Promise<KeptRefreshToken | undefined> {
  try {
    const text = await state.read(key);
    return text === undefined ? undefined : keptRefreshToken.parse(JSON.parse(text));
  } catch (error) {
    throw notReadable(error);
  }
}

/** Resolves when it is durable; `undefined` forgets. */
export async function writeKept(
  state: StateStore,
  key: string,
  kept: KeptRefreshToken | undefined,
): Promise<void> {
  await (kept === undefined ? state.remove(key) : state.write(key, JSON.stringify(kept)));
}

/**
 * Makes sure that a connection which may have to keep a token can do so. Called before it is opened.
 *
 * @throws ConnectorError `invalid-configuration`: without a state store the successor of a refresh token would be lost
 *   with the process, and the authorisation with it
 */
export function requireStateStore(options: ResolvedConnectionOptions, { state }: RunContext): void {
  if (options.authentication.type !== 'oauth-refresh-token' || state !== undefined) return;
  throw invalidConfiguration('The connection', [
    {
      path: 'authentication.type',
      message:
        'oauth-refresh-token needs a host with a state store: without one the token that the org gives in place of this one would be lost',
    },
  ]);
}
