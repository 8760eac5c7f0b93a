import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RowOutcome, WriteReport } from '../../src/contract/outcome.ts';
import type { Row } from '../../src/contract/row.ts';
import { batchesOf } from '../activities/row-streams.ts';
import { startServiceOrg, type ServiceOrg } from '../activities/service-org.ts';

let service: ServiceOrg;
beforeAll(async () => {
  service = await startServiceOrg();
});
afterAll(() => service[Symbol.asyncDispose]());

interface Written {
  readonly report: WriteReport;
  readonly outcomes: readonly RowOutcome[];
}

async function write(type: string, rows: readonly object[]): Promise<Written> {
  const upsert = type.endsWith('upsert') ? { externalIdField: 'Id' } : {};
  const config = type === 'delete' ? {} : { object: 'Case', ...upsert };
  const outcomes: RowOutcome[] = [];
  const given = batchesOf(rows as Row[], 4);
  const report = await service.target(type, config).write(service.connection, given, {
    onOutcomes: (some) => {
      outcomes.push(...some);
    },
  });
  return { report, outcomes };
}

const newCases = (count: number): Promise<string[]> =>
  service.insert(
    'Case',
    Array.from({ length: count }, () => ({ Subject: 'before' })),
  );

const deletes = ['delete', 'bulk-delete', 'bulk-hard-delete'];
const changes = ['update', 'bulk-update', 'upsert', 'bulk-upsert'];

/** What the write has to set besides the id. */
const more = (type: string): Row => (deletes.includes(type) ? {} : { Subject: 'after' });

/** How many of these records a write has changed or deleted. */
async function touched(ids: readonly string[]): Promise<number> {
  const rows = await service.rowsOf("SELECT Id FROM Case WHERE Subject = 'before'");
  const left = new Set(rows.map(({ Id }) => Id));
  return ids.filter((id) => !left.has(id)).length;
}

describe.each([...deletes, ...changes])('the ids of the rows of %s', (type) => {
  it('may have 15 or 18 characters', async () => {
    const [one = '', two = ''] = await newCases(2);
    const { report } = await write(type, [
      { Id: one, ...more(type) },
      { ID: two.slice(0, 15), ...more(type) },
    ]);
    expect(report).toMatchObject({ rowCount: 2, succeeded: 2, failed: 0 });
    expect(await touched([one, two])).toBe(2);
  });

  const wrong = ['foo', '5000000000000010', '500-00000000001', `500000000000001AAA,`, ' ', 7];

  it.each(wrong)('C25 cost their row only when they are none: %j', async (Id) => {
    const [one = '', two = ''] = await newCases(2);
    const rows = [{ Id: one }, { Id }, { Id: two }].map((row) => ({ ...row, ...more(type) }));
    const { report, outcomes } = await write(type, rows);
    expect(report).toMatchObject({ rowCount: 3, succeeded: 2, failed: 1 });
    expect(await touched([one, two])).toBe(2);
    const message = 'Row 2, column Id: not a record id of 15 or 18 characters.';
    expect(outcomes.filter(({ status }) => status === 'failed')).toEqual([
      expect.objectContaining({ rowIndex: 1, errors: [{ code: 'invalid-value', message, fields: ['Id'] }] }),
    ]);
  });
});

describe.each([...deletes, 'update', 'bulk-update'])('a row of %s without an id', (type) => {
  it.each([{ Id: '' }, { Id: null }, { Id: undefined }, {}])('C25 fails alone: %j', async (keyless) => {
    const [one = ''] = await newCases(1);
    const { report, outcomes } = await write(
      type,
      [{ Id: one }, keyless].map((row) => ({ ...row, ...more(type) })),
    );
    expect(report).toMatchObject({ rowCount: 2, succeeded: 1, failed: 1 });
    const failed = outcomes.find(({ status }) => status === 'failed');
    expect(failed).toMatchObject({ rowIndex: 1, errors: [{ code: 'invalid-value', fields: ['Id'] }] });
  });
});

describe.each(deletes)('the rows of %s', (type) => {
  it('may give their ids in the column ids', async () => {
    const [one = '', two = ''] = await newCases(2);
    const { report } = await write(type, [{ ids: one }, { Ids: 'foo' }, { IDs: two }]);
    expect(report).toMatchObject({ rowCount: 3, succeeded: 2, failed: 1 });
    expect(await touched([one, two])).toBe(2);
  });

  it('A13 may be records as REST has them', async () => {
    const [one = ''] = await newCases(1);
    const attributes = { type: 'Case', url: `/services/data/v67.0/sobjects/Case/${one}` };
    const { report } = await write(type, [{ attributes, Id: one }]);
    expect(report).toMatchObject({ succeeded: 1, failed: 0 });
    expect(await touched([one])).toBe(1);
  });
});

describe.each(changes)('rows of %s that are records of REST', (type) => {
  it('A13 set a parent by its one field, and fail alone with anything else', async () => {
    const Ext__c = `${type} key`;
    const [AccountId] = await service.insert('Account', [{ Name: 'Acme', Ext__c }]);
    const [one = '', two = '', three = ''] = await newCases(3);
    const attributes = { type: 'Case' };
    const { report, outcomes } = await write(type, [
      { attributes, Id: one, Account: { attributes: { type: 'Account' }, Ext__c }, Subject: 'after' },
      { attributes, Id: two, Account: { Ext__c, Name: 'Acme' }, Subject: 'after' },
      { attributes, Id: three, Subject: 'after' },
    ]);
    expect(report).toMatchObject({ succeeded: 2, failed: 1 });
    expect(outcomes.find(({ status }) => status === 'failed')).toMatchObject({
      rowIndex: 1,
      errors: [{ code: 'invalid-value', fields: ['Account'] }],
    });
    expect(await service.rowsOf(`SELECT AccountId FROM Case WHERE Id = '${one}'`)).toEqual([{ AccountId }]);
    expect(await touched([one, two, three])).toBe(2);
  });
});
