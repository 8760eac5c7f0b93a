import { createHmac } from 'node:crypto';
import type { OrgClock } from '../server/clock.ts';
import { headerOf, type OrgRequest } from '../server/org-request.ts';
import { json, type OrgResponse } from '../server/org-response.ts';
import { readText } from '../server/read-body.ts';
import type { Route } from '../server/route-table.ts';
import { checkCredentials, type OrgIdentity } from './org-identity.ts';
import type { Sessions } from './sessions.ts';

/** What the token endpoint works with. */
export interface TokenEndpointParts {
  readonly identity: OrgIdentity;
  readonly sessions: Sessions;
  readonly clock: OrgClock;
  readonly countLogin: () => void;
}

/** `POST /services/oauth2/token` with the grants `client_credentials` and `password`. */
export function tokenRoutes(parts: TokenEndpointParts): Route[] {
  return [
    {
      method: 'POST',
      pattern: '/services/oauth2/token',
      handle: async (request) => {
        parts.countLogin();
        return grantToken(parts, request, new URLSearchParams(await readText(request, 64 * 1024)));
      },
    },
  ];
}

function grantToken(parts: TokenEndpointParts, request: OrgRequest, form: URLSearchParams): OrgResponse {
  const client = clientOf(request, form);
  const { identity } = parts;
  const grantType = form.get('grant_type');
  if (grantType !== 'client_credentials' && grantType !== 'password') {
    return refusal('unsupported_grant_type', 'grant type not supported');
  }
  if (client.id !== identity.clientId) return refusal('invalid_client_id', 'client identifier invalid');
  if (client.secret !== identity.clientSecret) return refusal('invalid_client', 'invalid client credentials');
  if (grantType === 'password') {
    const check = checkCredentials(identity, form.get('username') ?? '', form.get('password') ?? '');
    if (check !== 'accepted') return refusal('invalid_grant', 'authentication failure');
  }
  return json(200, token(parts, request.url.origin));
}

/** The client's own fields, or HTTP Basic. */
function clientOf(request: OrgRequest, form: URLSearchParams): { id: string; secret: string } {
  const basic = /^Basic +(\S+)$/i.exec(headerOf(request, 'authorization') ?? '')?.[1];
  if (basic === undefined) {
    return { id: form.get('client_id') ?? '', secret: form.get('client_secret') ?? '' };
  }
  const [id = '', ...secret] = Buffer.from(basic, 'base64').toString('utf8').split(':');
  return { id, secret: secret.join(':') };
}

/** There is no `expires_in`: clients learn from a 401 that the session is over. */
function token({ identity, sessions, clock }: TokenEndpointParts, origin: string): Record<string, string> {
  const session = sessions.start(identity.userId);
  const id = `${origin}/id/${identity.organizationId}/${identity.userId}`;
  const issuedAt = String(clock.now());
  const signature = createHmac('sha256', identity.clientSecret)
    .update(id + issuedAt)
    .digest('base64');
  return {
    access_token: session.id,
    signature,
    scope: 'api',
    instance_url: origin,
    id,
    token_type: 'Bearer',
    issued_at: issuedAt,
    api_instance_url: origin,
  };
}

function refusal(error: string, description: string): OrgResponse {
  return json(400, { error, error_description: description });
}
