import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { ApiUsage } from '../../../src/connection/rest/api-usage.ts';
import { CallReserve } from '../../../src/connection/rest/call-reserve.ts';
import { SalesforceRestClient } from '../../../src/connection/rest/salesforce-rest-client.ts';
import { Session } from '../../../src/connection/session/session.ts';
import { Transport } from '../../../src/connection/transport/transport.ts';
import { testRunContext } from '../../support/test-run-context.ts';
import { json, loginAnswer, loginNumberOf, refusal, sessionOf, startScriptedOrg } from '../scripted-org.ts';

const ping = { method: 'GET', path: 'sobjects', callClass: 'idempotent' } as const;

async function read(body: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

describe('a call', () => {
  it('goes out under the session, as JSON, with the name of the client', async () => {
    await using org = await startScriptedOrg(() => json(201, { id: '001' }));
    await org.connection.rest.send({
      method: 'POST',
      path: 'sobjects/Account',
      body: { json: { Name: 'Müller 🔑' } },
      headers: { 'Sforce-Auto-Assign': 'FALSE' },
      callClass: 'create',
    });
    const [call] = org.calls;
    expect(call).toMatchObject({
      method: 'POST',
      url: '/services/data/v67.0/sobjects/Account',
      headers: {
        authorization: `Bearer ${sessionOf(1)}`,
        accept: 'application/json',
        'content-type': 'application/json; charset=UTF-8',
        'sforce-call-options': 'client=service-cloud-connector',
        'sforce-auto-assign': 'FALSE',
        'user-agent': 'service-cloud-connector',
      },
    });
    expect(JSON.parse(String(call?.body))).toEqual({ Name: 'Müller 🔑' });
  });

  it('lets the caller choose what it accepts, but not under which session it runs', async () => {
    await using org = await startScriptedOrg(() => json(200, {}));
    const headers = { Accept: 'text/csv', Authorization: 'Bearer other' };
    await org.connection.rest.send({ ...ping, headers });
    expect(org.calls[0]?.headers).toMatchObject({
      accept: 'text/csv',
      authorization: `Bearer ${sessionOf(1)}`,
    });
  });

  it.each([200, 201, 204, 304])(
    'gives no body for an empty answer with status %i (B11, E25)',
    async (status) => {
      await using org = await startScriptedOrg(() => ({ status, headers: { 'x-here': 'yes' } }));
      const answer = await org.connection.rest.send(ping);
      expect(answer).toMatchObject({ status, headers: { 'x-here': 'yes' }, body: undefined });
    },
  );

  it('reads a compressed answer, asked for or not', async () => {
    await using org = await startScriptedOrg(() => ({
      status: 200,
      headers: { 'content-encoding': 'gzip' },
      body: gzipSync('{"done":true}'),
    }));
    expect(await org.connection.rest.send(ping)).toMatchObject({ body: { done: true } });
  });

  it('does not ask for compression on a loopback host, where it only costs time', async () => {
    await using org = await startScriptedOrg(() => json(200, {}));
    await org.connection.rest.send(ping);
    expect(org.calls[0]?.headers['accept-encoding']).toBeUndefined();
  });

  it('asks for compression everywhere else', async () => {
    await using org = await startScriptedOrg(() => json(200, {}));
    const context = testRunContext();
    const transport = new Transport({
      connectTimeoutMs: 1000,
      answerTimeoutMs: 1000,
      idleTimeoutMs: 1000,
      maxConcurrentRequests: 1,
    });
    const login = () =>
      Promise.resolve({
        accessToken: 'x',
        instanceUrl: new URL(org.server.origin),
        organizationId: undefined,
        userId: undefined,
        sandbox: false,
        userInfo: undefined,
      });
    const client = new SalesforceRestClient({
      context,
      transport,
      session: new Session({ context, login, closing: transport.closing }),
      usage: new ApiUsage(),
      reserve: new CallReserve(context.clock, 0),
      apiVersion: '67.0',
      clientName: 'x',
      acceptGzip: true,
      secrets: [],
      retryDeadlineMs: 1000,
    });
    await client.send(ping);
    await transport.close();
    expect(org.calls[0]?.headers['accept-encoding']).toBe('gzip');
  });

  it('follows the host that a new login names (C19)', async () => {
    await using moved = await startScriptedOrg(() => json(200, { from: 'moved' }));
    await using org = await startScriptedOrg(() => refusal(401, 'INVALID_SESSION_ID'), {
      login: (loginNumber, origin) =>
        loginAnswer(loginNumber, loginNumber === 1 ? origin : moved.server.origin),
    });
    expect(await org.connection.rest.send(ping)).toMatchObject({ body: { from: 'moved' } });
    expect(moved.calls.map(loginNumberOf)).toEqual([2]);
  });

  it('rejects with every error of the org and the status (E8)', async () => {
    const errors = [
      { errorCode: 'REQUIRED_FIELD_MISSING', message: 'one', fields: ['LastName'] },
      { errorCode: 'STRING_TOO_LONG', message: 'two', fields: ['Phone'] },
    ];
    await using org = await startScriptedOrg(() => json(400, errors));
    await expect(org.connection.rest.send(ping)).rejects.toMatchObject({
      code: 'invalid-request',
      details: { status: 400, errors },
    });
  });

  it('reads only the start of an endless error page', async () => {
    await using org = await startScriptedOrg(() => ({ status: 400, body: Buffer.alloc(20_000_000, 'x') }));
    await expect(org.connection.rest.send(ping)).rejects.toMatchObject({ code: 'invalid-request' });
    expect(org.connection.usage().bytesReceived).toBeLessThan(1_000_000);
  });
});

describe('an option of the connection', () => {
  it('limits how long a call may be silent', async () => {
    await using org = await startScriptedOrg(() => 'silence', { config: { answerTimeoutSeconds: 0.05 } });
    const call = { method: 'POST', path: 'sobjects/Case', body: { json: {} }, callClass: 'create' } as const;
    await expect(org.connection.rest.send(call)).rejects.toMatchObject({
      code: 'outcome-unknown',
      details: { networkCode: 'UND_ERR_HEADERS_TIMEOUT' },
    });
  });

  it('limits how many calls wait at the same time', async () => {
    const { promise: arrived, resolve: arrive } = Promise.withResolvers<undefined>();
    const { promise: allowed, resolve: allow } = Promise.withResolvers<undefined>();
    await using org = await startScriptedOrg(
      async (request) => {
        if (!request.url.endsWith('/slow')) return json(200, {});
        arrive(undefined);
        await allowed;
        return json(200, {});
      },
      { config: { maxConcurrentRequests: 1 } },
    );
    const slow = org.connection.rest.send({ ...ping, path: 'slow' });
    await arrived;
    const patient = org.connection.rest.send(ping);
    // Time enough for the second call to arrive, if it were let through.
    await using bystander = await startScriptedOrg(() => json(200, {}));
    for (let round = 0; round < 10; round += 1) await bystander.connection.rest.send(ping);
    expect(org.calls.length).toBe(1);
    allow(undefined);
    await Promise.all([slow, patient]);
    expect(org.calls.map(({ url }) => url.split('/').at(-1))).toEqual(['slow', 'sobjects']);
  });
});

describe('the usage of a connection', () => {
  it('counts every call that reached the org, repeats and logins included', async () => {
    await using org = await startScriptedOrg((_, attempt) =>
      attempt < 3 ? refusal(503, 'X') : json(200, {}),
    );
    await org.connection.rest.send(ping);
    expect(org.connection.usage()).toMatchObject({ apiCalls: 4, logins: 1 });
  });

  it('counts a call whose answer was lost', async () => {
    await using org = await startScriptedOrg((_, attempt) => (attempt === 1 ? 'reset' : json(200, {})));
    await org.connection.rest.send(ping);
    expect(org.connection.usage()).toMatchObject({ apiCalls: 3 });
  });

  it('counts no call that found nobody listening', async () => {
    await using org = await startScriptedOrg(() => json(200, {}));
    await org.server[Symbol.asyncDispose]();
    await expect(org.connection.rest.send(ping)).rejects.toMatchObject({ code: 'network-error' });
    expect(org.connection.usage()).toMatchObject({ apiCalls: 0, logins: 0 });
  });

  it('counts body bytes in both directions', async () => {
    await using org = await startScriptedOrg(() => ({ status: 200, body: '{"a":1}' }));
    await org.connection.rest.send(ping);
    const before = org.connection.usage();
    await org.connection.rest.send({ ...ping, method: 'POST', body: { json: 'é' } });
    const after = org.connection.usage();
    expect(after.bytesSent - before.bytesSent).toBe(4);
    expect(after.bytesReceived - before.bytesReceived).toBe(7);
  });
});

describe('a streamed answer', () => {
  const results = { method: 'GET', path: 'jobs/query/750/results', callClass: 'idempotent' } as const;

  it('comes byte for byte, with its headers', async () => {
    const csv = '"Id","Name"\n"001","a\0\r\n🔑"\n';
    await using org = await startScriptedOrg(() => ({
      status: 200,
      headers: { 'Sforce-Locator': 'null' },
      body: csv,
    }));
    const answer = await org.connection.rest.stream({ ...results, headers: { accept: 'text/csv' } });
    expect(answer).toMatchObject({ status: 200, headers: { 'sforce-locator': 'null' } });
    expect(await read(answer.body)).toBe(csv);
  });

  it('is asked for again when the session has ended (A9, B29)', async () => {
    await using org = await startScriptedOrg((request) =>
      loginNumberOf(request) === 1 ? refusal(401, 'INVALID_SESSION_ID') : { status: 200, body: 'Id\n' },
    );
    const answer = await org.connection.rest.stream(results);
    expect(await read(answer.body)).toBe('Id\n');
    expect(org.logins.length).toBe(2);
  });

  it('surfaces a cut in the body, and is not repeated behind the back of the reader', async () => {
    await using org = await startScriptedOrg(() => ({ status: 200, body: 'Id\n001\n', cutAfterBytes: 3 }));
    const { body } = await org.connection.rest.stream(results);
    await expect(read(body)).rejects.toMatchObject({ code: 'network-error', recovery: 'retry' });
    expect(org.calls.length).toBe(1);
  });

  it('ends with cancelled when the caller aborts in the middle', async () => {
    const stop = new AbortController();
    await using org = await startScriptedOrg(() => ({ status: 200, body: Buffer.alloc(20_000_000) }));
    const { body } = await org.connection.rest.stream({ ...results, signal: stop.signal });
    stop.abort();
    await expect(read(body)).rejects.toMatchObject({ code: 'cancelled' });
  });
});
