import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { oauthFaultRules } from '../../../src/connection/login/oauth-faults.ts';
import type { ErrorCode } from '../../../src/errors/catalogue.ts';
import { json, refusal } from '../scripted-org.ts';
import { failureOf, oauthRefusal, secret, startTokenServer, tokenAnswer } from './token-server.ts';

const everythingOf = (value: unknown): string =>
  inspect(value, { depth: Infinity, showHidden: true, maxStringLength: Infinity });

describe('the call for a token', () => {
  it('is a UTF-8 form at the login host, of the length that it says', async () => {
    await using org = await startTokenServer((_login, origin) => tokenAnswer(origin));
    await failureOf(org);
    const [login] = org.logins;
    expect(login).toMatchObject({
      method: 'POST',
      url: '/services/oauth2/token',
      headers: {
        'content-type': 'application/x-www-form-urlencoded; charset=UTF-8',
        'content-length': String(login?.body.byteLength),
        accept: 'application/json',
      },
    });
    expect(Object.fromEntries(org.forms[0] ?? [])).toEqual({
      grant_type: 'client_credentials',
      client_id: 'app',
      client_secret: secret.clientSecret,
    });
  });

  it('is made below a path prefix of the server host', async () => {
    await using org = await startTokenServer((_login, origin) => tokenAnswer(origin));
    await using site = await startTokenServer((_login, origin) => tokenAnswer(origin), {
      config: { serverHost: `${org.origin}/partners/` },
    });
    await failureOf(site);
    expect(org.logins[0]?.url).toBe('/partners/services/oauth2/token');
  });

  it('goes to the login host again when the session has moved to another host and ended there (C19)', async () => {
    await using second = await startTokenServer((_login, origin) => tokenAnswer(origin));
    await using first = await startTokenServer((_login, origin) => tokenAnswer(origin), {
      call: () => refusal(401, 'INVALID_SESSION_ID'),
    });
    const instances = [first.origin, second.origin];
    await using org = await startTokenServer((login) => tokenAnswer(instances[login - 1] ?? ''));
    expect(await failureOf(org)).not.toBeInstanceOf(Error);
    expect([org.logins.length, first.calls.length, second.calls.length]).toEqual([2, 1, 1]);
    expect([org.calls.length, first.logins.length, second.logins.length]).toEqual([0, 0, 0]);
  });

  it('logs scope and time of the token, and no token', async () => {
    await using org = await startTokenServer((_login, origin) => tokenAnswer(origin));
    await failureOf(org);
    expect(org.context.logLines).toContainEqual({
      message: 'Token granted',
      fields: { scope: 'api', issuedAtMs: 1_780_272_000_000 },
    });
    expect(everythingOf(org.context.logLines)).not.toContain('Canary');
  });

  it('takes no address without TLS for the instance', async () => {
    await using org = await startTokenServer(() => tokenAnswer('http://na1.example.com'));
    expect(await failureOf(org)).toMatchObject({
      code: 'insecure-host',
      details: { host: 'na1.example.com', fields: ['serverHost'] },
    });
  });

  it.each([
    ['no access token', { access_token: undefined }],
    ['an access token that fits in no header', { access_token: 'two\nlines' }],
    ['no instance', { instance_url: undefined }],
    ['an instance that is no address', { instance_url: 'na1' }],
    ['an instance that is no web address', { instance_url: 'ftp://na1.example.com' }],
  ])('is not answered when the answer holds %s', async (_what, changes) => {
    await using org = await startTokenServer((_login, origin) => tokenAnswer(origin, changes));
    expect(await failureOf(org)).toMatchObject({
      code: expect.stringMatching(/^(unexpected-response|insecure-host)$/u),
      details: { fields: ['serverHost'] },
    });
    expect([org.logins.length, org.calls.length]).toEqual([1, 0]);
  });

  it('reads no answer without end', async () => {
    const endless = 'x'.repeat(300_000);
    await using org = await startTokenServer((_login, origin) => tokenAnswer(origin, { scope: endless }));
    expect(await failureOf(org)).toMatchObject({ code: 'unexpected-response' });
  });

  it.each([
    ['a page', { status: 200, body: '<html><title>Log in</title></html>' }, 'no-salesforce-host', 1],
    ['nothing', { status: 200 }, 'unexpected-response', 1],
    ['a redirect', { status: 302, headers: { location: 'https://x.example' } }, 'login-redirected', 1],
    ['a missing page', { status: 404, body: '<html></html>' }, 'no-salesforce-host', 1],
    ['a server of files', { status: 501, body: '<html></html>' }, 'no-salesforce-host', 1],
    ['a page that asks who is there', { status: 401, body: '<html></html>' }, 'no-salesforce-host', 1],
    ['a page for unknown hosts', { status: 420, body: '<html></html>' }, 'org-unavailable', 5],
    ['a page of maintenance', { status: 503, body: '<html></html>' }, 'org-unavailable', 5],
    ['a refusal of status 200', json(200, { error: 'invalid_client' }), 'oauth-client-secret-refused', 1],
  ] as const)('understands %s in place of an answer', async (_what, answer, code, logins) => {
    await using org = await startTokenServer(() => answer);
    expect(await failureOf(org)).toMatchObject({ code, details: { fields: expect.any(Array) } });
    expect(org.logins.length).toBe(logins);
  });

  it.each([
    ['echoes the form', (form: string) => ({ status: 403, body: `<title>${form}</title>` })],
    ['echoes the secret in JSON', () => oauthRefusal('invalid_client', `"${secret.clientSecret}" is wrong`)],
    ['cuts the answer off', () => ({ ...(tokenAnswer('x') as object), status: 200, cutAfterBytes: 60 })],
    ['names the token in a refusal', () => oauthRefusal('x', `00D000000000001!${secret.accessToken}`)],
  ])('shows no secret when the org %s (E15)', async (_what, answer) => {
    const form = new URLSearchParams({ client_secret: secret.clientSecret }).toString();
    await using org = await startTokenServer(() => answer(form));
    const failure = await failureOf(org);
    expect(failure).toBeInstanceOf(Error);
    expect(everythingOf([failure, org.context.logLines])).not.toContain('Canary');
  });
});

const refusals: readonly (readonly [error: string, description: string, code: ErrorCode, logins: number])[] =
  [
    ['invalid_grant', 'request not supported on this domain', 'oauth-my-domain-required', 1],
    ['invalid_grant', 'no client credentials user enabled', 'oauth-run-as-user-missing', 1],
    ['invalid_grant', 'invalid client credentials', 'oauth-client-secret-refused', 1],
    ['invalid_grant', 'inactive user', 'oauth-user-inactive', 1],
    ['invalid_grant', 'user is locked', 'oauth-user-inactive', 1],
    ['invalid_grant', 'ip restricted', 'login-address-not-allowed', 1],
    ['invalid_grant', 'invalid login hours', 'login-time-not-allowed', 1],
    ['invalid_grant', "user hasn't approved this consumer", 'oauth-app-not-approved', 1],
    ['invalid_grant', 'audience is invalid', 'oauth-audience-refused', 1],
    ['invalid_grant', 'Audience validation failed', 'oauth-audience-refused', 1],
    ['invalid_grant', 'expired assertion', 'oauth-assertion-expired', 1],
    ['invalid_grant', 'invalid assertion', 'oauth-assertion-refused', 1],
    ['invalid_grant', 'expired access/refresh token', 'refresh-token-refused', 1],
    ['invalid_grant', 'token revoked', 'refresh-token-refused', 1],
    ['invalid_grant', 'rate limit exceeded', 'login-rate-exceeded', 1],
    ['invalid_grant', 'expired password', 'password-expired', 1],
    ['invalid_grant', 'this flow is not enabled', 'oauth-flow-disabled', 1],
    ['invalid_grant', 'authentication failure', 'oauth-login-refused', 1],
    ['invalid_client_id', 'client identifier invalid', 'oauth-client-unknown', 1],
    ['app_not_found', 'not installed in this org', 'oauth-client-unknown', 1],
    ['invalid_client', 'invalid client credentials', 'oauth-client-secret-refused', 1],
    ['invalid_app_access', 'user is not admin approved to access this app', 'oauth-app-not-approved', 1],
    ['inactive_user', 'user is inactive', 'oauth-user-inactive', 1],
    ['unsupported_grant_type', 'grant type not supported', 'oauth-flow-disabled', 1],
    ['unauthorized_client', 'not allowed', 'oauth-flow-disabled', 1],
    ['invalid_scope', 'the requested scope is invalid', 'oauth-scope-refused', 1],
    ['inactive_org', 'organization is closed', 'org-locked', 1],
    ['temporarily_unavailable', 'try later', 'org-unavailable', 5],
    ['server_error', 'something broke', 'org-unavailable', 5],
    ['unknown_error', 'retry your request', 'org-unavailable', 5],
    ['BRAND_NEW', 'in words that nobody knows', 'oauth-login-refused', 1],
  ];

describe('a refusal of the token endpoint', () => {
  it.each(refusals)('%s (%s) becomes %s after %i logins', async (error, description, code, logins) => {
    await using org = await startTokenServer(() => oauthRefusal(error, description));
    expect(await failureOf(org)).toMatchObject({
      code,
      message: expect.stringContaining(`${error}: ${description}`),
      details: {
        status: 400,
        fields: expect.any(Array),
        errors: [{ errorCode: error, message: description }],
      },
    });
    expect(org.logins.length).toBe(logins);
  });

  it.each([
    [{}, 3_600_000],
    [{ 'retry-after': '20' }, 20_000],
  ])('says when to come back after too many logins: %j', async (headers, retryAfterMs) => {
    const refused = json(400, { error: 'invalid_grant', error_description: 'rate limit exceeded' }, headers);
    await using org = await startTokenServer(() => refused);
    expect(await failureOf(org)).toMatchObject({ code: 'login-rate-exceeded', retryAfterMs });
  });

  it('is in the table of this test whenever it is in that of the product', () => {
    const untested = oauthFaultRules.filter(
      (rule) =>
        !refusals.some(
          ([error, description, code]) =>
            rule.error === error && rule.code === code && (rule.description?.test(description) ?? true),
        ),
    );
    expect(untested).toEqual([]);
  });
});
