import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { ConnectorError } from '../../../src/errors/connector-error.ts';
import type { ScriptedReply } from '../../support/scripted-server.ts';
import {
  canary,
  json,
  loginAnswer,
  loginFault,
  startScriptedOrg,
  type ScriptedOrg,
} from '../scripted-org.ts';

const ping = { method: 'GET', path: 'sobjects', callClass: 'idempotent' } as const;
const anyAnswer = () => json(200, {});

async function failureOf(org: ScriptedOrg): Promise<ConnectorError> {
  return (await org.connection.rest.send(ping).catch((error: unknown) => error)) as ConnectorError;
}

type Answer = Exclude<ScriptedReply, string>;
const answerOf = (reply: ScriptedReply): Answer & { body: string } => reply as Answer & { body: string };
const page = '<html><head><title>Corporate\n gateway</title></head><body>Log in</body></html>';
const html = { 'content-type': 'text/html' };

describe('a login that something else than Salesforce answers', () => {
  it.each([
    ['a page', { status: 200, headers: html, body: page }],
    ['a missing page', { status: 404, headers: html, body: page }],
    ['a forbidden page', { status: 403, headers: html, body: page }],
    ['another method', { status: 405, headers: html, body: page }],
    ['a server that knows no such method', { status: 501, headers: html, body: page }],
    ['nothing', { status: 200, body: '' }],
    ['JSON', json(200, { hello: 'world' })],
    ['an entity attack', { status: 200, body: '<!DOCTYPE x [<!ENTITY y "z">]><x>&y;</x>' }],
    ['a page without end', { status: 200, headers: html, body: page + ' '.repeat(600_000) }],
  ] as const)('is no-salesforce-host after %s, and names the field', async (_what, reply) => {
    const login = answerOf(reply);
    await using org = await startScriptedOrg(anyAnswer, { login: () => login });
    const error = await failureOf(org);
    expect(error).toMatchObject({
      code: 'no-salesforce-host',
      details: {
        status: login.status,
        host: new URL(org.server.origin).host,
        fields: ['serverHost', 'proxy'],
      },
    });
    expect(error.message.includes('"Corporate gateway"')).toBe(login.body.startsWith('<html>'));
    expect(org.logins.length).toBe(1);
  });

  it.each([
    ['to another host', 'https://portal.example/login', 'to portal.example', 'portal.example'],
    ['within the host', '/login.html', 'to another page', undefined],
    ['nowhere', undefined, 'elsewhere', undefined],
  ])('is login-redirected %s', async (_what, location, words, target) => {
    await using org = await startScriptedOrg(anyAnswer, {
      login: () => ({ status: 302, headers: location === undefined ? {} : { location } }),
    });
    const error = await failureOf(org);
    expect(error).toMatchObject({
      code: 'login-redirected',
      details: { status: 302, fields: ['serverHost', 'proxy'] },
    });
    expect(error.message).toContain(words);
    if (target !== undefined) expect(error.details['target']).toBe(target);
    expect(org.logins.length).toBe(1);
  });

  it('is told where its org lives now', async () => {
    await using org = await startScriptedOrg(anyAnswer, {
      login: () => ({
        status: 301,
        headers: { location: 'https://shop.my.salesforce.com/services/Soap/u/64.0' },
      }),
    });
    expect((await failureOf(org)).nextSteps[0]).toContain('https://shop.my.salesforce.com');
  });

  it.each([
    [420, 'org-unavailable'],
    [503, 'org-unavailable'],
    [410, 'api-version-unsupported'],
  ])('keeps the meaning of status %i', async (status, code) => {
    await using org = await startScriptedOrg(anyAnswer, {
      login: () => ({ status, headers: html, body: page }),
    });
    expect(await failureOf(org)).toMatchObject({ code, details: { status } });
  });

  it('waits as long as a Retry-After says before it tries again', async () => {
    await using org = await startScriptedOrg(anyAnswer, {
      login: (loginNumber, origin) =>
        loginNumber === 1
          ? { status: 503, headers: { 'retry-after': '7' } }
          : loginAnswer(loginNumber, origin),
    });
    await org.connection.rest.send(ping);
    expect(org.context.sleeps[0]).toBeGreaterThanOrEqual(7000);
  });
});

describe('an odd answer to a login', () => {
  it.each([
    ['with status 200', (body: string) => body],
    [
      'with other prefixes',
      (body: string) => body.replaceAll('soapenv:', 'SOAP-ENV.1:').replaceAll('sf:', 'x-y:'),
    ],
    [
      'in CDATA',
      (body: string) =>
        body.replace(
          /<faultcode>.*?<\/faultcode>/u,
          '<faultcode><![CDATA[sf:PASSWORD_LOCKOUT]]></faultcode>',
        ),
    ],
    ['with white space around the code', (body: string) => body.replace('<faultcode>', '<faultcode>\n ')],
    ['behind a byte order mark', (body: string) => `\ufeff${body}`],
    ['with no end', (body: string) => body + ' '.repeat(600_000)],
    ['cut off in its detail', (body: string) => body.slice(0, body.indexOf('<sf:exceptionMessage>'))],
  ])('is read as the fault that it is %s', async (_what, change) => {
    const fault = answerOf(loginFault('PASSWORD_LOCKOUT', 'Locked.'));
    await using org = await startScriptedOrg(anyAnswer, {
      login: () => ({ ...fault, status: 200, body: change(fault.body) }),
    });
    expect(await failureOf(org)).toMatchObject({ code: 'user-locked-out', details: { status: 200 } });
  });

  it.each([
    ['other prefixes', (body: string) => body.replaceAll('soapenv:', 'e:').replaceAll('soapenv=', 'e=')],
    [
      'a session id in CDATA',
      (body: string) =>
        body.replace(/<sessionId>(.*?)<\/sessionId>/u, '<sessionId><![CDATA[$1]]></sessionId>'),
    ],
    ['a lot behind it', (body: string) => body + ' '.repeat(600_000)],
  ])('logs in with %s', async (_what, change) => {
    await using org = await startScriptedOrg(anyAnswer, {
      login: (loginNumber, origin) => {
        const answer = answerOf(loginAnswer(loginNumber, origin));
        return { ...answer, body: change(answer.body) };
      },
    });
    await org.connection.rest.send(ping);
    expect(org.calls[0]?.headers['authorization']).toBe(`Bearer 00D000000000001!${canary.sessionMark}.1`);
  });

  it.each([
    ['has no session id', (body: string) => body.replace(/<sessionId>.*?<\/sessionId>/u, '')],
    [
      'has a nil server address',
      (body: string) => body.replace(/<serverUrl>.*?<\/serverUrl>/u, '<serverUrl xsi:nil="true"/>'),
    ],
    ['has no result', (body: string) => body.replace(/<loginResponse>.*<\/loginResponse>/u, '')],
  ])('is unexpected when it %s', async (_what, change) => {
    await using org = await startScriptedOrg(anyAnswer, {
      login: (loginNumber, origin) => {
        const answer = answerOf(loginAnswer(loginNumber, origin));
        return { ...answer, body: change(answer.body) };
      },
    });
    expect(await failureOf(org)).toMatchObject({ code: 'unexpected-response' });
  });

  it('is read when it comes compressed', async () => {
    const fault = answerOf(loginFault('ORG_LOCKED', 'Locked.'));
    await using org = await startScriptedOrg(anyAnswer, {
      login: () => ({
        ...fault,
        headers: { ...fault.headers, 'content-encoding': 'gzip' },
        body: gzipSync(fault.body),
      }),
    });
    expect(await failureOf(org)).toMatchObject({ code: 'org-locked' });
  });

  it('shows no password that it hides in character references (E15)', async () => {
    const hidden = canary.password.replaceAll(/./gu, (letter) => `&#${letter.codePointAt(0)};`);
    await using org = await startScriptedOrg(anyAnswer, {
      login: () => loginFault('BRAND_NEW_CODE', hidden),
    });
    const error = await failureOf(org);
    expect(error.code).toBe('login-refused');
    expect(error.message + JSON.stringify(error.details)).not.toContain(canary.password);
  });
});

describe('a login request', () => {
  it.each([
    ['password', { password: '漢'.repeat(4000) }],
    ['securityToken', { securityToken: 'T'.repeat(10_000) }],
    ['username', { username: `${'u'.repeat(10_000)}@shop.example` }],
  ])('of more than 10 KB is refused before it is sent, with the %s to blame', async (field, config) => {
    await using org = await startScriptedOrg(anyAnswer, { config });
    const error = await failureOf(org);
    expect(error).toMatchObject({
      code: 'invalid-configuration',
      details: { fields: [field], problems: [{ path: field }] },
    });
    expect(error.message).toContain('10240');
    expect(error.message).not.toContain('漢');
    expect(org.server.requests).toEqual([]);
  });

  it('of just under 10 KB is sent', async () => {
    await using org = await startScriptedOrg(anyAnswer, { config: { password: 'p'.repeat(9500) } });
    await org.connection.rest.send(ping);
    expect(org.logins[0]?.body.byteLength).toBeLessThanOrEqual(10_240);
  });
});
