import { ConnectorError } from '../../errors/connector-error.ts';
import { classifySalesforceFailure } from '../../errors/classify-salesforce-failure.ts';
import { FailureClass } from '../../errors/failure-class.ts';
import { redactSecrets } from '../../errors/redact-secrets.ts';
import { collectStart } from '../transport/answer-body.ts';
import { secretsOf, type ResolvedConnectionOptions } from '../options/connection-options.ts';
import { loginFaultRules, unknownLoginFault } from './login-faults.ts';
import { parseLoginResult, type LoginResult } from './login-result.ts';
import type { OrgSession } from '../session/org-session.ts';
import { parseRetryAfter } from '../rest/retry-after.ts';
import { isLoopback } from '../options/server-host.ts';
import { escapeXml, parseXml, xmlAt, xmlText } from './soap-xml.ts';
import type { Transport } from '../transport/transport.ts';

/** Last version whose partner API has `login()`. */
const lastSoapLoginVersion = 64;
const maxAnswerBytes = 256 * 1024;
const call = 'SOAP login';

/**
 * Logs in once with `login()` of the partner SOAP API, version 64.0 or the connection's own if that is lower.
 * Recorded answers: `fixtures/wire/soap-login/`.
 *
 * @throws ConnectorError one of the codes of {@link loginFaultRules}, `password-expired`, `insecure-host`,
 *   `unexpected-response`, or what the transport throws. No error holds the password, the token or a session id.
 */
export async function soapLogin(
  transport: Transport,
  credentials: ResolvedConnectionOptions,
): Promise<OrgSession> {
  const version = Math.min(Number.parseInt(credentials.apiVersion, 10), lastSoapLoginVersion);
  const envelope = Buffer.from(loginEnvelope(credentials));
  const answer = await transport.exchange({
    method: 'POST',
    url: new URL(`${credentials.loginUrl}/services/Soap/u/${version}.0`),
    headers: { soapaction: 'login', accept: 'text/xml' },
    body: {
      contentType: 'text/xml; charset=UTF-8',
      byteLength: envelope.byteLength,
      // eslint-disable-next-line @typescript-eslint/require-await
      async *open() {
        yield envelope;
      },
    },
    call,
  });
  const text = (await collectStart(answer.body, maxAnswerBytes)).toString('utf8');
  const result = parseLoginResult(xmlAt(parseXml(text), 'Envelope', 'Body', 'loginResponse', 'result'));
  if (answer.status === 200 && result !== undefined) return toSession(result, credentials.allowInsecureHttp);
  throw loginFailure(answer.status, redactSecrets(text, secretsOf(credentials)), answer.headers);
}

function loginEnvelope({ username, password, securityToken, clientName }: ResolvedConnectionOptions): string {
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" xmlns:p="urn:partner.soap.sforce.com">',
    `<soapenv:Header><p:CallOptions><p:client>${escapeXml(clientName)}</p:client></p:CallOptions></soapenv:Header>`,
    `<soapenv:Body><p:login><p:username>${escapeXml(username)}</p:username>`,
    `<p:password>${escapeXml(password + securityToken)}</p:password></p:login></soapenv:Body></soapenv:Envelope>`,
  ].join('');
}

function toSession(result: LoginResult, allowInsecureHttp: boolean): OrgSession {
  const { passwordExpired, serverUrl, sessionId, sandbox, userId, userInfo } = result;
  // Salesforce opens a session all the same, in which every call but setPassword() fails (field lesson A18).
  if (passwordExpired) {
    throw new ConnectorError('password-expired', 'The password of the user has expired.', {
      details: { failure: FailureClass.sessionRefused },
    });
  }
  const url = serverUrl === null ? null : URL.parse(serverUrl);
  if (url === null || sessionId === null || sessionId === '') throw unreadable(200);
  if (url.protocol !== 'https:' && !isLoopback(url) && !allowInsecureHttp) {
    throw new ConnectorError('insecure-host', 'The login names a server address without TLS.', {
      details: { host: url.host, failure: FailureClass.refused },
    });
  }
  return {
    accessToken: sessionId,
    instanceUrl: new URL(url.origin),
    organizationId: userInfo.organizationId ?? undefined,
    userId: userId ?? undefined,
    sandbox,
    userInfo,
  };
}

function loginFailure(
  status: number,
  text: string,
  headers: Readonly<Record<string, string>>,
): ConnectorError {
  const fault = xmlAt(parseXml(text), 'Envelope', 'Body', 'Fault');
  const faultCode = xmlText(xmlAt(fault, 'faultcode'))?.replace(/^\w+:/u, '');
  if (faultCode === undefined) {
    if (status === 200) return unreadable(status);
    const retryAfterMs = parseRetryAfter(headers['retry-after']);
    return classifySalesforceFailure({ call, isQuery: false, status, bodyText: text, retryAfterMs });
  }
  const rule = loginFaultRules[faultCode] ?? unknownLoginFault;
  const message = xmlText(xmlAt(fault, 'faultstring')) ?? '';
  return new ConnectorError(rule.code, `${rule.message} (${faultCode}).`, {
    details: { call, status, errors: [{ errorCode: faultCode, message, fields: [] }], failure: rule.failure },
    ...(rule.nextSteps === undefined ? {} : { nextSteps: rule.nextSteps }),
  });
}

function unreadable(status: number): ConnectorError {
  return new ConnectorError('unexpected-response', 'The answer to the SOAP login is no login result.', {
    details: { call, status, failure: FailureClass.unreadable },
  });
}
