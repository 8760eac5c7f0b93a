import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openTestOrg, type TestOrg } from '../records/test-org.ts';

let org: TestOrg;

beforeAll(() => {
  org = openTestOrg({ schemaFile: fileURLToPath(new URL('comparison-schema.json', import.meta.url)) });
});
afterAll(() => {
  org.db.close();
});

it('FIELDS(STANDARD) and FIELDS(CUSTOM) give together what FIELDS(ALL) gives', () => {
  const columns = (fields: string): string[] => [
    ...org.query(`SELECT ${fields} FROM Case LIMIT 200`).columns,
  ];
  const both = columns('FIELDS(STANDARD), FIELDS(CUSTOM)');
  expect(both).toContain('Place__c');
  expect(both.sort()).toEqual(columns('fields(all)').sort());
});

it('FIELDS() goes beside fields that it does not have', () => {
  const { columns } = org.query('SELECT FIELDS(STANDARD), Cost__c, Owner.Name FROM Case');
  expect(columns.slice(-2)).toEqual(['Cost__c', 'Owner.Name']);
});

it.each([
  'SELECT FIELDS(STANDARD) FROM Case GROUP BY Subject',
  'SELECT FIELDS(STANDARD), COUNT(Id) FROM Case',
])('FIELDS() does not go with groups: %s', (soql) => {
  expect(() => org.query(soql)).toThrow(
    expect.objectContaining({
      errorCode: 'MALFORMED_QUERY',
      message: expect.stringContaining('FIELDS() is not allowed with GROUP BY') as string,
    }),
  );
});

it('FIELDS(STANDARD) of an object without compound fields is all that a bulk query takes', () => {
  const bulk = (soql: string) => org.query(soql, { dialect: 'bulk' });
  expect(bulk('SELECT FIELDS(STANDARD) FROM Case').columns).toContain('Subject');
  expect(() => bulk('SELECT FIELDS(STANDARD) FROM Account')).toThrow(
    'Selecting compound data not supported in Bulk Query',
  );
  expect(() => bulk('SELECT FIELDS(CUSTOM) FROM Case LIMIT 1')).toThrow('not supported in Bulk Query');
});

it.each(['Case c WHERE c.Id', 'Case WHERE Case.Id', 'Case WHERE iD'])(
  'FIELDS(ALL) goes by the ids of FROM %s',
  (from) => {
    expect(org.query(`SELECT FIELDS(ALL) FROM ${from} = '500000000000001'`).totalSize()).toBe(0);
  },
);

it('FIELDS(ALL) does not go by the ids of parents, and has no alias', () => {
  const parent = `SELECT FIELDS(ALL) FROM Case WHERE Account.Id = '001000000000001'`;
  expect(() => org.query(parent)).toThrow('LIMIT of at most 200');
  expect(() => org.query('SELECT FIELDS(ALL) everything FROM Case LIMIT 1')).toThrow('field aliasing');
});
