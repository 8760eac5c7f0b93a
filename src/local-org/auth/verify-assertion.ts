import { verify } from 'node:crypto';
import * as z from 'zod';
import { clientWithId } from './client-of.ts';
import type { OAuthClient } from './oauth-client.ts';
import { OAuthRefusal } from './oauth-refusal.ts';
import type { OrgAuth } from './org-auth.ts';

const head = z.looseObject({ alg: z.literal('RS256') });
const claims = z.looseObject({ iss: z.string(), sub: z.string(), aud: z.unknown(), exp: z.number() });

/** What a good assertion says. */
export interface Assertion {
  readonly client: OAuthClient;
  /** `sub`. */
  readonly username: string;
}

/**
 * Checks the JWT of the bearer flow: signature (RS256 by the key of the app), audience, end. An end that is far away is
 * taken: widely used clients write it in milliseconds.
 * @throws OAuthRefusal `invalid_grant`, `invalid_client_id`.
 */
export function verifyAssertion(auth: OrgAuth, assertion: string, origin: string): Assertion {
  const [encodedHead = '', encodedClaims = '', signature = '', ...more] = assertion.split('.');
  const { success: isRs256 } = head.safeParse(decode(encodedHead));
  const { data } = claims.safeParse(decode(encodedClaims));
  if (!isRs256 || data === undefined || more.length > 0) throw invalid();
  const client = clientWithId(auth.clients, data.iss);
  const signed = Buffer.from(`${encodedHead}.${encodedClaims}`);
  if (client.publicKey === undefined) throw invalid();
  if (!verify('sha256', signed, client.publicKey, Buffer.from(signature, 'base64url'))) throw invalid();
  if (typeof data.aud !== 'string' || !audiencesOf(auth, origin).includes(data.aud.replace(/\/$/, '')))
    throw new OAuthRefusal('invalid_grant', 'audience is invalid');
  if (data.exp * 1000 <= auth.clock.now()) throw new OAuthRefusal('invalid_grant', 'expired assertion');
  return { client, username: data.sub };
}

/** The login host of the kind of org, and the org itself. */
function audiencesOf({ settings }: OrgAuth, origin: string): readonly string[] {
  return [settings.sandbox ? 'https://test.salesforce.com' : 'https://login.salesforce.com', origin];
}

function decode(part: string): unknown {
  try {
    return JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
}

function invalid(): OAuthRefusal {
  return new OAuthRefusal('invalid_grant', 'invalid assertion');
}
