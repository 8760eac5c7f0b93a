import { json, type OrgResponse } from '../server/org-response.ts';
import { SignInRefusal, type SignInReason } from './sign-in-refusal.ts';

/** A refusal by the token endpoint and its neighbours: HTTP 400 with an object, not an array. */
export class OAuthRefusal extends Error {
  override readonly name = 'OAuthRefusal';
  readonly error: string;

  constructor(error: string, description: string) {
    super(description);
    this.error = error;
  }
}

/** [M] What OAuth says of a user who may not sign in: all but the first are unverified. */
const descriptions: Readonly<Record<SignInReason, readonly [error: string, description: string]>> = {
  refused: ['invalid_grant', 'authentication failure'],
  'token-missing': ['invalid_grant', 'authentication failure'],
  'locked-out': ['invalid_grant', 'authentication failure'],
  inactive: ['invalid_grant', 'inactive user'],
  'restricted-address': ['invalid_grant', 'ip restricted'],
  'restricted-time': ['invalid_grant', 'invalid login hours'],
  'rate-exceeded': ['invalid_grant', 'rate limit exceeded'],
};

/** Runs what answers a request of OAuth and turns its refusals into answers. */
export async function answerOAuth(work: () => Promise<OrgResponse>): Promise<OrgResponse> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof OAuthRefusal) return refusalResponse(error.error, error.message);
    if (error instanceof SignInRefusal) return refusalResponse(...descriptions[error.reason]);
    throw error;
  }
}

function refusalResponse(error: string, description: string): OrgResponse {
  return json(400, { error, error_description: description }, { 'Cache-Control': 'no-store' });
}
