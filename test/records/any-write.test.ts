import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RowOutcome, WriteReport } from '../../src/contract/outcome.ts';
import type { Row } from '../../src/contract/row.ts';
import type { FaultRuleInput } from '../../src/local-org/faults/fault-rule.ts';
import { batchesOf } from '../activities/row-streams.ts';
import { startServiceOrg, type ServiceOrg } from '../activities/service-org.ts';

const call = { path: '**/composite**' };
const fault: fc.Arbitrary<FaultRuleInput> = fc.oneof(
  fc
    .record({
      share: fc.double({ min: 0.05, max: 0.5, noNaN: true }),
      once: fc.boolean(),
    })
    .map(({ share, once }): FaultRuleInput => ({ do: { lockRows: { object: 'Case', share, once } } })),
  fc
    .integer({ min: 1, max: 2 })
    .map((nth): FaultRuleInput => ({ when: { ...call, nth }, do: { loseReply: true } })),
  fc
    .integer({ min: 1, max: 2 })
    .map((nth): FaultRuleInput => ({ when: { ...call, nth }, do: { reset: true } })),
  fc
    .integer({ min: 1, max: 3 })
    .map((nth): FaultRuleInput => ({ when: { ...call, nth }, do: { edgePage: 503 } })),
  fc.integer({ min: 1, max: 3 }).map((nth): FaultRuleInput => ({
    when: { ...call, nth },
    do: { respond: { status: 400, errorCode: 'OPERATION_TOO_LARGE', message: 'Too large.' } },
  })),
  fc.integer({ min: 1, max: 3 }).map((nth): FaultRuleInput => ({
    when: { ...call, nth },
    do: { respond: { status: 403, errorCode: 'API_DISABLED_FOR_ORG', message: 'No.' } },
  })),
);

const settings = fc.record({
  allOrNone: fc.constantFrom<(boolean | 'run')[]>(false, false, true, 'run'),
  batchSize: fc.integer({ min: 1, max: 20 }),
  parallelCalls: fc.integer({ min: 1, max: 8 }),
  retryRows: fc.integer({ min: 0, max: 3 }),
});

/** What a row is like: key 0 is none; some have data that the org or the connector refuses. */
const rowKind = fc.record({
  key: fc.integer({ min: 0, max: 40 }),
  flaw: fc.constantFrom('', '', '', '', '', '', '', 'too long', 'no number', 'reference'),
});

interface Written {
  readonly report: WriteReport | undefined;
  readonly outcomes: readonly RowOutcome[];
}

async function write(
  service: ServiceOrg,
  type: string,
  options: object,
  rows: readonly Row[],
): Promise<Written> {
  const outcomes: RowOutcome[] = [];
  const target = type === 'upsert' ? { externalIdField: 'MessageId__c' } : {};
  const activity = service.target(type, { object: 'Case', ...target, options });
  try {
    const report = await activity.write(service.connection, batchesOf(rows, 13), {
      onOutcomes: (some) => {
        outcomes.push(...some);
      },
    });
    return { report, outcomes };
  } catch (error) {
    const { details } = error as { details: { report?: WriteReport } };
    return { report: details.report, outcomes };
  }
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/** How many records have each subject. */
async function stored(
  service: ServiceOrg,
  mark: string,
): Promise<Map<string, { count: number; key: unknown }>> {
  const found = new Map<string, { count: number; key: unknown }>();
  const rows = await service.rowsOf(`SELECT Subject, MessageId__c FROM Case WHERE Origin = '${mark}'`);
  for (const { Subject, MessageId__c } of rows) {
    const count = (found.get(textOf(Subject))?.count ?? 0) + 1;
    found.set(textOf(Subject), { count, key: MessageId__c });
  }
  return found;
}

describe('any write, whatever the rows, the settings and the faults of the org,', () => {
  let service: ServiceOrg;
  let runNumber = 0;
  beforeAll(async () => {
    service = await startServiceOrg();
  });
  afterAll(() => service[Symbol.asyncDispose]());

  it('B4 gives every row one outcome in order, and the org holds what the outcomes say', async () => {
    const runs = fc.record({
      type: fc.constantFrom('insert', 'upsert'),
      kinds: fc.array(rowKind, { minLength: 1, maxLength: 120 }),
      faults: fc.array(fault, { maxLength: 3 }),
      options: settings,
    });
    await fc.assert(
      fc.asyncProperty(runs, async ({ type, kinds, faults, options }) => {
        runNumber += 1;
        const mark = `run ${runNumber}`;
        const rows = kinds.map(({ key, flaw }, index): Row => ({
          Origin: mark,
          Subject:
            `${index} ${flaw === 'too long' ? 'x'.repeat(256) : flaw === 'reference' ? '@{batch0[0].id}' : ''}`.trim(),
          MessageId__c: type === 'upsert' && key > 0 ? `${mark} ${key % 2 === 0 ? 'K' : 'k'}${key}` : null,
          ...(flaw === 'no number' ? { Cost__c: 'much' } : {}),
        }));
        service.org.faults.add(faults);
        const { report, outcomes } = await write(service, type, options, rows);
        service.org.faults.clear();
        expect(outcomes.map(({ rowIndex }) => rowIndex)).toEqual(outcomes.map((_, index) => index));
        const counts = { succeeded: 0, failed: 0, unprocessed: 0, unknown: 0 };
        for (const { status } of outcomes) counts[status] += 1;
        if (report === undefined) expect(outcomes).toEqual([]);
        else expect(report).toMatchObject({ rowCount: rows.length, ...counts });
        await expectStored(service, { mark, rows, outcomes });
      }),
      { numRuns: 100, endOnFailure: true },
    );
  }, 60_000);
});

interface Run {
  readonly mark: string;
  readonly rows: readonly Row[];
  readonly outcomes: readonly RowOutcome[];
}

async function expectStored(service: ServiceOrg, { mark, rows, outcomes }: Run): Promise<void> {
  const found = await stored(service, mark);
  const lastOfKey = new Map<string, { sure: string | undefined; open: Set<string> }>();
  for (const [index, row] of rows.entries()) {
    const status = outcomes[index]?.status ?? 'unprocessed';
    const subject = textOf(row['Subject']);
    const count = found.get(subject)?.count ?? 0;
    if (row['MessageId__c'] === null) {
      if (status === 'succeeded') expect(count).toBe(1);
      else if (status === 'unknown') expect(count).toBeLessThanOrEqual(1);
      else expect(count).toBe(0);
      continue;
    }
    const key = textOf(row['MessageId__c']).toLowerCase();
    const last = lastOfKey.get(key) ?? { sure: undefined, open: new Set<string>() };
    if (status === 'succeeded') lastOfKey.set(key, { sure: subject, open: new Set() });
    else if (status === 'unknown') lastOfKey.set(key, { ...last, open: new Set([...last.open, subject]) });
    else if (!lastOfKey.has(key)) lastOfKey.set(key, last);
  }
  for (const { sure, open } of lastOfKey.values()) {
    const candidates = [...(sure === undefined ? [] : [sure]), ...open];
    const there = candidates.filter((subject) => found.has(subject));
    if (sure !== undefined) expect(there).toHaveLength(1);
    else expect(there.length).toBeLessThanOrEqual(1);
  }
  for (const { count } of found.values()) expect(count).toBe(1);
  const succeeded = outcomes.filter(({ status }) => status === 'succeeded' || status === 'unknown');
  if (succeeded.length === 0) expect(found.size).toBe(0);
}
