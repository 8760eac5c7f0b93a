import { createHash } from 'node:crypto';
import { request } from 'node:http';
import { networkInterfaces } from 'node:os';
import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { RequestReport } from '../../../src/local-org/index.ts';
import { startTestOrg, type TestOrg } from '../../support/local-org.ts';
import { at, envelope, loginCall, queryPath, signIn, soap, textAt } from '../server/org-client.ts';

/** The requests, once all of them are finished: the last byte may still be on its way. */
async function finished(org: TestOrg): Promise<RequestReport[]> {
  while (org.requests().some(({ milliseconds }) => milliseconds === undefined)) await setImmediate();
  return org.requests();
}

const control = (org: TestOrg, method: string, path: string, body?: unknown) =>
  fetch(`${org.url}/_local/${path}`, {
    method,
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });

describe('the requests of an org', () => {
  it('tell method, path, status, bytes, user, operation, and what counted', async () => {
    await using org = await startTestOrg();
    const client = await signIn(org);
    await client.call('GET', queryPath('SELECT Id FROM User'));
    await client.call('POST', '/sobjects/Account', { Name: 'A' });
    await fetch(`${org.url}/services/data`);

    const [login, query, create, versions] = await finished(org);
    expect(login).toMatchObject({ number: 1, method: 'POST', soapOperation: 'login', isApiCall: false });
    expect(query).toMatchObject({
      method: 'GET',
      path: '/services/data/v67.0/query?q=SELECT%20Id%20FROM%20User',
      status: 200,
      isApiCall: true,
      userId: expect.stringMatching(/^005\w{15}$/),
    });
    expect(create).toMatchObject({ method: 'POST', status: 201, isApiCall: true });
    expect(create!.headerNames).toContain('authorization');
    expect(create!.bytesReceived).toBeGreaterThan(100);
    expect(create!.bytesSent).toBeGreaterThan(100);
    expect(versions).toMatchObject({ status: 200, isApiCall: false });
    expect(versions).not.toHaveProperty('userId');
  });

  it('hold no password, token or session', async () => {
    await using org = await startTestOrg({ password: 'canary-password', securityToken: 'canaryToken' });
    const client = await signIn(org);
    await client.call('GET', '/limits?token=canary-query&fields=Name');
    const form = { grant_type: 'password', client_secret: org.clientSecret, password: 'canary-password' };
    await fetch(`${org.url}/services/oauth2/token`, { method: 'POST', body: new URLSearchParams(form) });
    const text = JSON.stringify(await finished(org));
    expect(text).not.toMatch(/canary/);
    expect(text).not.toContain(client.sessionId);
    expect(text).not.toContain(org.clientSecret);
    expect(text).toContain('/limits?token=…&fields=Name');
  });

  it('are there with status 0 when a fault let none through', async () => {
    await using org = await startTestOrg({ faults: [{ do: { reset: true } }] });
    await expect(fetch(`${org.url}/services/data`)).rejects.toThrow();
    expect(await finished(org)).toMatchObject([{ path: '/services/data', status: 0, bytesSent: 0 }]);
  });

  it('are the last 10,000', async () => {
    await using org = await startTestOrg();
    const socketRequests = 'GET /nothing HTTP/1.1\r\nHost: x\r\n\r\n'.repeat(10_001);
    const { sendRaw, requestText } = await import('../faults/wire.ts');
    await sendRaw(org, socketRequests + requestText('GET', '/last'));
    const all = org.requests();
    expect(all).toHaveLength(10_000);
    expect(all.at(-1)).toMatchObject({ number: 10_002, path: '/last' });
  }, 20_000);
});

describe('over HTTP', () => {
  it('the same can be seen, without a session and without being counted', async () => {
    await using org = await startTestOrg();
    await fetch(`${org.url}/services/data`);
    await finished(org);
    expect(await (await control(org, 'GET', 'requests')).json()).toEqual(org.requests());
    expect(await (await control(org, 'GET', 'activity')).json()).toMatchObject({ requests: 1, apiCalls: 0 });
    expect(await (await control(org, 'GET', 'jobs')).json()).toEqual([]);
    expect(org.requests()).toHaveLength(1);
  });

  it('jobs show every upload with its SHA-256', async () => {
    await using org = await startTestOrg();
    const client = await signIn(org);
    const job = await client.call('POST', '/jobs/ingest', { object: 'Account', operation: 'insert' });
    const csv = 'Name\nÄ\n';
    await client.call('PUT', `/jobs/ingest/${textAt(job, 'id')}/batches`, csv, {
      'Content-Type': 'text/csv',
    });
    const sha256 = createHash('sha256').update(csv).digest('hex');
    expect(await (await control(org, 'GET', 'jobs')).json()).toMatchObject([
      { id: at(job, 'id'), state: 'Open', uploads: [{ bytes: 8, sha256, complete: true }] },
    ]);
  });

  it('rules come, count and go', async () => {
    await using org = await startTestOrg();
    const added = await control(org, 'POST', 'faults', [
      { do: { edgePage: 503 } },
      { do: { edgePage: 502 } },
    ]);
    expect([added.status, await added.json()]).toEqual([201, { ids: [1, 2] }]);
    expect((await fetch(`${org.url}/services/data`)).status).toBe(503);
    expect((await control(org, 'DELETE', 'faults/1')).status).toBe(204);
    expect((await fetch(`${org.url}/services/data`)).status).toBe(502);
    expect(await (await control(org, 'GET', 'faults')).json()).toMatchObject([{ id: 2, fired: 2 }]);
    expect((await control(org, 'DELETE', 'faults')).status).toBe(204);
    expect((await fetch(`${org.url}/services/data`)).status).toBe(200);
  });

  it.each([
    ['POST', 'faults', [{ do: { nothing: true } }], 400],
    ['POST', 'faults', '{', 400],
    ['POST', 'advance', { hours: 1 }, 400],
    ['DELETE', 'faults/7', undefined, 404],
    ['GET', 'secrets', undefined, 404],
    ['PUT', 'reset', {}, 405],
  ])('%s %s is refused with a JSON error', async (method, path, body, status) => {
    await using org = await startTestOrg();
    const answer = await control(org, method, path, body);
    expect(answer.status).toBe(status);
    expect(await answer.json()).toEqual([{ message: expect.any(String), errorCode: expect.any(String) }]);
  });

  it('time moves', async () => {
    await using org = await startTestOrg();
    const client = await signIn(org);
    await control(org, 'POST', 'advance', { milliseconds: 7_200_001 });
    expect((await client.call('GET', '/limits')).status).toBe(401);
  });

  it('nobody but this machine is let in, and no page in a browser', async () => {
    await using org = await startTestOrg({ host: '0.0.0.0' });
    const { port } = new URL(org.url);
    const page = await fetch(`http://127.0.0.1:${port}/_local/activity`, {
      headers: { Origin: 'https://evil.example' },
    });
    expect(page.status).toBe(404);
    const own = Object.values(networkInterfaces())
      .flat()
      .find((address) => address?.family === 'IPv4' && !address.internal)?.address;
    const host = own ?? '127.0.0.1';
    const status = await new Promise((resolve, reject) => {
      request({ host, port, path: '/_local/activity' }, (answer) => {
        answer.resume();
        resolve(answer.statusCode);
      })
        .on('error', reject)
        .end();
    });
    expect(status).toBe(own === undefined ? 200 : 404);
  });
});

describe('a reset', () => {
  it('makes the org as it was: records, sessions, jobs, limits, counters, requests, rules', async () => {
    await using org = await startTestOrg({ seed: true });
    const names = async () => {
      const client = await signIn(org);
      const soql = 'SELECT Id, CaseNumber, Subject FROM Case ORDER BY CaseNumber';
      return { client, cases: (await client.call('GET', queryPath(soql))).body };
    };
    const { client, cases } = await names();
    const created = await client.call('POST', '/sobjects/Account', { Name: 'Later' });
    await client.call('POST', '/jobs/ingest', { object: 'Account', operation: 'insert' });
    org.faults.add([{ do: { limits: { DailyApiRequests: 1 }, sessionSeconds: 1 } }]);
    await client.call('GET', '/limits');
    await finished(org);

    expect((await control(org, 'POST', 'reset')).status).toBe(204);
    expect(org.jobs()).toEqual([]);
    expect(org.requests()).toEqual([]);
    expect(org.faults.list()).toEqual([]);
    expect(org.activity()).toMatchObject({ requests: 0, logins: 0, apiCalls: 0 });
    expect((await client.call('GET', '/limits')).status).toBe(401);
    const after = await names();
    expect(after.cases).toEqual(cases);
    expect((await after.client.call('GET', `/sobjects/Account/${textAt(created, 'id')}`)).status).toBe(404);
    org.advance(5_000);
    expect(at(await after.client.call('GET', '/limits'), 'DailyApiRequests', 'Max')).toBe(100_000);
  });

  it('ends a job that runs', async () => {
    await using org = await startTestOrg({ faults: [{ do: { job: { stuckIn: 'InProgress' } } }] });
    const client = await signIn(org);
    const body = { operation: 'query', query: 'SELECT Id FROM User' };
    const job = await client.call('POST', '/jobs/query', body);
    while (org.jobs()[0]?.state !== 'InProgress') await setImmediate();
    await org.reset();
    const again = await signIn(org);
    expect((await again.call('GET', `/jobs/query/${textAt(job, 'id')}`)).status).toBe(404);
  });
});

it('counts SOAP calls that worked as API calls', async () => {
  await using org = await startTestOrg();
  const client = await signIn(org);
  const header = `<n:SessionHeader><n:sessionId>${client.sessionId}</n:sessionId></n:SessionHeader>`;
  await soap(org, envelope('<n:getUserInfo/>', header));
  await soap(org, envelope(loginCall('nobody', 'nothing')));
  expect(await finished(org)).toMatchObject([
    { soapOperation: 'login', isApiCall: false },
    { soapOperation: 'getUserInfo', isApiCall: true, status: 200 },
    { soapOperation: 'login', isApiCall: false, status: 500 },
  ]);
});
