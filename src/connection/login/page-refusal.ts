import { classifySalesforceFailure } from '../../errors/classify-salesforce-failure.ts';
import { ConnectorError } from '../../errors/connector-error.ts';
import { FailureClass } from '../../errors/failure-class.ts';
import { pageTitle } from '../../errors/page-title.ts';
import { parseSalesforceErrors } from '../../errors/salesforce-error-item.ts';
import { retryAfterOf } from '../rest/retry-after.ts';

/** An answer to a login that is no session. */
export interface RefusedLogin {
  /** The call in words. */
  readonly call: string;
  /** Where the login went. */
  readonly url: URL;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** The body, possibly cut. */
  readonly text: string;
  /** Takes secrets out of a text. */
  readonly redact: (text: string) => string;
}

/**
 * Says what it means that something else came than an answer in the language of the login: a redirect, trouble of the
 * org, an error in another shape, or something at the host that is no Salesforce.
 */
export function pageRefusal(refused: RefusedLogin): ConnectorError {
  const { call, status, headers, text: bodyText, redact } = refused;
  if (status >= 300 && status < 400) return redirected(refused);
  if (isSalesforceWord(status) || parseSalesforceErrors(bodyText).length > 0) {
    const retryAfterMs = retryAfterOf(headers);
    return classifySalesforceFailure({ call, isQuery: false, status, bodyText, redact, retryAfterMs });
  }
  return stranger(refused);
}

/**
 * Statuses that say something by themselves: retired, no such host at Salesforce, too many, broken. 501 is not among
 * them: it is what a server for files says to a login, which must not be sent there again.
 */
function isSalesforceWord(status: number): boolean {
  return status === 410 || status === 420 || status === 429 || (status >= 500 && status !== 501);
}

function redirected({ call, url, status, headers }: RefusedLogin): ConnectorError {
  const { location } = headers;
  const target = location === undefined ? null : URL.parse(location, url.href);
  const where =
    target === null ? 'elsewhere' : target.host === url.host ? 'to another page' : `to ${target.host}`;
  const isSalesforce = target?.hostname.endsWith('.salesforce.com') === true;
  return new ConnectorError(
    'login-redirected',
    `${url.host} redirects the login ${where} (status ${status}).`,
    {
      details: { call, status, host: url.host, target: target?.host, failure: FailureClass.refused },
      nextSteps: isSalesforce ? [`Set \`serverHost\` to https://${target.host} if that is your org.`] : [],
    },
  );
}

function stranger({ call, url, status, text, redact }: RefusedLogin): ConnectorError {
  const title = pageTitle(text, redact);
  const page = title === undefined ? '' : ` and a page titled "${title}"`;
  return new ConnectorError(
    'no-salesforce-host',
    `What answers at ${url.host} is no Salesforce login: status ${status}${page}.`,
    { details: { call, status, host: url.host, failure: FailureClass.refused } },
  );
}
