import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readRecords } from '../../../src/local-org/rest/read-record.ts';
import { openTestOrg, type TestOrg } from '../records/test-org.ts';

let org: TestOrg;
beforeAll(() => {
  org = openTestOrg({ schemaFile: fileURLToPath(new URL('../records/test-schema.json', import.meta.url)) });
  org.create('Account', { Name: 'secret', Ext__c: 'secret' });
});
afterAll(() => {
  org.db.close();
});

function read(value: string): unknown[] {
  const account = org.db.catalogue.find('Account')!;
  const scope = { database: org.db, actor: org.actor, versionPath: '/services/data/v67.0' };
  return readRecords(scope, account, { field: account.field('Ext__c')!, value, fields: ['Ext__c'] });
}

/** Text full of what means something in SOQL or SQL. */
const hostile = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        `'`,
        `"`,
        '\\',
        `\\'`,
        `''`,
        ' OR ',
        ' AND ',
        `Id != null`,
        '--',
        '/*',
        ';',
        '\n',
        ':p1',
      ),
      fc.constantFrom('%', '_', '(', ')', '\\u0027', '\u0000', '\u2028', '😀', 'ß', 'LIMIT 0', 'NOT '),
      fc.string({ maxLength: 3 }),
    ),
    { minLength: 1, maxLength: 6 },
  )
  .map((parts) => parts.join('').slice(0, 20).trim())
  .filter((text) => text !== '' && text.isWellFormed());

describe('a value in the path of a row', () => {
  it('matches no record but the one that has it, whatever it says', () => {
    expect(read('secret')).toHaveLength(1);
    fc.assert(
      fc.property(hostile, (value) => {
        expect(read(value)).toEqual([]);
        const id = org.create('Account', { Name: 'x', Ext__c: value });
        expect(read(value)).toEqual([expect.objectContaining({ Ext__c: value })]);
        expect(org.db.hardDelete(id, org.actor).success).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});
