import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { loginFaultRules } from '../../../src/connection/login/login-faults.ts';
import { parseXml, xmlAt, xmlText } from '../../../src/connection/login/soap-xml.ts';
import type { ErrorCode } from '../../../src/errors/catalogue.ts';
import type { ConnectorError } from '../../../src/errors/connector-error.ts';
import {
  canary,
  json,
  loginAnswer,
  loginFault,
  startScriptedOrg,
  type ScriptedOrg,
} from '../scripted-org.ts';

const recordedFault = readFileSync(
  new URL('../../../fixtures/wire/soap-login/login-fault-invalid-login.xml', import.meta.url),
);

const ping = { method: 'GET', path: 'sobjects', callClass: 'idempotent' } as const;

const anyAnswer = () => json(200, {});

async function failureOf(org: ScriptedOrg): Promise<unknown> {
  return await org.connection.rest.send(ping).catch((error: unknown) => error);
}

describe('SOAP login', () => {
  it('sends password and token as one UTF-8 text that survives XML (E26)', async () => {
    await using org = await startScriptedOrg(anyAnswer);
    await org.connection.rest.send(ping);
    const [login] = org.logins;
    expect(login).toMatchObject({
      method: 'POST',
      url: '/services/Soap/u/64.0',
      headers: { 'content-type': 'text/xml; charset=UTF-8', soapaction: 'login' },
    });
    expect(Number(login?.headers['content-length'])).toBe(login?.body.byteLength);
    const body = xmlAt(parseXml(String(login?.body)), 'Envelope', 'Body', 'login');
    expect(xmlText(xmlAt(body, 'username'))).toBe('integration@example.com');
    expect(xmlText(xmlAt(body, 'password'))).toBe(canary.password + canary.securityToken);
  });

  it('logs in with the version of the connection when that is below 64.0', async () => {
    await using org = await startScriptedOrg(anyAnswer, { config: { apiVersion: '58.0' } });
    await org.connection.rest.send(ping);
    expect(org.logins[0]?.url).toBe('/services/Soap/u/58.0');
    expect(org.calls[0]?.url).toBe('/services/data/v58.0/sobjects');
  });

  it('logs in below a path prefix of the server host', async () => {
    await using org = await startScriptedOrg(anyAnswer);
    await using prefixed = await startScriptedOrg(anyAnswer, {
      config: { serverHost: `${org.server.origin}/partners/` },
    });
    await failureOf(prefixed);
    expect(org.server.requests[0]?.url).toBe('/partners/services/Soap/u/64.0');
  });

  it('names the client to the org', async () => {
    await using org = await startScriptedOrg(anyAnswer, { config: { clientName: 'Night Shift/2' } });
    await org.connection.rest.send(ping);
    const header = xmlAt(
      parseXml(String(org.logins[0]?.body)),
      'Envelope',
      'Header',
      'CallOptions',
      'client',
    );
    expect(xmlText(header)).toBe('Night Shift/2');
    expect(org.calls[0]?.headers['sforce-call-options']).toBe('client=Night Shift/2');
  });

  it('makes every later call on the host that the login names', async () => {
    await using instance = await startScriptedOrg(anyAnswer);
    await using org = await startScriptedOrg(anyAnswer, {
      login: (loginNumber) => loginAnswer(loginNumber, instance.server.origin),
    });
    await org.connection.rest.send(ping);
    expect([org.calls.length, instance.calls.length]).toEqual([0, 1]);
  });

  it('reads a recorded fault', async () => {
    await using org = await startScriptedOrg(anyAnswer, {
      login: () => ({ status: 500, body: recordedFault }),
    });
    expect(await failureOf(org)).toMatchObject({
      code: 'invalid-login',
      recovery: 'reauthenticate',
      details: {
        status: 500,
        errors: [
          {
            errorCode: 'INVALID_LOGIN',
            message: 'INVALID_LOGIN: Invalid username, password, security token; or user locked out.',
          },
        ],
      },
    });
  });

  it('takes an expired password for an error, although the org gives a session (A18)', async () => {
    await using org = await startScriptedOrg(anyAnswer, {
      login: (loginNumber, origin) => loginAnswer(loginNumber, origin, { passwordExpired: true }),
    });
    expect(await failureOf(org)).toMatchObject({ code: 'password-expired' });
    expect(org.calls).toEqual([]);
  });

  it.each(['http://na1.example.com', 'ftp://na1.example.com', 'foo://localhost'])(
    'sends no session to a server at %s',
    async (address) => {
      await using org = await startScriptedOrg(anyAnswer, {
        login: (loginNumber) => loginAnswer(loginNumber, address),
      });
      expect(await failureOf(org)).toMatchObject({
        code: 'insecure-host',
        details: { host: new URL(address).host },
      });
    },
  );
});

const faults: readonly (readonly [faultCode: string, code: ErrorCode, logins: number])[] = [
  ['INVALID_LOGIN', 'invalid-login', 1],
  ['LOGIN_MUST_USE_SECURITY_TOKEN', 'security-token-required', 1],
  ['LOGIN_CHALLENGE_ISSUED', 'login-challenge-issued', 1],
  ['LOGIN_CHALLENGE_PENDING', 'login-challenge-pending', 1],
  ['LOGIN_DURING_RESTRICTED_DOMAIN', 'login-address-not-allowed', 1],
  ['LOGIN_DURING_RESTRICTED_TIME', 'login-time-not-allowed', 1],
  ['PASSWORD_LOCKOUT', 'user-locked-out', 1],
  ['ORG_LOCKED', 'org-locked', 1],
  ['TRIAL_EXPIRED', 'trial-expired', 1],
  ['ORG_NOT_OWNED_BY_INSTANCE', 'wrong-instance', 1],
  ['API_DISABLED_FOR_ORG', 'api-not-enabled', 1],
  ['INSUFFICIENT_ACCESS', 'login-not-permitted', 1],
  ['UNSUPPORTED_CLIENT', 'client-not-supported', 1],
  ['INVALID_OPERATION_WITH_EXPIRED_PASSWORD', 'password-expired', 1],
  ['INVALID_OPERATION', 'soap-login-unavailable', 1],
  ['UNSUPPORTED_API_VERSION', 'login-version-unsupported', 1],
  ['REQUEST_LIMIT_EXCEEDED', 'api-limit-reached', 1],
  ['API_CURRENTLY_DISABLED', 'api-switched-off', 5],
  ['SERVER_UNAVAILABLE', 'org-unavailable', 5],
  ['SSO_SERVICE_DOWN', 'sso-unavailable', 5],
  ['UNKNOWN_EXCEPTION', 'org-unavailable', 5],
  ['BRAND_NEW_CODE', 'login-refused', 1],
];

describe('a login fault', () => {
  it.each(faults)('%s becomes %s after %i logins', async (faultCode, code, logins) => {
    await using org = await startScriptedOrg(anyAnswer, {
      login: () => loginFault(faultCode, 'In the words of the org.'),
    });
    const error = await failureOf(org);
    expect(error).toMatchObject({ code, details: { errors: [{ errorCode: faultCode }] } });
    expect(String(error)).toContain(faultCode);
    expect(org.logins.length).toBe(logins);
  });

  it('has an error code of its own', () => {
    const codes = faults.filter(([faultCode]) => faultCode !== 'UNKNOWN_EXCEPTION').map(([, code]) => code);
    expect(new Set(codes).size).toBe(codes.length);
  });

  it.each([
    [
      'INVALID_OPERATION',
      'The SOAP Login operation is not available in the API version specified (65.0).',
      'soap-login-retired',
    ],
    ['INVALID_LOGIN', 'Login Rate Exceeded', 'login-rate-exceeded'],
    ['INVALID_LOGIN', 'INVALID_LOGIN: maximum number of logins exceeded', 'login-rate-exceeded'],
  ])('%s with the words "%s" becomes %s, and is not repeated', async (faultCode, message, code) => {
    await using org = await startScriptedOrg(anyAnswer, { login: () => loginFault(faultCode, message) });
    expect(await failureOf(org)).toMatchObject({ code });
    expect(org.logins.length).toBe(1);
  });

  it('of too many calls at once passes by itself, other than the one of the day', async () => {
    const words = 'ConcurrentRequests (Concurrent API Requests) Limit exceeded.';
    await using org = await startScriptedOrg(anyAnswer, {
      login: (loginNumber, origin) =>
        loginNumber === 1 ? loginFault('REQUEST_LIMIT_EXCEEDED', words) : loginAnswer(loginNumber, origin),
    });
    expect(await failureOf(org)).toMatchObject({ status: 200 });
    expect(org.logins.length).toBe(2);
  });

  it.each(['INVALID_OPERATION', 'UNSUPPORTED_API_VERSION'])(
    '%s says when SOAP login ends and what takes its place',
    async (faultCode) => {
      await using org = await startScriptedOrg(anyAnswer, {
        login: () => loginFault(faultCode, 'SOAP API login() is disabled by default in this org.'),
      });
      const error = await failureOf(org);
      expect(String(error)).toMatch(/Summer '27 .*1 June 2027.*Winter '26/u);
      expect((error as ConnectorError).nextSteps.join(' ')).toMatch(
        /OAuth client credentials.*sfsc connection migrate NAME/u,
      );
    },
  );

  it.each(faults.filter(([, code]) => code !== 'api-limit-reached' && code !== 'api-switched-off'))(
    '%s names the fields to correct',
    async (faultCode) => {
      await using org = await startScriptedOrg(anyAnswer, { login: () => loginFault(faultCode, 'No.') });
      const { details } = (await failureOf(org)) as ConnectorError;
      expect(details['fields']).toEqual(expect.arrayContaining([expect.any(String)]));
    },
  );

  it('that nobody knows is told in the words of the org', async () => {
    await using org = await startScriptedOrg(anyAnswer, {
      login: () => loginFault('BRAND_NEW_CODE', 'The moon is full.'),
    });
    expect(String(await failureOf(org))).toContain('The moon is full.');
  });

  it('is in the table of this test whenever it is in that of the product', () => {
    expect(faults.map(([faultCode]) => faultCode)).toEqual(
      expect.arrayContaining(Object.keys(loginFaultRules)),
    );
  });
});
