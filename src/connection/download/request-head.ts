import { validateHeaderName, validateHeaderValue } from 'node:http';

/** They belong to the line or frame a body; a GET that carried them could be taken for two requests. */
const ownHeaders: ReadonlySet<string> = new Set([
  'host',
  'connection',
  'content-length',
  'expect',
  'keep-alive',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

/**
 * The head of a GET, ready for the line. Headers that are not the caller's to choose are left out.
 *
 * @throws TypeError of Node (`ERR_INVALID_CHAR`, `ERR_INVALID_HTTP_TOKEN`) for a header that cannot be sent; it names
 *   the header, not the value
 */
export function requestHead(url: URL, headers: Readonly<Record<string, string>>): string {
  const lines = Object.entries(headers).map(([name, value]) => {
    if (ownHeaders.has(name.toLowerCase())) return '';
    // Nothing that came from outside may end a header line.
    validateHeaderName(name);
    validateHeaderValue(name, value);
    return `${name}: ${value}\r\n`;
  });
  return `GET ${url.pathname}${url.search} HTTP/1.1\r\nhost: ${url.host}\r\n${lines.join('')}connection: keep-alive\r\n\r\n`;
}
