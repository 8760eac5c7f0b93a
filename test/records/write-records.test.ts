import { describe, expect, it } from 'vitest';
import type { RowOutcome, WriteReport } from '../../src/contract/outcome.ts';
import type { Row } from '../../src/contract/row.ts';
import { startServiceOrg, type ServiceOrg } from '../activities/service-org.ts';
import { batchesOf } from '../activities/row-streams.ts';

interface Written {
  readonly report: WriteReport;
  readonly outcomes: readonly RowOutcome[];
}

async function write(
  service: ServiceOrg,
  [type, options]: readonly [string, Readonly<Record<string, unknown>>],
  rows: readonly Row[],
): Promise<Written> {
  const outcomes: RowOutcome[] = [];
  const report = await service.target(type, options).write(service.connection, batchesOf(rows, 70), {
    onOutcomes: (some) => {
      outcomes.push(...some);
    },
  });
  return { report, outcomes };
}

const upsert = ['upsert', { object: 'Case', externalIdField: 'MessageId__c' }] as const;
const insert = ['insert', { object: 'Case' }] as const;

describe('writing records', () => {
  it('A16 C20 sends 1,000 rows to a call, whatever the batches, and answers in input order', async () => {
    await using service = await startServiceOrg();
    await service.connection.describe('Case');
    const { apiCalls } = service.connection.usage();
    const rows = Array.from({ length: 1_001 }, (_, index) => ({ Subject: `s${index}` }));
    const { report, outcomes } = await write(service, insert, rows);
    expect(service.connection.usage().apiCalls - apiCalls).toBe(2);
    expect(outcomes.map(({ rowIndex }) => rowIndex)).toEqual(rows.map((_, index) => index));
    expect(report).toMatchObject({ rowCount: 1_001, succeeded: 1_001, created: 1_001, failed: 0 });
    const stored = await service.rowsOf(`SELECT Subject FROM Case WHERE Id = '${outcomes[777]?.id}'`);
    expect(stored).toEqual([{ Subject: 's777' }]);
  });

  it('B4 E17 upserts matched, new and keyless rows in one go, in order', async () => {
    await using service = await startServiceOrg();
    await service.insert('Case', [{ MessageId__c: 'old', Subject: 'before' }]);
    const { report, outcomes } = await write(service, upsert, [
      { MessageId__c: null, Subject: 'keyless' },
      { MessageId__c: 'old', Subject: 'after' },
      { MessageId__c: '', Subject: 'empty key' },
      { MessageId__c: 'new', Subject: 'new' },
    ]);
    expect(outcomes.map(({ rowIndex, status, created }) => [rowIndex, status, created])).toEqual([
      [0, 'succeeded', true],
      [1, 'succeeded', false],
      [2, 'succeeded', true],
      [3, 'succeeded', true],
    ]);
    expect(report).toMatchObject({ succeeded: 4, created: 3 });
    expect(await service.rowsOf('SELECT COUNT() FROM Case')).toEqual([{ expr0: 4 }]);
    expect(await service.rowsOf("SELECT Subject FROM Case WHERE MessageId__c = 'old'")).toEqual([
      { Subject: 'after' },
    ]);
  });

  it('A12 leaves absent columns alone and clears with null and with empty text', async () => {
    await using service = await startServiceOrg();
    const [Id = ''] = await service.insert('Case', [{ Subject: 'a', Cost__c: 1, Notes__c: 'b' }]);
    await write(service, ['update', { object: 'Case' }], [{ Id, Cost__c: null, Notes__c: '' }]);
    expect(await service.rowsOf('SELECT Subject, Cost__c, Notes__c FROM Case')).toEqual([
      { Subject: 'a', Cost__c: null, Notes__c: null },
    ]);
  });

  it('A11 takes columns that show up late', async () => {
    await using service = await startServiceOrg();
    const rows: Row[] = Array.from({ length: 250 }, (_, index) => ({ Subject: `s${index}` }));
    rows.push({ subject: 'late', Origin: 'Web' });
    const { report } = await write(service, insert, rows);
    expect(report.succeeded).toBe(251);
    expect(await service.rowsOf("SELECT Subject FROM Case WHERE Origin = 'Web'")).toEqual([
      { Subject: 'late' },
    ]);
  });

  it('refuses a row of which two columns want one field to differ', async () => {
    await using service = await startServiceOrg();
    const rows: Row[] = [
      { Subject: 'one', subject: 'two' },
      { Subject: 'same', subject: 'same' },
      { ContactId: '003000000000001', 'Contact.Email': 'a@example.com' },
    ];
    const { report, outcomes } = await write(service, insert, rows);
    expect(report).toMatchObject({ succeeded: 1, failed: 2 });
    expect(outcomes.map(({ errors: [error] }) => [error?.code, ...(error?.fields ?? [])])).toEqual([
      ['invalid-value', 'subject'],
      [undefined],
      ['invalid-value', 'Contact.Email'],
    ]);
  });

  it('needs the key column once, not in every call', async () => {
    await using service = await startServiceOrg();
    const rows: Row[] = Array.from({ length: 200 }, (_, index) => ({ MessageId__c: `k${index}` }));
    rows.push({ Subject: 'no key at all', Origin: 'Web' });
    const { report } = await write(service, upsert, rows);
    expect(report).toMatchObject({ succeeded: 201, created: 201 });
    await expect(write(service, upsert, [{ Subject: 'no key' }])).rejects.toMatchObject({
      code: 'missing-column',
    });
  });

  it('finds parents by an external id, also where the parent may be of several types', async () => {
    await using service = await startServiceOrg();
    const [AccountId] = await service.insert('Account', [{ Name: 'Parent', Ext__c: 'acc-1' }]);
    const { outcomes } = await write(service, insert, [
      { Subject: 'a', 'Account.Ext__c': 'acc-1', 'User:Owner.Username': service.org.username },
      { Subject: 'b', 'Account.Ext__c': 'nobody' },
      { Subject: 'c', 'account.ext__C': null },
    ]);
    expect(outcomes.map(({ status }) => status)).toEqual(['succeeded', 'failed', 'succeeded']);
    expect(await service.rowsOf("SELECT AccountId, Owner.Name FROM Case WHERE Subject = 'a'")).toEqual([
      { AccountId, 'Owner.Name': 'Local Admin' },
    ]);
  });

  it('C29 sends every value in the type of its field: a number in a text field refuses nobody', async () => {
    await using service = await startServiceOrg();
    const { report } = await write(service, insert, [
      { Subject: 123, Cost__c: '1e2', MessageId__c: true },
      { Subject: '0012', Cost__c: 2.5 },
    ]);
    expect(report.succeeded).toBe(2);
    expect(await service.rowsOf('SELECT Subject, Cost__c, MessageId__c FROM Case ORDER BY Cost__c')).toEqual([
      { Subject: '0012', Cost__c: 2.5, MessageId__c: null },
      { Subject: '123', Cost__c: 100, MessageId__c: 'true' },
    ]);
  });

  it('fails the row, not the call, for a date that the org could not read', async () => {
    await using service = await startServiceOrg();
    const people = ['1999-12-31', '31.12.1999', '2000-01-01'].map((Birthdate) => ({
      LastName: 'x',
      Birthdate,
    }));
    const { report, outcomes } = await write(service, ['insert', { object: 'Contact' }], people);
    expect(report).toMatchObject({ succeeded: 2, failed: 1 });
    expect(outcomes[1]?.errors).toEqual([
      { code: 'invalid-value', message: expect.stringContaining('not a date like'), fields: ['Birthdate'] },
    ]);
  });

  it.each([
    ['text in a number', { Cost__c: 'twelve' }],
    ['a number that is none', { Cost__c: Number.NaN }],
    ['a list of rows', { Subject: [{ Id: '1' }] }],
  ])('C25 fails the row, not the run, for %s, and names row and column only', async (_what, bad) => {
    await using service = await startServiceOrg();
    const { report, outcomes } = await write(service, insert, [{ Subject: 'a' }, bad, { Subject: 'c' }]);
    expect(report).toMatchObject({ succeeded: 2, failed: 1 });
    const [column = ''] = Object.keys(bad);
    expect(outcomes[1]).toMatchObject({
      status: 'failed',
      rowIndex: 1,
      errors: [{ code: 'invalid-value', fields: [column] }],
    });
    expect(outcomes[1]?.errors[0]?.message).toMatch(new RegExp(`^Row 2, column ${column}: `, 'u'));
    expect(outcomes[1]?.errors[0]?.message).not.toContain('twelve');
  });

  it.each([
    ['unknown-column', { Subjekt: 'a', Nope: 'b' }, ['Subjekt', 'Nope']],
    ['read-only-column', { CaseNumber: '1', IsClosed: true }, ['CaseNumber', 'IsClosed']],
  ])('refuses the run with %s before anything is sent, naming all of them', async (code, row, columns) => {
    await using service = await startServiceOrg();
    await expect(write(service, insert, [row])).rejects.toMatchObject({ code, details: { columns } });
    expect(await service.rowsOf('SELECT COUNT() FROM Case')).toEqual([{ expr0: 0 }]);
  });

  it('C28 keeps every error of a row', async () => {
    await using service = await startServiceOrg();
    const { outcomes } = await write(
      service,
      ['insert', { object: 'Contact' }],
      [{ FirstName: 'x'.repeat(41), Email: 'no address' }],
    );
    expect(outcomes[0]?.status).toBe('failed');
    expect(outcomes[0]?.errors.length).toBeGreaterThan(0);
    for (const { code, message } of outcomes[0]?.errors ?? []) expect([code, message]).not.toContain('');
  });

  it('counts the bytes of its own calls only, also next to another write', async () => {
    await using service = await startServiceOrg();
    const rows = Array.from({ length: 30 }, () => ({ Subject: 'equal' }));
    const [one, other] = await Promise.all([write(service, insert, rows), write(service, insert, rows)]);
    expect(one.report.byteCount).toBe(other.report.byteCount);
    expect(one.report.byteCount).toBe((await write(service, insert, rows)).report.byteCount);
    expect(one.report.byteCount).toBeGreaterThan(30 * '{"Subject":"equal"}'.length);
  });
});

describe('all or none', () => {
  const strict = ['insert', { object: 'Case', options: { allOrNone: true } }] as const;

  it('undoes the rows of the call that one row spoils, and only of that call', async () => {
    await using service = await startServiceOrg();
    const rows: Row[] = Array.from({ length: 250 }, (_, index) => ({ Subject: `s${index}` }));
    rows[240] = { Subject: 'x'.repeat(256) };
    const { report, outcomes } = await write(service, strict, rows);
    expect(report).toMatchObject({ succeeded: 200, failed: 50, created: 200 });
    expect(outcomes[200]?.errors[0]?.code).toBe('ALL_OR_NONE_OPERATION_ROLLED_BACK');
    expect(outcomes[240]?.errors[0]?.code).toBe('STRING_TOO_LONG');
    expect(await service.rowsOf('SELECT COUNT() FROM Case')).toEqual([{ expr0: 200 }]);
  });

  it('sends nothing of a call in which a row cannot be sent', async () => {
    await using service = await startServiceOrg();
    const { report, outcomes } = await write(service, strict, [{ Subject: 'a' }, { Cost__c: 'much' }]);
    expect(report).toMatchObject({ succeeded: 0, failed: 2 });
    expect(outcomes.map(({ errors }) => errors[0]?.code)).toEqual([
      'ALL_OR_NONE_OPERATION_ROLLED_BACK',
      'invalid-value',
    ]);
    expect(await service.rowsOf('SELECT COUNT() FROM Case')).toEqual([{ expr0: 0 }]);
  });
});

describe('deleting records', () => {
  it('takes ids of any mix of objects, in order, whatever the case of the column', async () => {
    await using service = await startServiceOrg();
    const cases = await service.insert('Case', [{ Subject: 'a' }, { Subject: 'b' }]);
    const accounts = await service.insert('Account', [{ Name: 'c' }]);
    const { report, outcomes } = await write(
      service,
      ['delete', {}],
      [{ Id: cases[0] ?? '' }, { ID: accounts[0] ?? '' }, { ids: cases[1] ?? '' }],
    );
    expect(report).toMatchObject({ rowCount: 3, succeeded: 3 });
    expect('created' in report).toBe(false);
    expect(outcomes.map(({ id }) => id)).toEqual([cases[0], accounts[0], cases[1]]);
    expect(await service.rowsOf('SELECT COUNT() FROM Account')).toEqual([{ expr0: 0 }]);
  });

  it('C25 fails rows without a usable id, and lets none of them harm the others', async () => {
    await using service = await startServiceOrg();
    const [one = '', two = '', three = ''] = await service.insert(
      'Case',
      [{}, {}, {}].map(() => ({ Subject: 'x' })),
    );
    const { outcomes } = await write(
      service,
      ['delete', {}],
      [{ Id: one }, { Id: '' }, { Id: `${two},${three}` }, { Note: 'no id' }, { Id: null }, { Id: three }],
    );
    expect(outcomes.map(({ status, rowIndex }) => `${rowIndex} ${status}`)).toEqual([
      '0 succeeded',
      '1 failed',
      '2 failed',
      '3 failed',
      '4 failed',
      '5 succeeded',
    ]);
    expect(await service.rowsOf('SELECT Id FROM Case')).toEqual([{ Id: two }]);
  });

  it('refuses an input that has no Id column at all', async () => {
    await using service = await startServiceOrg();
    await expect(write(service, ['delete', {}], [{ Subject: 'a' }])).rejects.toMatchObject({
      code: 'missing-column',
    });
  });

  it('names the id of a row that the org refused', async () => {
    await using service = await startServiceOrg();
    const [Id = ''] = await service.insert('Case', [{ Subject: 'a' }]);
    await write(service, ['delete', {}], [{ Id }]);
    const { outcomes } = await write(service, ['delete', {}], [{ Id }]);
    expect(outcomes[0]).toMatchObject({ status: 'failed', id: Id, errors: [{ code: 'ENTITY_IS_DELETED' }] });
  });
});
