import { ConnectorError } from '../../errors/connector-error.ts';
import { FailureClass } from '../../errors/failure-class.ts';
import { loginFaultRule } from './login-faults.ts';
import { pageRefusal, type RefusedLogin } from './page-refusal.ts';
import { parseXml, xmlAt, xmlText, type XmlNode } from './soap-xml.ts';

/**
 * Says why a SOAP login did not give a session: the fault of the org, an answer that nobody can read, or something at
 * the host that is no Salesforce. A fault counts whatever the status is.
 */
export function loginRefusal(refused: RefusedLogin): ConnectorError {
  const document = parseXml(refused.text);
  const fault = xmlAt(document, 'Envelope', 'Body', 'Fault');
  const faultCode = faultCodeOf(fault);
  if (faultCode !== undefined) return faultError(refused, fault, faultCode);
  const { call, status } = refused;
  if (status === 200 && xmlAt(document, 'Envelope') !== undefined) return unreadableLogin(call, status);
  return pageRefusal(refused);
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
  const shownCode = redact(faultCode);
  const { code, failure, message: words, remark, retryAfterMs } = loginFaultRule(faultCode, message);
  return new ConnectorError(
    code,
    [`${words} (${shownCode}).`, ...(remark === undefined ? [] : [remark])].join(' '),
    {
      details: { call, status, errors: [{ errorCode: shownCode, message, fields: [] }], failure },
      ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    },
  );
}
