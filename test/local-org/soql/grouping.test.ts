import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestOrg, type TestOrg } from '../records/test-org.ts';

let org: TestOrg;

beforeAll(() => {
  org = openTestOrg();
  for (const [Status, Origin, Priority] of [
    ['New', 'Web', 'High'],
    ['New', 'Phone', 'Low'],
    ['New', 'Phone', 'Low'],
    ['Working', 'Web', 'Low'],
    ['Working', null, 'Low'],
  ] as const)
    org.create('Case', { Status, Origin, Priority });
});
afterAll(() => {
  org.db.close();
});

const rows = (soql: string): unknown[] =>
  org.select(soql).map(({ attributes: _attributes, ...record }) => Object.values(record));

describe('GROUP BY ROLLUP', () => {
  it('sums up from right to left, each subtotal after its groups, the grand total last', () => {
    const soql =
      'SELECT Status, Origin, GROUPING(Status) s, GROUPING(Origin) o, COUNT(Id) FROM Case GROUP BY ROLLUP(Status, Origin)';
    expect(rows(soql)).toEqual([
      ['New', 'Phone', 0, 0, 2],
      ['New', 'Web', 0, 0, 1],
      ['New', null, 0, 1, 3],
      ['Working', null, 0, 0, 1],
      ['Working', 'Web', 0, 0, 1],
      ['Working', null, 0, 1, 2],
      [null, null, 1, 1, 5],
    ]);
    expect(org.query(soql).totalSize()).toBe(7);
  });

  it('takes HAVING, ORDER BY aliases and aggregates, and LIMIT', () => {
    const soql =
      'SELECT Status, COUNT(Id) n FROM Case GROUP BY ROLLUP(Status) HAVING COUNT(Id) > 2 ORDER BY n DESC';
    expect(rows(soql)).toEqual([
      [null, 5],
      ['New', 3],
    ]);
    expect(rows('SELECT COUNT(Id) FROM Case GROUP BY ROLLUP(Status) ORDER BY COUNT(Id) LIMIT 1')).toEqual([
      [2],
    ]);
    expect(
      rows(
        `SELECT Status, COUNT(Id) FROM Case GROUP BY ROLLUP(Status) HAVING Status = 'new' ORDER BY GROUPING(Status)`,
      ),
    ).toEqual([['New', 3]]);
  });
});

describe('GROUP BY CUBE', () => {
  it('sums up over every choice of its fields', () => {
    const soql =
      'SELECT Status, Priority, COUNT(Id) FROM Case GROUP BY CUBE(Status, Priority) ORDER BY GROUPING(Status), GROUPING(Priority), Status, Priority';
    expect(rows(soql)).toEqual([
      ['New', 'High', 1],
      ['New', 'Low', 2],
      ['Working', 'Low', 2],
      ['New', null, 3],
      ['Working', null, 2],
      [null, 'High', 1],
      [null, 'Low', 4],
      [null, null, 5],
    ]);
    expect(rows('SELECT COUNT(Id) FROM Case GROUP BY CUBE(Status, Origin, Priority)')).toHaveLength(23);
  });
});

describe('subtotals', () => {
  it.each([
    ['SELECT COUNT(Id) FROM Case GROUP BY ROLLUP(Status, Origin, Priority, Type)', 'at most 3'],
    ['SELECT COUNT(Id) FROM Case GROUP BY Status, ROLLUP(Origin)', 'other GROUP BY fields'],
    ['SELECT GROUPING(Status) FROM Case GROUP BY Status', 'GROUPING() takes'],
    ['SELECT GROUPING(Status) FROM Case', 'GROUPING() takes'],
    ['SELECT COUNT(Id) FROM Case GROUP BY CUBE(Status) HAVING Origin = null', 'must be grouped'],
    ['SELECT COUNT(Id) FROM Case GROUP BY CUBE(Status) ORDER BY Origin', 'must be grouped'],
    ['SELECT COUNT(Id) FROM Case GROUP BY SUM(Id)', 'unexpected token'],
  ])('%s is refused', (soql, message) => {
    expect(() => org.query(soql)).toThrow(
      expect.objectContaining({
        errorCode: 'MALFORMED_QUERY',
        message: expect.stringContaining(message) as string,
      }),
    );
  });

  it('of functions are not emulated', () => {
    expect(() => org.query('SELECT COUNT(Id) FROM Case GROUP BY ROLLUP(CALENDAR_YEAR(CreatedDate))')).toThrow(
      expect.objectContaining({ errorCode: 'NOT_EMULATED_HERE' }),
    );
  });
});
