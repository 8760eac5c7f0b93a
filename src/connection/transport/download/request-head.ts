import { WireError } from '../line/wire-error.ts';

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

// RFC 9110 §5.1 and §5.5. Node's own checks live in `node:http`, which takes longer to load than a short command to run.
const headerName = /^[!#$%&'*+.^_`|~0-9a-z-]+$/i;
const headerValue = /^[\t\x20-\x7e\x80-\xff]*$/;

/**
 * The head of a GET, ready for the line. Headers that are not the caller's to choose are left out.
 *
 * @throws WireError `BAD_HEADER` for a header that cannot be sent; it names the header, not the value
 */
export function requestHead(url: URL, headers: Readonly<Record<string, string>>): string {
  const lines = Object.entries(headers).map(([name, value]) => {
    if (ownHeaders.has(name.toLowerCase())) return '';
    // Nothing that came from outside may end a header line.
    if (!headerName.test(name) || !headerValue.test(value)) {
      throw new WireError('BAD_HEADER', `the header ${JSON.stringify(name)} cannot be sent`);
    }
    return `${name}: ${value}\r\n`;
  });
  return `GET ${url.pathname}${url.search} HTTP/1.1\r\nhost: ${url.host}\r\n${lines.join('')}connection: keep-alive\r\n\r\n`;
}
