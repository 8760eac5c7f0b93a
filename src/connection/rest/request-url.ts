import type { RestRequest } from './rest-client.ts';

/**
 * The address of a call: the only joiner of host, versioned root, path and query. The path never leaves the host,
 * whatever it begins with.
 */
export function requestUrl(instanceUrl: URL, apiVersion: string, request: RestRequest): URL {
  const path = request.path.startsWith('/') ? request.path : `/services/data/v${apiVersion}/${request.path}`;
  const pairs = Object.entries(request.query ?? {}).map(
    ([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`,
  );
  const separator = pairs.length === 0 ? '' : path.includes('?') ? '&' : '?';
  return new URL(`${instanceUrl.origin}${path}${separator}${pairs.join('&')}`);
}

/** The call in words for messages and logs: without query, and without the key value of a record. */
export function describeCall({ method, path }: Pick<RestRequest, 'method' | 'path'>): string {
  const [place = ''] = path.split('?');
  return `${method} ${place.replace(/(sobjects\/[^/]+\/[^/]+\/).+/u, '$1…')}`;
}

/** Whether the call runs a SOQL query, by REST or as a bulk job. */
export function isQueryCall({ path }: Pick<RestRequest, 'path'>): boolean {
  return /(?:^|\/)query(?:All)?(?:[/?]|$)/u.test(path);
}
