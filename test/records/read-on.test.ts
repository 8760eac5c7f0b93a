import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Row } from '../../src/contract/row.ts';
import type { FaultRuleInput } from '../../src/local-org/index.ts';
import { rowsFrom } from '../activities/row-streams.ts';
import { startServiceOrg, type ServiceOrg } from '../activities/service-org.ts';

let service: ServiceOrg;
let ids: string[];
beforeAll(async () => {
  const now = Date.UTC(2026, 0, 31);
  service = await startServiceOrg({ queryPageSizes: { min: 50, max: 120 }, clock: { now: () => now } });
  ids = await service.insert(
    'Case',
    Array.from({ length: 900 }, (_, index) => ({ Subject: `s${index % 7}` })),
  );
});
afterAll(() => service[Symbol.asyncDispose]());

const further = '**/query/*';

async function read(query: string, rules: readonly FaultRuleInput[]) {
  const added = service.org.faults.add(rules);
  try {
    return await rowsFrom(service.source('query', { query }).read(service.connection));
  } finally {
    for (const rule of added) service.org.faults.clear(rule);
  }
}

/** Refuses some of the calls for further pages. */
function refuse(errorCode: string, nth: NonNullable<FaultRuleInput['when']>['nth']): FaultRuleInput {
  return { when: { path: further, nth }, do: { respond: { status: 400, errorCode, message: 'gone' } } };
}

const idsOf = (rows: readonly Row[]): unknown[] => rows.map((row) => row['Id'] ?? row['id']);

describe.each(['INVALID_QUERY_LOCATOR', 'QUERY_TIMEOUT'])(
  'a further page that is refused with %s',
  (code) => {
    it.each([
      ['SELECT Id, Subject FROM Case ORDER BY Id', false],
      ['select id from Case c order by ID desc', true],
    ])('A26 is no end for a query that is ordered by Id: %s', async (query, isBackwards) => {
      const { rows, report, firstRowIndexes } = await read(query, [refuse(code, [1, 4, 5])]);
      const sorted = [...ids].sort();
      expect(idsOf(rows)).toEqual(isBackwards ? sorted.reverse() : sorted);
      expect(report).toMatchObject({ rowCount: 900, truncated: false });
      expect(firstRowIndexes).toEqual([...new Set(firstRowIndexes)].sort((one, other) => one - other));
    });

    it('keeps the conditions of the query', async () => {
      const query = "SELECT Id, Subject FROM Case WHERE Subject = 's1' OR Subject = 's2' ORDER BY Id ASC";
      const whole = await read(query, []);
      const resumed = await read(query, [refuse(code, [1])]);
      expect(resumed.rows).toEqual(whole.rows);
      expect(whole.rows.length).toBeGreaterThan(200);
    });

    it('is no end in a slice of a query without an order', async () => {
      const slow: FaultRuleInput = { when: { path: '**/query', nth: 1 }, do: { queryTimeoutAboveRows: 100 } };
      const { rows } = await read('SELECT Id FROM Case', [slow, refuse(code, [2, 3])]);
      expect(idsOf(rows).sort()).toEqual([...ids].sort());
    });
  },
);

describe('a query whose place the org has lost', () => {
  it.each([
    'SELECT Id FROM Case',
    'SELECT Id FROM Case ORDER BY Subject',
    'SELECT Id FROM Case ORDER BY Id, Subject',
    'SELECT Id FROM Case ORDER BY Id LIMIT 800',
    'SELECT Subject FROM Case ORDER BY Id',
  ])('A26 is an error where the last row does not say what is to come: %s', async (query) => {
    await expect(read(query, [refuse('INVALID_QUERY_LOCATOR', 2)])).rejects.toMatchObject({
      code: 'query-cursor-lost',
      details: { rowCount: expect.any(Number) as number },
      nextSteps: expect.arrayContaining([expect.stringContaining('ORDER BY Id')]) as string[],
    });
  });

  it('is not asked for again for ever', async () => {
    const always: FaultRuleInput = refuse('INVALID_QUERY_LOCATOR', { from: 1 });
    const before = service.connection.usage().apiCalls;
    const { rows } = await read('SELECT Id FROM Case ORDER BY Id', [always]);
    expect(rows).toHaveLength(900);
    expect(service.connection.usage().apiCalls - before).toBeLessThan(40);
  });
});

describe('many queries at a time over one connection', () => {
  it('A26 E13 keep their pages apart, also more than ten', async () => {
    const subjects = Array.from({ length: 21 }, (_, index) => `s${index % 7}`);
    const reads = subjects.map((subject) => {
      const query = 'SELECT Id, Subject FROM Case WHERE Subject = :subject';
      return service.source('query', { query, binds: { subject } }).read(service.connection);
    });
    // In step, so that all of them are open in the org at once.
    const firsts = await Promise.all(reads.map((each) => each.next()));
    const rests = await Promise.all(reads.map(rowsFrom));
    subjects.forEach((subject, index) => {
      const first = firsts[index]?.value;
      const rows = [
        ...(first !== undefined && 'rows' in first ? first.rows : []),
        ...(rests[index]?.rows ?? []),
      ];
      expect(new Set(rows.map(({ Subject }) => Subject))).toEqual(new Set([subject]));
      const due = ids.filter((_, at) => at % 7 === index % 7);
      expect(idsOf(rows).sort()).toEqual(due.sort());
    });
  });
});
