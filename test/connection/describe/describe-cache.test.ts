import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { openSalesforceConnection } from '../../../src/connection/open-salesforce-connection.ts';
import type { ObjectSearch } from '../../../src/contract/connection.ts';
import { batchesOf } from '../../activities/row-streams.ts';
import { startServiceOrg } from '../../activities/service-org.ts';
import { startTestOrg } from '../../support/local-org.ts';
import { testRunContext } from '../../support/test-run-context.ts';
import { json, refusal, startScriptedOrg } from '../scripted-org.ts';

const recordedCase = readFileSync(new URL('../../../fixtures/describe/Case.json', import.meta.url));
const caseDescribe = { status: 200, headers: { 'content-type': 'application/json' }, body: recordedCase };

describe('the descriptions of objects', () => {
  it('are asked for once, by however many callers and in whatever case', async () => {
    await using org = await startScriptedOrg(() => caseDescribe);
    const described = await Promise.all(
      ['Case', 'case', 'CASE', 'Case'].map((object) => org.connection.describeObject(object)),
    );
    expect(new Set(described).size).toBe(1);
    await org.connection.describe('Case');
    expect(org.calls.map(({ url }) => url)).toEqual(['/services/data/v67.0/sobjects/Case/describe']);
  });

  it('give the schema of a record', async () => {
    await using org = await startScriptedOrg(() => caseDescribe);
    expect(await org.connection.describe('Case')).toMatchObject({
      name: 'Case',
      label: 'Case',
      row: { type: 'object', properties: { Subject: { maxLength: 255 } } },
    });
  });

  it('are asked for again after a failure', async () => {
    await using org = await startScriptedOrg((_, attempt) =>
      attempt === 1 ? refusal(403, 'X') : caseDescribe,
    );
    await expect(org.connection.describeObject('Case')).rejects.toMatchObject({ code: 'permission-denied' });
    expect(await org.connection.describeObject('Case')).toMatchObject({ name: 'Case' });
  });

  it('outlive a caller that stops waiting', async () => {
    const stop = new AbortController();
    await using org = await startScriptedOrg(() => caseDescribe);
    const impatient = org.connection.describeObject('Case', { signal: stop.signal });
    const patient = org.connection.describeObject('Case');
    stop.abort();
    await expect(impatient).rejects.toMatchObject({ code: 'cancelled' });
    expect(await patient).toMatchObject({ name: 'Case' });
    expect(org.calls.length).toBe(1);
  });

  it('are unknown-object for a name that the org does not show', async () => {
    await using org = await startScriptedOrg(() =>
      refusal(404, 'NOT_FOUND', 'The requested resource does not exist'),
    );
    await expect(org.connection.describeObject('Nope__c')).rejects.toMatchObject({
      code: 'unknown-object',
      details: { object: 'Nope__c', status: 404 },
    });
  });

  it.each(['', 'Case/describe', '../limits', 'Case?x', 'Ca se'])(
    'are unknown-object for "%s", without a call',
    async (name) => {
      await using org = await startScriptedOrg(() => caseDescribe);
      await expect(org.connection.describeObject(name)).rejects.toMatchObject({ code: 'unknown-object' });
      expect(org.calls).toEqual([]);
    },
  );

  it('are asked for again after ten minutes, and only whether they have changed', async () => {
    const modified = 'Mon, 01 Jun 2026 08:00:00 GMT';
    await using org = await startScriptedOrg((request) =>
      request.headers['if-modified-since'] === modified
        ? { status: 304 }
        : { ...caseDescribe, headers: { ...caseDescribe.headers, 'last-modified': modified, etag: '"1"' } },
    );
    const first = await org.connection.describeObject('Case');
    org.context.advance(599_999);
    await org.connection.describeObject('Case');
    expect(org.calls.length).toBe(1);
    org.context.advance(1);
    expect(await org.connection.describeObject('Case')).toBe(first);
    expect(await org.connection.describeObject('Case')).toBe(first);
    expect(org.calls.map(({ headers }) => headers['if-none-match'])).toEqual([undefined, '"1"']);
  });

  it.each([
    ['an unknown field', refusal(400, 'INVALID_FIELD', "No such column 'Gone__c'"), 1],
    ['an unknown object', refusal(404, 'INVALID_TYPE'), 1],
    ['a missing value', refusal(400, 'REQUIRED_FIELD_MISSING'), 0],
  ])('after %s is refused, are asked for again only if that contradicts them', async (_, reply, again) => {
    await using org = await startScriptedOrg(({ url }) => (url.endsWith('/describe') ? caseDescribe : reply));
    await org.connection.describeObject('Case');
    await org.connection.rest
      .send({ method: 'GET', path: 'query', callClass: 'idempotent' })
      .catch(() => undefined);
    await org.connection.describeObject('Case');
    expect(org.calls.filter(({ url }) => url.endsWith('/describe')).length).toBe(1 + again);
  });

  it('are refused when they are something else', async () => {
    await using org = await startScriptedOrg(() => json(200, { name: 'Case' }));
    await expect(org.connection.describeObject('Case')).rejects.toMatchObject({
      code: 'unexpected-response',
    });
  });
});

describe('descriptions against the local org', () => {
  it('cost one call, and 304 when a row was refused for a field', async () => {
    await using org = await startTestOrg();
    const connection = openSalesforceConnection(
      {
        name: 'local',
        serverHost: org.url,
        username: org.username,
        password: org.password,
        securityToken: org.securityToken,
      },
      testRunContext(),
    );
    const described = await connection.describeObject('Case');
    const listed = await connection.listObjects({ search: 'CASE', kind: 'standard' });
    expect(listed.map(({ name }) => name)).toContain('Case');
    connection.observeErrors(['REQUIRED_FIELD_MISSING']);
    expect(await connection.describeObject('Case')).toBe(described);
    connection.observeErrors(['INVALID_FIELD_FOR_INSERT_UPDATE']);
    expect(await connection.describeObject('Case')).toBe(described);
    expect(await connection.listObjects()).toEqual(expect.arrayContaining([...listed]));
    await connection.close();
    const asked = org.requests().filter(({ path }) => path.includes('/sobjects'));
    expect(asked.map(({ status }) => status)).toEqual([200, 200, 304, 304]);
  });

  it('are doubted after a row or a job that failed for a field', async () => {
    await using service = await startServiceOrg();
    const describes = () =>
      service.org.requests().filter(({ path }) => path.endsWith('/Case/describe')).length;
    const insert = service.target('insert', { object: 'Case' });
    const bulkInsert = service.target('bulk-insert', { object: 'Case' });
    const rows = () => batchesOf([{ Subject: 'one' }]);
    await insert.write(service.connection, rows());
    expect(describes()).toBe(1);
    const rowError = { statusCode: 'INVALID_FIELD_FOR_INSERT_UPDATE', message: 'gone', fields: ['Subject'] };
    service.org.faults.add([
      {
        when: { method: 'POST', path: '**/composite/**', times: 1 },
        do: { respond: { status: 200, body: [{ success: false, errors: [rowError] }] } },
      },
      { do: { job: { failAfterRows: 0, errorMessage: 'InvalidBatch : Field name not found : Subject' } } },
    ]);
    await insert.write(service.connection, rows());
    expect(describes()).toBe(1);
    await expect(bulkInsert.write(service.connection, rows())).rejects.toMatchObject({ code: 'job-failed' });
    expect(describes()).toBe(2);
    await insert.write(service.connection, rows());
    expect(describes()).toBe(3);
  });

  it('finds objects by part of their name or label, standard and custom apart', async () => {
    await using org = await startScriptedOrg(() =>
      json(200, { sobjects: [summary('Zebra__c', 'Zebra', true), summary('Case', 'Fall', false)] }),
    );
    const names = async (search: ObjectSearch) =>
      (await org.connection.listObjects(search)).map(({ name }) => name);
    expect(await names({})).toEqual(['Case', 'Zebra__c']);
    expect(await names({ search: 'fALL' })).toEqual(['Case']);
    expect(await names({ kind: 'custom' })).toEqual(['Zebra__c']);
    expect(await names({ kind: 'standard', search: 'zebra' })).toEqual([]);
    expect(org.calls.length).toBe(1);
  });
});

function summary(name: string, label: string, custom: boolean): Record<string, unknown> {
  const rights = { queryable: true, createable: true, updateable: true, deletable: true };
  return { name, label, custom, ...rights };
}
