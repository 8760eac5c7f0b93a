import type { OrgSession } from '../session/org-session.ts';
import type { LoginParts } from './login-parts.ts';
import { requestToken } from './oauth-token-call.ts';
import { readPrivateKey, type PrivateKeySource } from './private-key.ts';
import { sessionOfToken } from './token-answer.ts';

/** The fields of a connection that logs in with a signed assertion. */
export interface JwtBearer extends PrivateKeySource {
  readonly clientId: string;
  readonly audience?: string | undefined;
}

/** What Salesforce takes at most is five minutes; this leaves room for clocks that disagree. */
const assertionSeconds = 180;

/**
 * Logs in once as `username`, with an assertion signed by the key whose certificate the app holds. RS256, good for
 * three minutes.
 *
 * @throws ConnectorError `private-key-unusable`, or as `requestToken` does
 */
export async function logInWithAssertion(parts: LoginParts, fields: JwtBearer): Promise<OrgSession> {
  const { options, context } = parts;
  const key = await readPrivateKey(fields);
  const { SignJWT } = await import('jose');
  const assertion = await new SignJWT()
    .setProtectedHeader({ alg: 'RS256' })
    .setIssuer(fields.clientId)
    .setSubject(options.username)
    .setAudience(fields.audience ?? audienceOf(options.loginUrl))
    .setExpirationTime(Math.floor(context.clock.now() / 1000) + assertionSeconds)
    .sign(key);
  const answer = await requestToken(parts, {
    grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
    assertion,
  });
  return sessionOfToken(answer, options);
}

/**
 * The audience that the org behind a login host expects: the standard host of its kind. Sandboxes and scratch orgs are
 * told by their My Domain host. For a host outside of Salesforce it is that host.
 */
export function audienceOf(loginUrl: string): string {
  const { hostname } = new URL(loginUrl);
  if (!/(?:^|\.)salesforce\.com$/u.test(hostname)) return loginUrl;
  const isSandbox =
    hostname === 'test.salesforce.com' ||
    /\.(?:sandbox|scratch)\.my\.salesforce\.com$/u.test(hostname) ||
    // My Domain hosts of sandboxes before enhanced domains.
    /^[^.]+--[^.]+\.(?:cs\d+\.)?my\.salesforce\.com$/u.test(hostname);
  return isSandbox ? 'https://test.salesforce.com' : 'https://login.salesforce.com';
}
