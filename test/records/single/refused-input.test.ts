import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RecordCalls, ServiceCloudConnection } from '../../../src/connection/record-calls.ts';
import { startServiceOrg, type ServiceOrg } from '../../activities/service-org.ts';
import { rowsFrom } from '../../activities/row-streams.ts';

let service: ServiceOrg;
let records: RecordCalls;
let id: string;
beforeAll(async () => {
  service = await startServiceOrg();
  records = (service.connection as ServiceCloudConnection).records;
  ({ id } = await records.create('Case', { Subject: 'one', MessageId__c: 'k' }));
});
afterAll(() => service[Symbol.asyncDispose]());

/** The calls, but for descriptions, that some work makes although it fails as told. */
async function callsBefore(work: () => Promise<unknown>, failure: object): Promise<unknown[]> {
  const before = service.org.requests().length;
  await expect(work()).rejects.toMatchObject(failure);
  const made = service.org.requests().slice(before);
  return made.map(({ path }) => path).filter((path) => !path.endsWith('/describe'));
}

describe('what is no id', () => {
  it.each([
    ['foo', 'foo is no id of a record.'],
    ['jo@example.com', 'What was given is no id of a record.'],
    ['', 'What was given is no id of a record.'],
    ['5000000000000010', '5000000000000010 is no id of a record.'],
  ])('%j is refused by every call, in the same words', async (given, message) => {
    const calls = [
      () => records.get('Case', given),
      () => records.update('Case', given, { Subject: 'x' }),
      () => records.delete('Case', given),
      () => rowsFrom(records.related('Case', given, 'CaseComments')),
      () => records.downloadFile(given),
    ];
    for (const call of calls) expect(await callsBefore(call, { code: 'invalid-value', message })).toEqual([]);
  });
});

describe('a key among the fields', () => {
  it('must be the one that finds the record', async () => {
    const other = { code: 'invalid-value' };
    const update = () => records.update('Case', id, { ID: '500000000000999AAA', Subject: 'x' });
    expect(await callsBefore(update, { ...other, details: { column: 'ID' } })).toEqual([]);
    for (const value of ['k', 'a@b.c']) {
      const key = { field: 'MessageId__c', value };
      const upsert = () => records.upsert('Case', key, { MESSAGEID__C: 'other' });
      expect(await callsBefore(upsert, { ...other, details: { column: 'MESSAGEID__C' } })).toEqual([]);
      const updateOnly = () => records.upsert('Case', key, { MessageId__c: null }, { updateOnly: true });
      expect(await callsBefore(updateOnly, other)).toEqual([]);
    }
  });

  it('may be the same again, an id with or without its checksum', async () => {
    await records.update('Case', id, { Id: id.slice(0, 15), Subject: 'same' });
    const key = { field: 'MessageId__c', value: 'k' };
    expect(await records.upsert('Case', key, { MessageId__c: 'k', Priority: 'High' })).toMatchObject({ id });
    expect(await records.get('Case', id, { fields: ['Subject', 'Priority'] })).toEqual({
      Subject: 'same',
      Priority: 'High',
    });
  });
});

describe('a value that does not fit', () => {
  it('is in a field, not in a row', async () => {
    const message = expect.stringMatching(/^Field IsEscalated: /) as string;
    for (const call of [
      () => records.create('Case', { IsEscalated: 'maybe' }),
      () => records.upsert('Case', { field: 'MessageId__c', value: 'a@b.c' }, { IsEscalated: 'maybe' }),
    ]) {
      expect(await callsBefore(call, { code: 'invalid-value', message })).toEqual([]);
    }
  });

  it('may be an assignment rule', async () => {
    const wrong = { code: 'invalid-usage' };
    const create = () => records.create('Case', { Subject: 'x' }, { assignmentRule: 'foo' });
    expect(await callsBefore(create, wrong)).toEqual([]);
    const key = { field: 'MessageId__c', value: 'a@b.c' };
    const upsert = () => records.upsert('Case', key, {}, { assignmentRule: '00Q000000000001' });
    expect(await callsBefore(upsert, wrong)).toEqual([]);
  });
});

describe('a key of several records', () => {
  it('C18 is ambiguous on the way through the body too', async () => {
    const twins = await service.insert('Contact', [
      { LastName: 'One', Email: 'twin@example.com' },
      { LastName: 'Two', Email: 'twin@example.com' },
    ]);
    const candidates = twins.map((twin) => `/services/data/v67.0/sobjects/Contact/${twin}`);
    const upsert = records.upsert(
      'Contact',
      { field: 'Email', value: 'twin@example.com' },
      { LastName: 'x' },
    );
    await expect(upsert).rejects.toMatchObject({ code: 'ambiguous-external-id', details: { candidates } });
    // The key of this record is fine; that of its parent is not.
    const key = { field: 'MessageId__c', value: 'c@b.c' };
    const child = records.upsert('Case', key, { 'Contact.Email': 'twin@example.com' });
    await expect(child).rejects.toMatchObject({
      details: { errors: [{ errorCode: 'DUPLICATE_EXTERNAL_ID' }] },
    });
    await expect(child).rejects.not.toMatchObject({ code: 'ambiguous-external-id' });
  });
});

describe('a relationship', () => {
  it('tells its columns before there are rows', async () => {
    const { rows } = await rowsFrom(records.related('Case', id, 'Owner'));
    expect(await records.relatedColumns('Case', 'owner')).toEqual([]);
    expect(rows).toHaveLength(1);
    const account = await records.create('Account', { Name: 'A' });
    await records.create('Contact', { LastName: 'B', AccountId: account.id });
    const children = await rowsFrom(records.related('Account', account.id, 'Contacts'));
    expect(await records.relatedColumns('Account', 'Contacts')).toEqual(Object.keys(children.rows[0] ?? {}));
    expect(await records.relatedColumns('Contact', 'Account')).toContain('BillingCity');
  });

  it('that is none is answered with parents first, and how many there are', async () => {
    await expect(records.relatedColumns('Account', 'zzz')).rejects.toMatchObject({
      code: 'unknown-relationship',
      nextSteps: expect.arrayContaining([
        expect.stringMatching(/^Name one of: CreatedBy, .*Owner, .*, and \d+ more\.$/) as string,
      ]) as string[],
    });
  });
});
