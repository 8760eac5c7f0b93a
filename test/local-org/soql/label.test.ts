import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestOrg, type TestOrg } from '../records/test-org.ts';

let org: TestOrg;

beforeAll(() => {
  org = openTestOrg();
  const parent = org.create('Case', { Subject: 'a', Status: 'New' });
  for (const Status of ['0', '1', '1'])
    org.create('EmailMessage', { Subject: `mail ${Status}`, ParentId: parent, Status });
});
afterAll(() => {
  org.db.close();
});

describe('toLabel()', () => {
  it('shows the label of a picklist under the name of the field, or beside it under an alias', () => {
    expect(org.select('SELECT toLabel(Status) FROM EmailMessage ORDER BY Status LIMIT 1')).toMatchObject([
      { Status: 'New' },
    ]);
    const soql = 'SELECT Status, toLabel(Status) label, toLabel(Parent.Status) FROM EmailMessage LIMIT 1';
    expect(org.select(soql)).toMatchObject([{ Status: '0', label: 'New', Parent: { Status: 'New' } }]);
  });

  it('compares labels in WHERE, without case', () => {
    const count = (where: string): number =>
      org.query(`SELECT Id FROM EmailMessage WHERE ${where}`).totalSize();
    expect(count(`toLabel(Status) = 'read'`)).toBe(2);
    expect(count(`toLabel(Status) IN ('New', 'Read')`)).toBe(3);
    expect(count(`toLabel(Status) LIKE 'N%'`)).toBe(1);
    expect(count(`toLabel(Status) = '1'`)).toBe(0);
  });

  it('shows the labels of groups', () => {
    const soql = 'SELECT toLabel(Status), COUNT(Id) n FROM EmailMessage GROUP BY Status ORDER BY COUNT(Id)';
    expect(org.select(soql)).toMatchObject([
      { Status: 'New', n: 1 },
      { Status: 'Read', n: 2 },
    ]);
  });

  it.each(['SELECT toLabel(Subject) FROM Case', `SELECT Id FROM Case WHERE toLabel(Subject) = 'x'`])(
    'has none for text: %s',
    (soql) => {
      expect(() => org.query(soql)).toThrow(
        expect.objectContaining({
          errorCode: 'MALFORMED_QUERY',
          message: expect.stringContaining('does not support toLabel()') as string,
        }),
      );
    },
  );
});
