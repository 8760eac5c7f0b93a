import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Row } from '../../src/contract/row.ts';
import { rowsFrom } from '../activities/row-streams.ts';
import { startServiceOrg, type ServiceOrg } from '../activities/service-org.ts';

/** Moments at which cases are made, in milliseconds from the first; many at one. */
const gapsMs = [0, 1_000, 1_000, 3_600_000, 86_400_000, 30 * 86_400_000];

let service: ServiceOrg;
let now = Date.UTC(2020, 0, 31);
beforeAll(async () => {
  service = await startServiceOrg({ clock: { now: () => now } });
  for (const gapMs of gapsMs) {
    now += gapMs;
    await service.insert('Case', cases(20));
  }
});
afterAll(() => service[Symbol.asyncDispose]());

function cases(count: number): Row[] {
  return Array.from({ length: count }, (_, index) => ({
    Subject: `Case ${index}`,
    Origin: index % 2 === 0 ? 'Web' : 'Phone',
  }));
}

/** Runs something while the org gives up every query of more rows. */
async function whileSlow<T>(mostRows: number, work: () => Promise<T>): Promise<T> {
  const [rule] = service.org.faults.add({ do: { queryTimeoutAboveRows: mostRows } });
  try {
    return await work();
  } finally {
    if (rule !== undefined) service.org.faults.clear(rule);
  }
}

async function read(query: string, options: Record<string, unknown> = {}) {
  return rowsFrom(service.source('query', { query, options }).read(service.connection));
}

describe('a query that runs too long', () => {
  it.each([
    'SELECT Id FROM Case',
    "SELECT Id FROM Case WHERE Origin = 'Web' OR Origin = 'Phone'",
    "select Id from Case c where c.Subject like 'Case %' order by CreatedDate",
    'SELECT Id FROM Case ORDER BY Id ASC',
  ])('is read in slices, every row once: %s', async (query) => {
    const whole = await read(query);
    const sliced = await whileSlow(25, () => read(query));
    const ids = (rows: readonly Row[]): unknown[] => rows.map(({ Id }) => Id).sort();
    expect(ids(sliced.rows)).toEqual(ids(whole.rows));
    expect(sliced.rows).toHaveLength(120);
    expect(sliced.report).toMatchObject({ rowCount: 120, truncated: false });
    expect(sliced.firstRowIndexes).toEqual([...sliced.firstRowIndexes].sort((one, other) => one - other));
  });

  it('keeps the order that the slices have', async () => {
    const query = 'SELECT Id, CreatedDate FROM Case ORDER BY CreatedDate';
    const { rows } = await whileSlow(25, () => read(query));
    const dates = rows.map(({ CreatedDate }) => CreatedDate as string);
    expect(dates).toEqual([...dates].sort());
  });

  it('A5 stops at the rows that are wanted, and says so', async () => {
    const { rows, report } = await whileSlow(25, () => read('SELECT Id FROM Case', { maxRows: 50 }));
    expect([rows.length, report.truncated]).toEqual([50, true]);
  });

  it('does not say that rows were cut off when the slices behind the last wanted row are empty', async () => {
    const query = 'SELECT Id FROM Case WHERE CreatedDate < 2020-01-31T00:00:02Z';
    const { rows, report } = await whileSlow(25, () => read(query, { maxRows: 40 }));
    expect([rows.length, report.truncated]).toEqual([40, false]);
  });

  it('takes deleted records along when they are asked for', async () => {
    const [Id = ''] = await service.insert('Case', [{ Subject: 'gone' }]);
    await service.target('delete', {}).write(
      service.connection,
      (async function* () {
        yield await Promise.resolve({ firstRowIndex: 0, rows: [{ Id }] });
      })(),
    );
    const { rows } = await whileSlow(25, () => read('SELECT Id FROM Case', { includeDeleted: true }));
    expect(rows).toHaveLength(121);
  });

  it.each([
    ['another order', 'SELECT Id FROM Case ORDER BY Subject'],
    ['the order backwards', 'SELECT Id FROM Case ORDER BY CreatedDate DESC'],
    ['a limit', 'SELECT Id FROM Case LIMIT 100'],
    ['groups', 'SELECT Origin, COUNT(Id) FROM Case GROUP BY Origin'],
  ])('is refused where slices would change the result: %s', async (_what, query) => {
    await expect(whileSlow(1, () => read(query))).rejects.toMatchObject({
      code: 'invalid-query',
      nextSteps: expect.arrayContaining([expect.stringContaining('Bulk Query')]) as string[],
    });
  });

  it('is refused when a single moment holds too much', async () => {
    await expect(whileSlow(10, () => read('SELECT Id FROM Case'))).rejects.toMatchObject({
      code: 'invalid-query',
    });
  });
});
