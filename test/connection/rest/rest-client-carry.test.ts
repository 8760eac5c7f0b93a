import { describe, expect, it } from 'vitest';
import { json, loginAnswer, loginNumberOf, refusal, startScriptedOrg } from '../scripted-org.ts';
import { startLineServer } from '../transport/download/line-server.ts';

const results = { method: 'GET', path: 'jobs/query/750/results', callClass: 'idempotent' } as const;

async function read(body: AsyncIterable<Uint8Array>): Promise<string> {
  let text = '';
  for await (const chunk of body) text += Buffer.from(chunk).toString();
  return text;
}

describe('a carried call', () => {
  it('goes out under the session and gives the bytes as they are', async () => {
    await using org = await startScriptedOrg(() => ({ status: 200, body: '"Id"\n"500é"\n' }));
    const answer = await org.connection.rest.carry({
      ...results,
      query: { locator: 'a b' },
      headers: { Accept: 'text/csv' },
    });
    expect(await read(answer.body)).toBe('"Id"\n"500é"\n');
    expect(org.calls[0]).toMatchObject({
      method: 'GET',
      url: '/services/data/v67.0/jobs/query/750/results?locator=a%20b',
      headers: { accept: 'text/csv', 'sforce-call-options': 'client=service-cloud-connector' },
    });
    expect(loginNumberOf(org.calls[0]!)).toBe(1);
    expect(org.connection.usage()).toMatchObject({ apiCalls: 2, logins: 1 });
  });

  it('is repeated when its kept socket dies under it before any of the answer came', async () => {
    await using org = await startScriptedOrg((_, attempt) =>
      attempt === 2 ? 'reset' : { status: 200, body: `answer ${attempt}` },
    );
    expect(await read((await org.connection.rest.carry(results)).body)).toBe('answer 1');
    expect(await read((await org.connection.rest.carry(results)).body)).toBe('answer 3');
    expect(org.calls.length).toBe(3);
  });

  it('is repeated when its answer makes no sense, which proxies are known for', async () => {
    let origin = '';
    await using server = await startLineServer((socket, count) => {
      if (count === 1) {
        const { headers = {}, body = '' } = loginAnswer(1, origin) as {
          headers?: Record<string, string>;
          body?: string;
        };
        socket.write(
          `HTTP/1.1 200 OK\r\ncontent-type: ${headers['content-type'] ?? ''}\r\ncontent-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`,
        );
      } else if (count === 2) socket.write('HTTP/1.1 200 OK\r\ncontent-length: 1, 2\r\n\r\nxx');
      else socket.write('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok');
    });
    origin = server.origin;
    await using org = await startScriptedOrg(() => 'silence', { config: { serverHost: origin } });
    expect(await read((await org.connection.rest.carry(results)).body)).toBe('ok');
  });

  it('is sent again under a new session when the old one has ended', async () => {
    await using org = await startScriptedOrg((request) =>
      loginNumberOf(request) === 1
        ? refusal(401, 'INVALID_SESSION_ID')
        : { status: 200, body: 'under the new one' },
    );
    expect(await read((await org.connection.rest.carry(results)).body)).toBe('under the new one');
    expect(org.logins.length).toBe(2);
  });

  it('reads a refusal whole, however long it is', async () => {
    const message = 'No. '.repeat(10_000);
    await using org = await startScriptedOrg(() => json(400, [{ errorCode: 'INVALIDJOBSTATE', message }]));
    await expect(org.connection.rest.carry(results)).rejects.toMatchObject({
      details: { status: 400, errors: [{ errorCode: 'INVALIDJOBSTATE', message }] },
    });
  });

  it('is not begun when its signal has aborted, and ends when it aborts', async () => {
    await using org = await startScriptedOrg(() => 'silence');
    const aborted = org.connection.rest.carry({ ...results, signal: AbortSignal.abort() });
    await expect(aborted).rejects.toMatchObject({ code: 'cancelled' });
    expect(org.calls).toEqual([]);
    const stop = new AbortController();
    await using waiting = await startScriptedOrg(() => {
      stop.abort();
      return 'silence';
    });
    const sent = waiting.connection.rest.carry({ ...results, signal: stop.signal });
    await expect(sent).rejects.toMatchObject({ code: 'cancelled' });
    expect(waiting.calls.length).toBe(1);
  });
});
