import { classifySalesforceFailure } from '../../errors/classify-salesforce-failure.ts';
import { ConnectorError } from '../../errors/connector-error.ts';
import { FailureClass } from '../../errors/failure-class.ts';
import { pageTitle } from '../../errors/page-title.ts';
import { parseSalesforceErrors } from '../../errors/salesforce-error-item.ts';
import { parseRetryAfter } from '../rest/retry-after.ts';
import { loginFaultRule } from './login-faults.ts';
import { parseXml, xmlAt, xmlText, type XmlNode } from './soap-xml.ts';

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
 * Says why a SOAP login did not give a session: the fault of the org, an answer that nobody can read, or something at
 * the host that is no Salesforce. A fault counts whatever the status is.
 */
export function loginRefusal(refused: RefusedLogin): ConnectorError {
  const document = parseXml(refused.text);
  const fault = xmlAt(document, 'Envelope', 'Body', 'Fault');
  const faultCode = faultCodeOf(fault);
  if (faultCode !== undefined) return faultError(refused, fault, faultCode);
  const { call, status, headers } = refused;
  const bodyText = refused.redact(refused.text);
  if (status === 200 && xmlAt(document, 'Envelope') !== undefined) return unreadableLogin(call, status);
  if (status >= 300 && status < 400) return redirected(refused);
  if (isSalesforceWord(status) || parseSalesforceErrors(bodyText).length > 0) {
    const retryAfterMs = parseRetryAfter(headers['retry-after']);
    return classifySalesforceFailure({ call, isQuery: false, status, bodyText, retryAfterMs });
  }
  return stranger(refused);
}

/** A 200 that holds no login result. */
export function unreadableLogin(call: string, status: number): ConnectorError {
  return new ConnectorError('unexpected-response', 'The answer to the SOAP login is no login result.', {
    details: { call, status, failure: FailureClass.unreadable },
  });
}

function faultCodeOf(fault: XmlNode | undefined): string | undefined {
  const code = xmlText(xmlAt(fault, 'faultcode'))
    ?.trim()
    .replace(/^[^:]*:/u, '');
  return code === '' ? undefined : code;
}

function faultError(
  { call, status, redact }: RefusedLogin,
  fault: XmlNode | undefined,
  faultCode: string,
): ConnectorError {
  // Now that character references are resolved, which may have hidden a secret from a look at the raw text.
  const message = redact(xmlText(xmlAt(fault, 'faultstring')) ?? '');
  const { code, failure, message: words, remark, retryAfterMs } = loginFaultRule(faultCode, message);
  return new ConnectorError(
    code,
    [`${words} (${faultCode}).`, ...(remark === undefined ? [] : [remark])].join(' '),
    {
      details: { call, status, errors: [{ errorCode: faultCode, message, fields: [] }], failure },
      ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    },
  );
}

/** Statuses that say something by themselves: retired, no such host at Salesforce, too many, broken. */
function isSalesforceWord(status: number): boolean {
  return status === 410 || status === 420 || status === 429 || status >= 500;
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
  const title = pageTitle(redact(text));
  const page = title === undefined ? '' : ` and a page titled "${title}"`;
  return new ConnectorError(
    'no-salesforce-host',
    `What answers at ${url.host} is no Salesforce login: status ${status}${page}.`,
    { details: { call, status, host: url.host, failure: FailureClass.refused } },
  );
}
