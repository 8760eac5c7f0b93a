import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { RecordCalls } from '../../../src/connection/record-calls.ts';
import { withRecordCalls } from '../../../src/records/single/record-calls.ts';
import { json, startScriptedOrg, type ScriptedOrg } from '../../connection/scripted-org.ts';
import type { Script, ScriptedReply } from '../../support/scripted-server.ts';

const contact = readFileSync(new URL('../../../fixtures/describe/Contact.json', import.meta.url));
const id = '003000000000001AAA';
const key = { field: 'Email', value: 'jo' };

/** An org that describes contacts and answers everything else as told. */
async function contactsOrg(script: Script): Promise<ScriptedOrg & { readonly records: RecordCalls }> {
  const org = await startScriptedOrg((request, attempt) =>
    request.url.endsWith('/describe')
      ? { status: 200, headers: { 'content-type': 'application/json' }, body: contact }
      : script(request, attempt),
  );
  const { records } = withRecordCalls(org.connection);
  return {
    ...org,
    calls: org.server.requests,
    records,
    [Symbol.asyncDispose]: () => org[Symbol.asyncDispose](),
  };
}

const saved = json(201, { id, success: true, errors: [] });

describe('calls on one record', () => {
  it('tell the org to run no assignment rule, unless told otherwise', async () => {
    await using org = await contactsOrg(() => saved);
    await org.records.create('Contact', { LastName: 'Jo' });
    await org.records.create(
      'Contact',
      { LastName: 'Jo' },
      { assignmentRule: '01Q000000000001', allowDuplicates: true, updateMru: true },
    );
    const [plain, told] = org.calls.filter(
      ({ method, url }) => method === 'POST' && url.endsWith('/Contact'),
    );
    expect(plain?.headers).toMatchObject({ 'sforce-auto-assign': 'FALSE' });
    expect(plain?.headers).not.toHaveProperty('sforce-duplicate-rule-header');
    expect(plain?.headers).not.toHaveProperty('sforce-mru');
    expect(told?.headers).toMatchObject({
      'sforce-auto-assign': '01Q000000000001',
      'sforce-duplicate-rule-header': 'allowSave=true',
      'sforce-mru': 'updateMru=true',
    });
  });

  it('B2 never repeat a create whose answer was lost', async () => {
    await using org = await contactsOrg(() => 'reset');
    await expect(org.records.create('Contact', { LastName: 'Jo' })).rejects.toMatchObject({
      code: 'outcome-unknown',
    });
    expect(org.calls.filter(({ url }) => url.endsWith('/Contact'))).toHaveLength(1);
  });

  it('take a delete that is repeated after a lost answer for done when the record is gone', async () => {
    const gone = json(404, [{ errorCode: 'ENTITY_IS_DELETED', message: 'entity is deleted' }]);
    await using org = await contactsOrg((_, attempt) => (attempt === 1 ? 'reset' : gone));
    await expect(org.records.delete('Contact', id)).resolves.toBeUndefined();
    expect(org.calls.filter(({ method }) => method === 'DELETE')).toHaveLength(2);
  });

  it('take a delete that finds the record gone for a record that is gone', async () => {
    const gone = json(404, [{ errorCode: 'ENTITY_IS_DELETED', message: 'entity is deleted' }]);
    const found = (url: string): ScriptedReply =>
      json(200, { totalSize: 1, done: true, records: url.includes('queryAll') ? [{ Id: id }] : [] });
    await using org = await contactsOrg(({ method, url }) => (method === 'DELETE' ? gone : found(url)));
    await expect(org.records.delete('Contact', id)).rejects.toMatchObject({
      code: 'record-not-found',
      details: { deleted: true },
    });
  });
});

describe('an upsert', () => {
  it.each([
    ['201 is a new record', json(201, { id, success: true, errors: [], created: true }), true],
    ['200 says that it is not', json(200, { id, success: true, errors: [], created: false }), false],
  ])('E7 %s', async (_, reply, created) => {
    await using org = await contactsOrg(() => reply);
    expect(await org.records.upsert('Contact', key, { LastName: 'Jo' })).toEqual({ id, created });
    const patch = org.calls.find(({ method }) => method === 'PATCH');
    expect(patch?.url).toMatch(/\/sobjects\/Contact\/Email\/jo$/);
    expect(JSON.parse(String(patch?.body))).toEqual({ LastName: 'Jo' });
  });

  it('E7 204 without a body (API 45.0) is a record that was changed, and its id is asked for', async () => {
    const rows = json(200, { totalSize: 1, done: true, records: [{ Id: id }] });
    await using org = await contactsOrg(({ method }) => (method === 'PATCH' ? { status: 204 } : rows));
    expect(await org.records.upsert('Contact', key, { LastName: 'Jo' })).toEqual({ id, created: false });
  });

  it('C18 gives the addresses of the records when the key matches several', async () => {
    const candidates = [1, 2].map(
      (number) => `/services/data/v67.0/sobjects/Contact/00300000000000${number}AAA`,
    );
    await using org = await contactsOrg(() => json(300, candidates));
    await expect(org.records.upsert('Contact', key, {})).rejects.toMatchObject({
      code: 'ambiguous-external-id',
      details: { candidates },
    });
  });

  it('E8 keeps two errors of a refusal, and survives none and a web page', async () => {
    const two = [
      { errorCode: 'STRING_TOO_LONG', message: 'too long', fields: ['LastName'] },
      { errorCode: 'INVALID_EMAIL_ADDRESS', message: 'no address', fields: ['Email'] },
    ];
    const replies = [
      json(400, two),
      json(400, []),
      { status: 400, headers: { 'content-type': 'text/html' }, body: '<title>Odd</title>' },
    ];
    await using org = await contactsOrg((_, attempt) => replies[attempt - 1] ?? 'reset');
    const errorsOf = async (): Promise<unknown> => {
      const error: unknown = await org.records
        .create('Contact', { LastName: 'x' })
        .catch((thrown: unknown) => thrown);
      return (error as { details?: { errors?: unknown } }).details?.errors;
    };
    expect([await errorsOf(), await errorsOf(), await errorsOf()]).toEqual([two, [], []]);
  });
});
