import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { connect } from 'node:net';
import { once } from 'node:events';
import { startTestOrg, type TestOrg } from '../../support/local-org.ts';
import { callText, requestText, sendRaw } from '../faults/wire.ts';
import { signIn } from './org-client.ts';

let org: TestOrg;
let sessionId: string;

beforeAll(async () => {
  org = await startTestOrg();
  ({ sessionId } = await signIn(org));
});
afterAll(() => org.close());
afterEach(async () => {
  // Whatever was sent, the org goes on.
  expect((await fetch(`${org.url}/services/data`)).status).toBe(200);
});

const statusOf = ({ text }: { text: string }) => Number(/^HTTP\/1\.1 (\d{3})/.exec(text)?.[1]);
const call = (method: string, path: string, body = '', headers: Record<string, string> = {}) =>
  callText(sessionId, method, path, { body, headers });

describe('what is not HTTP, or too much of it, is an HTML page', () => {
  it.each<[string, string, number]>([
    ['headers of 10 MB', requestText('GET', '/', { headers: { 'X-Wide': 'x'.repeat(10_000_000) } }), 431],
    ['a hundred thousand headers', `GET / HTTP/1.1\r\nHost: x\r\n${'A: b\r\n'.repeat(100_000)}\r\n`, 431],
    ['no request at all', 'hello\r\n\r\n', 400],
    ['a method that nobody knows', requestText('FROBNICATE', '/services/data'), 400],
    ['a NUL byte in the URI', requestText('GET', '/services/\0data'), 400],
    ['a line end in the middle of a header', 'GET / HTTP/1.1\r\nHost: x\r\nA\r\nB\r\n\r\n', 400],
    [
      'chunks that are none',
      'POST /services/oauth2/token HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nhello\r\n',
      400,
    ],
    ['a host that is none', 'GET /services/data HTTP/1.1\r\nHost: a b[\r\nConnection: close\r\n\r\n', 400],
    ['two lengths', 'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab', 400],
    ['CONNECT', 'CONNECT localhost:443 HTTP/1.1\r\nHost: localhost\r\n\r\n', 405],
  ])('%s', async (_what, text, status) => {
    const answer = await sendRaw(org, text);
    expect(statusOf(answer)).toBe(status);
    expect(answer.text).toContain(`<h1>${status}`);
  });
});

describe('what HTTP allows is answered', () => {
  it.each<[string, () => string, number]>([
    ['the absolute form of a URI', () => requestText('GET', 'http://elsewhere.example/services/data'), 200],
    ['HTTP/1.0 without a host', () => 'GET /services/data HTTP/1.0\r\n\r\n', 200],
    ['a body on GET', () => call('GET', '/limits', '{"a":1}'), 200],
    ['a path that climbs out', () => requestText('GET', '/services/data/../../etc/passwd'), 404],
    ['a path that climbs out, encoded', () => requestText('GET', '/services/data/%2e%2e/%2e%2e/etc'), 404],
    ['a NUL byte, encoded', () => call('GET', '/sobjects/Acc%00ount'), 404],
    ['percent signs that encode nothing', () => call('GET', '/sobjects/%zz/%'), 404],
    ['UTF-8 that is none', () => call('GET', '/query?q=SELECT%20%ff%fe'), 400],
    ['an upgrade that nobody offers', () => call('GET', '/limits', '', { Upgrade: 'websocket' }), 200],
    ['the asterisk', () => requestText('OPTIONS', '*'), 404],
    ['an empty path', () => requestText('GET', '?q=1'), 400],
    ['NUL bytes in JSON', () => call('POST', '/sobjects/Account', '{"Name":"\0"}'), 400],
    ['an id of a megabyte', () => call('POST', '/composite', `{"a":"${'1'.repeat(1_000_000)}"}`), 400],
    ['JSON that is nested too deep', () => call('POST', '/sobjects/Account', '['.repeat(200_000)), 400],
    ['an array for a record', () => call('POST', '/sobjects/Account', '[1]'), 400],
    ['null for a record', () => call('POST', '/sobjects/Account', 'null'), 400],
    [
      'a form for JSON',
      () => call('POST', '/sobjects/Account', 'a=b', { 'Content-Type': 'application/x-www-form-urlencoded' }),
      415,
    ],
    ['an expectation that nobody knows', () => call('POST', '/limits', '', { Expect: 'tea' }), 417],
  ])('%s', async (_what, text, status) => {
    expect(statusOf(await sendRaw(org, text()))).toBe(status);
  });

  it('requests in one go, in their order', async () => {
    const first = requestText('GET', '/services/data').replace('Connection: close\r\n', '');
    const { text } = await sendRaw(org, first + requestText('GET', '/nothing'));
    expect(text.match(/HTTP\/1\.1 \d{3}/g)).toEqual(['HTTP/1.1 200', 'HTTP/1.1 404']);
  });

  it('a client that waits for 100 Continue', async () => {
    const { text } = await sendRaw(
      org,
      call('POST', '/sobjects/Account', '{"Name":"Patient"}', { Expect: '100-continue' }),
    );
    expect(text).toMatch(/^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 201/);
  });

  it('a client that sends a byte at a time', async () => {
    const { hostname, port } = new URL(org.url);
    const socket = connect(Number(port), hostname).setNoDelay(true);
    let text = '';
    socket.on('data', (chunk: Buffer) => (text += chunk.toString('latin1')));
    const closed = once(socket, 'close');
    for (const byte of call('POST', '/sobjects/Account', '{"Name":"Slow"}')) {
      await new Promise((resolve) => socket.write(byte, resolve));
    }
    await closed;
    expect(text).toMatch(/^HTTP\/1\.1 201/);
  });

  it('nothing to a client that goes away in the middle of its body', async () => {
    const { hostname, port } = new URL(org.url);
    const socket = connect(Number(port), hostname);
    socket.write(call('POST', '/sobjects/Account', '{"Name":"Gone"}').slice(0, -5));
    await once(socket, 'ready');
    socket.destroy();
    await once(socket, 'close');
  });
});
