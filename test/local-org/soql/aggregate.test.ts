import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestOrg, type TestOrg } from '../records/test-org.ts';

let org: TestOrg;

beforeAll(() => {
  org = openTestOrg({ schemaFile: fileURLToPath(new URL('../records/test-schema.json', import.meta.url)) });
  const acme = org.create('Account', { Name: 'Acme' });
  org.create('Case', { Subject: 'a', Status: 'New', Cost__c: 1, AccountId: acme });
  org.create('Case', { Subject: 'b', Status: 'New', Cost__c: 4, AccountId: acme });
  org.create('Case', { Subject: 'B', Status: 'Closed' });
});
afterAll(() => {
  org.db.close();
});

const attributes = { type: 'AggregateResult' };

describe('COUNT() alone', () => {
  it('is a size without records, cut by LIMIT', () => {
    const query = org.query(`SELECT COUNT() FROM Case`);
    expect([query.isCount, query.totalSize(), [...query.records('/v')]]).toEqual([true, 3, []]);
    expect(org.query('select count() from Case limit 2').totalSize()).toBe(2);
    expect(() => org.query('SELECT COUNT() FROM Case ORDER BY Id')).toThrow('ORDER BY');
  });
});

describe('aggregates', () => {
  it('are one record named expr0, expr1, … where no alias is given', () => {
    const soql = `SELECT COUNT(Id), COUNT(Cost__c) costs, SUM(Cost__c), AVG(Cost__c), MIN(Subject) lowest, MAX(CreatedDate), COUNT_DISTINCT(Subject) FROM Case`;
    expect(org.select(soql)).toEqual([
      {
        attributes,
        expr0: 3,
        costs: 2,
        expr1: 5,
        expr2: 2.5,
        lowest: 'a',
        expr3: '2026-05-13T10:20:30.000+0000',
        expr4: 2,
      },
    ]);
    expect(org.query(soql)).toMatchObject({
      isAggregate: true,
      columns: ['expr0', 'costs', 'expr1', 'expr2', 'lowest', 'expr3', 'expr4'],
    });
  });

  it('go by group, of parent fields too, which lose their path', () => {
    const soql = `SELECT Account.Name, Status s, COUNT(Id) n FROM Case GROUP BY Account.Name, Status ORDER BY COUNT(Id) DESC`;
    expect(org.select(soql)).toEqual([
      { attributes, Name: 'Acme', s: 'New', n: 2 },
      { attributes, Name: null, s: 'Closed', n: 1 },
    ]);
  });

  it('filter groups with HAVING', () => {
    const soql = `SELECT Status FROM Case GROUP BY Status HAVING COUNT(Id) > 1 AND Status != 'Closed'`;
    expect(org.select(soql)).toEqual([{ attributes, Status: 'New' }]);
    expect(org.query(soql).totalSize()).toBe(1);
  });

  it.each([
    [
      'SELECT Subject, COUNT(Id) FROM Case GROUP BY Status',
      'MALFORMED_QUERY',
      'Field must be grouped or aggregated: Subject',
    ],
    ['SELECT Subject, COUNT(Id) FROM Case', 'MALFORMED_QUERY', 'Field must be grouped'],
    ['SELECT SUM(Subject) FROM Case', 'MALFORMED_QUERY', 'does not support aggregate operator SUM'],
    ['SELECT MAX(IsClosed) FROM Case', 'MALFORMED_QUERY', 'does not support aggregate operator MAX'],
    ['SELECT COUNT(Id) FROM Case LIMIT 1', 'MALFORMED_QUERY', 'LIMIT'],
    ['SELECT Description FROM Case GROUP BY Description', 'INVALID_FIELD', 'can not be grouped'],
  ])('%s is refused', (soql, errorCode, message) => {
    expect(() => org.query(soql)).toThrow(
      expect.objectContaining({ errorCode, message: expect.stringContaining(message) as string }),
    );
  });
});

describe('order', () => {
  it('has nulls first in both directions unless told otherwise', () => {
    const costs = (order: string): unknown[] =>
      org.select(`SELECT Cost__c FROM Case ORDER BY Cost__c ${order}`).map((record) => record['Cost__c']);
    expect(costs('')).toEqual([null, 1, 4]);
    expect(costs('DESC')).toEqual([null, 4, 1]);
    expect(costs('DESC NULLS LAST')).toEqual([4, 1, null]);
  });

  it('by a parent field keeps records without parent, and cannot go by long text', () => {
    expect(org.select('SELECT Id FROM Case ORDER BY Account.Name NULLS LAST, Subject')).toHaveLength(3);
    expect(() => org.query('SELECT Id FROM Case ORDER BY Description')).toThrow('can not be sorted');
  });
});

it.each(['SELECT COUNT() FROM Account GROUP BY Name', 'SELECT COUNT(), Name FROM Account'])(
  'COUNT() stands alone: %s',
  (soql) => {
    expect(() => openTestOrg().query(soql)).toThrow('COUNT() must be the only element');
  },
);
