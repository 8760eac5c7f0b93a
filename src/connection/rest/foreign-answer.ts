import { ConnectorError } from '../../errors/connector-error.ts';
import { FailureClass } from '../../errors/failure-class.ts';
import { pageTitle } from '../../errors/page-title.ts';

/** An answer that did not come from the API of an org. */
export interface ForeignAnswer {
  /** The call in words. */
  readonly call: string;
  /** Where it went. */
  readonly url: URL;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
}

const redirects: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

/** Whether the answer points elsewhere. 300 is the org's word for a key that is not unique. */
export function isRedirect(status: number): boolean {
  return redirects.has(status);
}

/** Whether the answer says of itself that it is a page for people: no call of ours is answered with one. */
export function isWebPage(headers: Readonly<Record<string, string>>): boolean {
  return /^(?:text\/html|application\/xhtml\+xml)\b/iu.test(headers['content-type'] ?? '');
}

/** `redirected`: names the host that the answer points to, and nothing else of the address. */
export function redirected({ call, url, status, headers }: ForeignAnswer): ConnectorError {
  const { location } = headers;
  const target = location === undefined ? null : URL.parse(location, url.href);
  const isSameHost = target?.host === url.host;
  const where = target === null ? 'elsewhere' : isSameHost ? 'to another page' : `to ${target.host}`;
  return new ConnectorError('redirected', `${url.host} redirects ${call} ${where} (status ${status}).`, {
    details: {
      call,
      status,
      host: url.host,
      fields: ['serverHost', 'proxy'],
      failure: FailureClass.refused,
      ...(target === null ? {} : { target: target.host }),
    },
  });
}

/**
 * `unexpected-response`: a web page came with a status of success. Whether the org did anything is open.
 *
 * @param text start of the page
 * @param redact takes secrets out of a text
 */
export function webPage(
  { call, url, status }: ForeignAnswer,
  text: string,
  redact: (text: string) => string,
): ConnectorError {
  const title = pageTitle(text, redact);
  const page = title === undefined ? 'a web page' : `a web page titled "${title}"`;
  return new ConnectorError('unexpected-response', `${url.host} answered ${call} with ${page}.`, {
    details: {
      call,
      status,
      host: url.host,
      fields: ['serverHost', 'proxy'],
      failure: FailureClass.unreadable,
    },
    nextSteps: [
      'A network that wants a sign-in, or a proxy, may have put it there: open the address in a browser on this machine.',
    ],
  });
}
