import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { closed } from '../../support/closed.ts';
import { startScriptedServer, type ScriptedReply } from '../../support/scripted-server.ts';
import { json, loginAnswer, startScriptedOrg, type ScriptedOrg } from '../scripted-org.ts';

const get = { method: 'GET', path: 'sobjects', callClass: 'create' } as const;
const html = { 'content-type': 'text/html; charset=UTF-8' };
const xml = { 'content-type': 'application/xml' };

const ways = ['send', 'stream', 'carry'] as const;

async function failureOf(org: ScriptedOrg, way: (typeof ways)[number] = 'send'): Promise<Error> {
  return await org.connection.rest[way](get).then(
    () => new Error('It worked.'),
    (error: unknown) => error as Error,
  );
}

describe.each(ways)('a redirect of %s', (way) => {
  it.each([301, 302, 303, 307, 308])('with status %i takes the session nowhere', async (status) => {
    await using elsewhere = await startScriptedServer(() => json(200, {}));
    const location = `${elsewhere.origin}/services/data?canary=1`;
    await using org = await startScriptedOrg(() => ({ status, headers: { location } }));
    const error = await failureOf(org, way);
    const { host } = new URL(elsewhere.origin);
    expect(error).toMatchObject({
      code: 'redirected',
      message: expect.stringContaining(`to ${host} `),
      details: { status, target: host, fields: ['serverHost', 'proxy'] },
      nextSteps: [expect.stringContaining('serverHost')],
    });
    expect(error.message).not.toContain('canary');
    expect([elsewhere.requests.length, org.calls.length]).toEqual([0, 1]);
  });

  it.each([
    ['the same host', '/services/data/v67.0/elsewhere', 'to another page'],
    ['nowhere', undefined, 'elsewhere'],
    ['something that is no address', 'https://', 'elsewhere'],
  ])('to %s is not followed either', async (_what, location, words) => {
    await using org = await startScriptedOrg(() => ({
      status: 307,
      headers: location === undefined ? {} : { location },
    }));
    expect(await failureOf(org, way)).toMatchObject({
      code: 'redirected',
      message: expect.stringContaining(words),
    });
    expect(org.calls.length).toBe(1);
  });
});

describe('an address without TLS', () => {
  it('of another machine, named by the login, gets nothing', async () => {
    await using org = await startScriptedOrg(() => json(200, {}), {
      login: (loginNumber) => loginAnswer(loginNumber, 'http://instance.example'),
    });
    expect(await failureOf(org)).toMatchObject({ code: 'insecure-host' });
    expect(org.calls).toEqual([]);
  });

  it.each(['//other.example/x', '/\\other.example/x', 'https://other.example/x', '/@other.example/x'])(
    'cannot come from a path such as %s, which stays on the host',
    async (path) => {
      await using org = await startScriptedOrg(() => json(200, {}));
      await org.connection.rest.send({ ...get, path });
      expect(org.calls.length).toBe(1);
      expect(org.calls[0]!.headers['host']).toBe(new URL(org.server.origin).host);
    },
  );
});

describe('a page in place of an answer', () => {
  it.each(ways)('of success is no answer to %s: a captive portal, a proxy (E15)', async (way) => {
    const body = '<html><head><title>Sign in to\n Hotel-WLAN</title></head></html>';
    await using org = await startScriptedOrg(() => ({ status: 200, headers: html, body }));
    await expect(org.connection.rest[way]({ ...get, callClass: 'idempotent' })).rejects.toMatchObject({
      code: 'unexpected-response',
      message: expect.stringContaining('"Sign in to Hotel-WLAN"'),
      details: { status: 200, fields: ['serverHost', 'proxy'] },
    });
    expect(await failureOf(org, way), 'of a call that makes something').toMatchObject({
      code: 'outcome-unknown',
    });
  });

  it.each([
    [414, 'invalid-request', '<title>URI Too Long</title>', html],
    [420, 'org-unavailable', '<title>No such host</title>', html],
    [502, 'outcome-unknown', '<title>Bad Gateway</title>', html],
    [503, 'org-unavailable', '<h1>Down for maintenance</h1>', html],
    [403, 'permission-denied', '<title>Blocked by policy</title>', html],
    [
      400,
      'invalid-request',
      '<?xml version="1.0"?><error xmlns="x"><exceptionCode>InvalidBatch</exceptionCode><exceptionMessage>No</exceptionMessage></error>',
      xml,
    ],
    [
      503,
      'org-unavailable',
      '<error><exceptionCode>ServerUnavailable</exceptionCode><exceptionMessage>x</exceptionMessage></error>',
      xml,
    ],
  ])('of status %i is %s, also compressed', async (status, code, page, headers) => {
    for (const reply of [
      { status, headers, body: page },
      { status, headers: { ...headers, 'content-encoding': 'gzip' }, body: gzipSync(page) },
    ] satisfies ScriptedReply[]) {
      await using org = await startScriptedOrg(() => reply);
      const error = await failureOf(org);
      expect(error).toMatchObject({ code });
      const title = /<title>(.*)<\/title>/u.exec(page)?.[1];
      const told = error.cause instanceof Error ? error.cause.message : error.message;
      if (title !== undefined) expect(told).toContain(title);
    }
  });
});

describe('the body of a refusal', () => {
  it.each([
    ['is cut', { body: '[{"errorCode":"INVALID_FIELD","message":"x"}]', cutAfterBytes: 10 }],
    ['is no gzip', { headers: { 'content-encoding': 'gzip' }, body: 'plain' }],
    ['is gzip that is cut', { headers: { 'content-encoding': 'gzip' }, body: gzipSync('x').subarray(0, 9) }],
    ['is longer than it was announced', { headers: { 'content-length': '2' }, body: 'much more' }],
  ])('that %s takes nothing from its status', async (_what, reply) => {
    await using org = await startScriptedOrg(() => ({ status: 404, ...reply }));
    expect(await failureOf(org)).toMatchObject({ code: 'not-found', details: { status: 404 } });
  });

  it('that has no end is left, and so is its socket', async () => {
    const sockets: Socket[] = [];
    const endless = createServer((socket) => {
      sockets.push(socket.on('error', () => undefined));
      const page = Buffer.alloc(64 * 1024, 'x');
      const pour = (): void => {
        while (!socket.destroyed && socket.write(page));
        socket.once('drain', pour);
      };
      socket.once('data', () => {
        socket.write('HTTP/1.1 404 Not Found\r\n\r\n');
        pour();
      });
    });
    endless.listen(0, '127.0.0.1');
    await once(endless, 'listening');
    const origin = `http://127.0.0.1:${(endless.address() as AddressInfo).port}`;
    await using org = await startScriptedOrg(() => json(200, {}), {
      login: (loginNumber) => loginAnswer(loginNumber, origin),
    });
    expect(await failureOf(org)).toMatchObject({ code: 'not-found' });
    await closed(sockets[0]!);
    endless.close();
  });
});
