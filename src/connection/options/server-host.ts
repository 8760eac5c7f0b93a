const productionHost = 'login.salesforce.com';
const sandboxHost = 'test.salesforce.com';

/** A server host, read; or why it cannot be one. */
export type ServerHostReading =
  { readonly url: URL } | { readonly problem: string; readonly insecure?: true };

/** The fields that say where to log in. */
export interface ServerHostFields {
  readonly serverHost: string;
  readonly sandbox: boolean;
  readonly allowInsecureHttp: boolean;
}

/**
 * Reads the text of the field Server Host: a bare host name gets `https://`, a trailing slash goes, a path prefix of
 * an Experience site stays. Plain http is for loopback hosts only, unless it is allowed explicitly.
 *
 * `login.salesforce.com` and `test.salesforce.com` follow the sandbox switch; any other host is kept, because a
 * sandbox with a My Domain host has that host.
 */
export function readServerHost(fields: ServerHostFields): ServerHostReading {
  const url = parseUrl(fields.serverHost.trim());
  if (url === undefined)
    return { problem: 'is not a host name or address, e.g. https://login.salesforce.com' };
  const problem = problemOf(url);
  if (problem !== undefined) return { problem };
  if (url.protocol === 'http:' && !isLoopback(url) && !fields.allowInsecureHttp) {
    return { problem: 'must be an https:// address; plain http is for loopback hosts', insecure: true };
  }
  if (isStandardHost(url)) url.hostname = fields.sandbox ? sandboxHost : productionHost;
  url.pathname = url.pathname.replace(/\/+$/u, '');
  return { url };
}

/** Whether it is one of the two hosts that serve all orgs. */
export function isStandardHost(url: URL): boolean {
  return url.hostname === productionHost || url.hostname === sandboxHost;
}

/** Whether the address stays on this machine: `localhost`, `*.localhost`, 127.0.0.0/8, `::1`. */
export function isLoopback(url: URL): boolean {
  const host = url.hostname;
  return (
    host === 'localhost' || host.endsWith('.localhost') || host === '[::1]' || /^127(\.\d+){3}$/u.test(host)
  );
}

function parseUrl(text: string): URL | undefined {
  const address = /^[a-z][a-z0-9+.-]*:\/\//iu.test(text) ? text : `https://${text}`;
  return URL.parse(address) ?? undefined;
}

function problemOf(url: URL): string | undefined {
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return 'must be an https:// address';
  if (url.username !== '' || url.password !== '') return 'must not hold a user name or password';
  if (url.search !== '' || url.hash !== '') return 'must not hold a query or fragment';
  if (url.pathname.includes('/services/')) return 'must be the host alone, without /services/…';
  if (url.hostname.endsWith('.lightning.force.com')) {
    return 'is a page for browsers; use the My Domain host that ends in .my.salesforce.com';
  }
  return undefined;
}
