import { ConnectorError } from '../../errors/connector-error.ts';
import { FailureClass } from '../../errors/failure-class.ts';
import { redactSecrets } from '../../errors/redact-secrets.ts';
import { collectStart } from '../transport/answer-body.ts';
import { secretsOf, type ResolvedConnectionOptions } from '../options/connection-options.ts';
import { loginRefusal, unreadableLogin } from './login-refusal.ts';
import { loginRequest } from './login-request.ts';
import { parseLoginResult, type LoginResult } from './login-result.ts';
import type { OrgSession } from '../session/org-session.ts';
import { isLoopback } from '../options/server-host.ts';
import { parseXml, xmlAt } from './soap-xml.ts';
import type { Transport } from '../transport/transport.ts';

/** Last version whose partner API has `login()`. */
const lastSoapLoginVersion = 64;
const maxAnswerBytes = 256 * 1024;
const call = 'SOAP login';

/**
 * Logs in once with `login()` of the partner SOAP API, version 64.0 or the connection's own if that is lower.
 * Recorded answers: `fixtures/wire/soap-login/`.
 *
 * @throws ConnectorError one of the codes of `loginFaultRules`, `soap-login-retired`, `login-rate-exceeded`,
 *   `login-refused`, `password-expired`; `invalid-configuration` for a login of more than 10 KB; `insecure-host`,
 *   `no-salesforce-host`, `login-redirected`, `unexpected-response`, or what the transport throws. No error holds the password, the token or a session id.
 */
export async function soapLogin(
  transport: Transport,
  credentials: ResolvedConnectionOptions,
): Promise<OrgSession> {
  const version = Math.min(Number.parseInt(credentials.apiVersion, 10), lastSoapLoginVersion);
  const envelope = loginRequest(credentials);
  const url = new URL(`${credentials.loginUrl}/services/Soap/u/${version}.0`);
  const answer = await transport.exchange({
    isUrgent: true,
    method: 'POST',
    url,
    headers: { soapaction: 'login', accept: 'text/xml' },
    body: { contentType: 'text/xml; charset=UTF-8', text: envelope },
    call,
  });
  const text = (await collectStart(answer.body, maxAnswerBytes)).toString('utf8');
  const result = parseLoginResult(xmlAt(parseXml(text), 'Envelope', 'Body', 'loginResponse', 'result'));
  const { status, headers } = answer;
  if (status === 200 && result !== undefined) return toSession(result, credentials.allowInsecureHttp);
  const redact = (shown: string): string => redactSecrets(shown, secretsOf(credentials));
  throw loginRefusal({ call, url, status, headers, text, redact });
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
  if (url === null || sessionId === null || sessionId === '') throw unreadableLogin(call, 200);
  const mayGoInClear = url.protocol === 'http:' && (isLoopback(url) || allowInsecureHttp);
  if (url.protocol !== 'https:' && !mayGoInClear) {
    throw new ConnectorError('insecure-host', 'The login names a server address without TLS.', {
      details: { host: url.host, failure: FailureClass.refused },
    });
  }
  return {
    accessToken: sessionId,
    instanceUrl: new URL(url.origin),
    organizationId: userInfo.organizationId ?? undefined,
    userId: userId ?? undefined,
    sandbox: sandbox ?? undefined,
    userInfo,
  };
}
