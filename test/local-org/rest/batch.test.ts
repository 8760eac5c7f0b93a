import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestOrg, type TestOrg } from '../../support/local-org.ts';
import { at, queryPath, signIn, textAt, type OrgClient } from '../server/org-client.ts';

let org: TestOrg;
let client: OrgClient;
beforeAll(async () => {
  org = await startTestOrg();
  client = await signIn(org);
});
afterAll(() => org.close());

const get = (path: string) => ({ method: 'GET', url: `v67.0${path}` });

describe('/composite/batch', () => {
  it('runs independent calls one after the other and counts each (C20)', async () => {
    const before = org.activity().apiCalls;
    const answer = await client.call('POST', '/composite/batch', {
      batchRequests: [
        { method: 'POST', url: 'v67.0/sobjects/Account', richInput: { Name: 'Batched' } },
        get(queryPath("SELECT Name FROM Account WHERE Name = 'Batched'")),
        get('/sobjects/Account/001000000000000AAA'),
        { method: 'POST', url: 'v67.0/sobjects/Account', richInput: { Name: 'Kept all the same' } },
      ],
    });
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({
      hasErrors: true,
      results: [
        { statusCode: 201, result: { success: true } },
        { statusCode: 200, result: { totalSize: 1, records: [{ Name: 'Batched' }] } },
        { statusCode: 404, result: [{ errorCode: 'NOT_FOUND' }] },
        { statusCode: 201 },
      ],
    });
    expect(org.activity().apiCalls - before).toBe(4);
    expect(answer.headers.get('sforce-limit-info')).toBe(`api-usage=${org.activity().apiCalls}/100000`);
  });

  it('answers null for a call without an answer, and leaves the rest undone with haltOnError', async () => {
    const id = textAt(await client.call('POST', '/sobjects/Account', { Name: 'Batch' }), 'id');
    const remove = { method: 'DELETE', url: `v67.0/sobjects/Account/${id}` };
    const answer = await client.call('POST', '/composite/batch', {
      haltOnError: true,
      batchRequests: [remove, remove, get('/limits')],
    });
    expect(at(answer, 'results')).toMatchObject([
      { statusCode: 204, result: null },
      { statusCode: 404, result: [{ errorCode: 'ENTITY_IS_DELETED' }] },
      { statusCode: 412, result: [{ errorCode: 'BATCH_PROCESSING_HALTED' }] },
    ]);
  });

  it('refuses what is beyond the daily limit alone, and keeps what it did before (C20)', async () => {
    await using small = await startTestOrg({ limits: { DailyApiRequests: 2 } });
    const answer = await (
      await signIn(small)
    ).call('POST', '/composite/batch', {
      batchRequests: [get('/limits'), get('/limits'), get('/limits')],
    });
    expect(at(answer, 'results')).toMatchObject([
      { statusCode: 200 },
      { statusCode: 200 },
      { statusCode: 403, result: [{ errorCode: 'REQUEST_LIMIT_EXCEEDED' }] },
    ]);
  });

  it('takes 25 calls', async () => {
    const batch = async (count: number) =>
      client.call('POST', '/composite/batch', {
        batchRequests: Array.from({ length: count }, () => get('/limits')),
      });
    expect(at(await batch(25), 'hasErrors')).toBe(false);
    const refused = await batch(26);
    expect([refused.status, at(refused, 0, 'errorCode')]).toEqual([400, 'LIMIT_EXCEEDED']);
  });

  it('does not run another composite call inside itself', async () => {
    const answer = await client.call('POST', '/composite/batch', {
      batchRequests: [{ method: 'POST', url: 'v67.0/composite/batch', richInput: {} }],
    });
    expect(at(answer, 'results', 0, 'statusCode')).toBe(501);
  });
});
