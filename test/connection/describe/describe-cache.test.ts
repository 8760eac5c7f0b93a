import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
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

  it('are refused when they are something else', async () => {
    await using org = await startScriptedOrg(() => json(200, { name: 'Case' }));
    await expect(org.connection.describeObject('Case')).rejects.toMatchObject({
      code: 'unexpected-response',
    });
  });
});
