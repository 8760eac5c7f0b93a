import { headerOf, type OrgRequest } from '../server/org-request.ts';
import type { OAuthClient } from './oauth-client.ts';
import { OAuthRefusal } from './oauth-refusal.ts';

/**
 * The app that a form comes from: by `client_id` and `client_secret`, or by HTTP Basic.
 * @throws OAuthRefusal `invalid_client_id` for an unknown one, `invalid_client` for a wrong secret.
 */
export function clientOf(
  clients: readonly OAuthClient[],
  request: OrgRequest,
  form: URLSearchParams,
): OAuthClient {
  const { id, secret } = credentialsOf(request, form);
  const client = clientWithId(clients, id);
  if (client.clientSecret !== secret) throw new OAuthRefusal('invalid_client', 'invalid client credentials');
  return client;
}

/** @throws OAuthRefusal `invalid_client_id`. */
export function clientWithId(clients: readonly OAuthClient[], clientId: string): OAuthClient {
  const client = clients.find((candidate) => candidate.clientId === clientId);
  if (client === undefined) throw new OAuthRefusal('invalid_client_id', 'client identifier invalid');
  return client;
}

function credentialsOf(request: OrgRequest, form: URLSearchParams): { id: string; secret: string } {
  const basic = /^Basic +(\S+)$/i.exec(headerOf(request, 'authorization') ?? '')?.[1];
  if (basic === undefined) {
    return { id: form.get('client_id') ?? '', secret: form.get('client_secret') ?? '' };
  }
  const [id = '', ...secret] = Buffer.from(basic, 'base64').toString('utf8').split(':');
  return { id, secret: secret.join(':') };
}
