import type { LocalOrg } from '../../../src/local-org/index.ts';

/** An answer, read. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The body as JSON; undefined for anything else. */
  readonly body: unknown;
}

/** The value at a path in the answer's JSON: `at(answer, 'records', 0, 'Name')`. */
export function at({ body }: Answer, ...path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>(
    (value, key) =>
      typeof value === 'object' && value !== null
        ? (value as Record<string | number, unknown>)[key]
        : undefined,
    body,
  );
}

/** The same where text is expected: ids, codes, messages. */
export function textAt(answer: Answer, ...path: readonly (string | number)[]): string {
  const value = at(answer, ...path);
  if (typeof value !== 'string') throw new TypeError(`no text at ${path.join('.')}: ${answer.text}`);
  return value;
}

/** Talks REST to a local org with a session of its own. */
export interface OrgClient {
  readonly sessionId: string;
  /** `path` stands behind `/services/data/v67.0` unless it begins with `/services`. */
  call(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
}

/** The body of a SOAP request for the partner API. */
export function envelope(operation: string, header = ''): string {
  return (
    '<?xml version="1.0" encoding="UTF-8"?>' +
    '<env:Envelope xmlns:env="http://schemas.xmlsoap.org/soap/envelope/" xmlns:n="urn:partner.soap.sforce.com">' +
    `<env:Header>${header}</env:Header><env:Body>${operation}</env:Body></env:Envelope>`
  );
}

/** The login call; user and password are put in as they are, so they must be XML already. */
export function loginCall(username: string, password: string): string {
  return `<n:login><n:username>${username}</n:username><n:password>${password}</n:password></n:login>`;
}

/** Sends a SOAP request. */
export async function soap(
  org: Pick<LocalOrg, 'url'>,
  body: string,
  { path = '/services/Soap/u/64.0', headers = { SOAPAction: 'login' } }: SoapOptions = {},
): Promise<Answer> {
  return read(
    await fetch(org.url + path, {
      method: 'POST',
      headers: { 'Content-Type': 'text/xml; charset=UTF-8', ...headers },
      body,
    }),
  );
}

interface SoapOptions {
  readonly path?: string;
  readonly headers?: Record<string, string>;
}

/** Logs in by SOAP. */
export async function signIn(org: LocalOrg): Promise<OrgClient> {
  const { text } = await soap(org, envelope(loginCall(org.username, org.password + org.securityToken)));
  const sessionId = /<sessionId>([^<]+)</.exec(text)![1]!;
  return {
    sessionId,
    call: async (method, path, body, headers = {}) => {
      const url = org.url + (path.startsWith('/services') ? path : `/services/data/v67.0${path}`);
      const response = await fetch(url, {
        method,
        headers: {
          Authorization: `Bearer ${sessionId}`,
          ...(typeof body === 'string' ? {} : { 'Content-Type': 'application/json' }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      });
      return read(response);
    },
  };
}

/** The path of a query. */
export function queryPath(soql: string, resource = 'query'): string {
  return `/${resource}?q=${encodeURIComponent(soql)}`;
}

async function read(response: Response): Promise<Answer> {
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.startsWith('application/json') === true && text !== '';
  return {
    status: response.status,
    headers: response.headers,
    text,
    body: isJson ? JSON.parse(text) : undefined,
  };
}
