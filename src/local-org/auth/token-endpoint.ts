import type { OrgRequest } from '../server/org-request.ts';
import type { OrgResponse } from '../server/org-response.ts';
import { readText } from '../server/read-body.ts';
import type { Route } from '../server/route-table.ts';
import { clientOf } from './client-of.ts';
import { answerOAuth, OAuthRefusal } from './oauth-refusal.ts';
import type { OrgAuth } from './org-auth.ts';
import { refreshGrant } from './refresh-grant.ts';
import { requireGrant, unsupportedGrant } from './require-grant.ts';
import { admit, signInByPassword } from './sign-in.ts';
import { tokenResponse } from './token-response.ts';
import { verifyAssertion } from './verify-assertion.ts';

/** The largest form that an endpoint of OAuth reads, in bytes. */
export const maxFormBytes = 64 * 1024;

/** One request for a token. */
export interface TokenRequest {
  readonly request: OrgRequest;
  readonly form: URLSearchParams;
}

type GrantToken = (auth: OrgAuth, asked: TokenRequest) => OrgResponse;

/** By `grant_type`. */
const grantTypes: ReadonlyMap<string, GrantToken> = new Map([
  ['password', passwordGrant],
  ['client_credentials', clientCredentialsGrant],
  ['urn:ietf:params:oauth:grant-type:jwt-bearer', jwtBearerGrant],
  ['refresh_token', refreshGrant],
]);

/** `POST /services/oauth2/token` with the grants that need no browser. Every request counts as a login. */
export function tokenRoutes(auth: OrgAuth): Route[] {
  return [
    {
      method: 'POST',
      pattern: '/services/oauth2/token',
      handle: (request) =>
        answerOAuth(async () => {
          auth.countLogin();
          const form = new URLSearchParams(await readText(request, maxFormBytes));
          const grant = grantTypes.get(form.get('grant_type') ?? '');
          if (grant === undefined) throw unsupportedGrant();
          return grant(auth, { request, form });
        }),
    },
  ];
}

function passwordGrant(auth: OrgAuth, { request, form }: TokenRequest): OrgResponse {
  const client = clientOf(auth.clients, request, form);
  requireGrant(client, 'password');
  if (!auth.settings.passwordGrantEnabled) throw new OAuthRefusal('invalid_grant', 'authentication failure');
  const user = signInByPassword(auth, {
    username: form.get('username') ?? '',
    passwordAndToken: form.get('password') ?? '',
    remoteAddress: request.remoteAddress,
  });
  if (user.passwordExpired) throw new OAuthRefusal('invalid_grant', 'expired password');
  return tokenResponse(auth, { request, client, user });
}

/** The app acts as the user that it is set to run as. */
function clientCredentialsGrant(auth: OrgAuth, { request, form }: TokenRequest): OrgResponse {
  const client = clientOf(auth.clients, request, form);
  requireGrant(client, 'client_credentials');
  const runAs = client.runAs === undefined ? undefined : auth.users.named(client.runAs);
  if (runAs === undefined) throw new OAuthRefusal('invalid_grant', 'no client credentials user enabled');
  return tokenResponse(auth, { request, client, user: admit(auth, runAs, request.remoteAddress) });
}

function jwtBearerGrant(auth: OrgAuth, { request, form }: TokenRequest): OrgResponse {
  const { client, username } = verifyAssertion(auth, form.get('assertion') ?? '', request.url.origin);
  requireGrant(client, 'jwt_bearer');
  const user = auth.users.named(username);
  if (user === undefined) throw new OAuthRefusal('invalid_grant', "user hasn't approved this consumer");
  return tokenResponse(auth, { request, client, user: admit(auth, user, request.remoteAddress) });
}
