import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ServiceCloudConnection } from '../../src/connection/record-calls.ts';
import type { RowStatus } from '../../src/contract/outcome.ts';
import { errorCatalogue } from '../../src/errors/catalogue.ts';
import { ConnectorError } from '../../src/errors/connector-error.ts';
import { salesforceServiceCloud } from '../../src/plugin.ts';
import { startTestOrg, type TestOrg } from '../support/local-org.ts';
import { testRunContext } from '../support/test-run-context.ts';
import { matrixCalls, type MatrixCall, type Said } from './fault-matrix-calls.ts';
import { durations, matrixFaults, ruleOf, type Duration, type MatrixFault } from './fault-matrix-faults.ts';

interface Cell {
  readonly call: MatrixCall;
  readonly fault: MatrixFault;
  readonly duration: Duration;
}

const cells = matrixFaults.flatMap((fault) =>
  durations.flatMap((duration) =>
    matrixCalls.flatMap((call): Cell[] => {
      if (duration === 'later' && (call.isLong !== true || fault.isOfSaves === true)) return [];
      return fault.isOfSaves === true && call.savesCases !== true ? [] : [{ call, fault, duration }];
    }),
  ),
);

let org: TestOrg;
/** Of the test itself: looks while no rule is there. */
let eyes: ServiceCloudConnection;

async function connect(): Promise<ServiceCloudConnection> {
  const { url: serverHost, username, password, securityToken } = org;
  const config = { name: 'Matrix', serverHost, username, password, securityToken };
  const connection = salesforceServiceCloud.connect(config, testRunContext());
  // Signs in and learns the objects, so that the first HTTP call behind a rule is that of the call itself.
  for (const object of ['Case', 'Account', 'ContentVersion', 'ContentDocument']) {
    await connection.describeObject(object);
  }
  return connection;
}

/** What a call says and what it has done, with a fault that is over when it has ended. */
async function tryOut({ call, fault, duration }: Cell, key: string) {
  const ready = await call.prepare(eyes, key);
  const connection = await connect();
  const [ruleId] = org.faults.add(ruleOf(fault, duration));
  let said: Said = { records: new Map() };
  const error: unknown = await ready
    .run(connection, (known) => {
      said = known;
    })
    .then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
  const fired = org.faults.list().find(({ id }) => id === ruleId)?.fired ?? 0;
  org.faults.clear();
  await connection.close();
  return { said, error, fired, done: (await ready.done?.()) ?? new Map<number, number>() };
}

beforeAll(async () => {
  const schemaFile = join(import.meta.dirname, '../activities/service-schema.json');
  org = await startTestOrg({ schemaFile });
  eyes = await connect();
});
afterAll(async () => {
  await eyes.close();
  await org.close();
});

/** What a call says of a record: by its outcome, or by the error that it ended with. */
function statusOf(number: number, { records, report }: Said, error: unknown): RowStatus | 'nothing' {
  const own = records.get(number);
  if (own !== undefined) return own;
  if (!(error instanceof ConnectorError)) return 'nothing';
  // The file is there, and the error says so: only its document could not be asked for.
  if (typeof error.details['versionId'] === 'string') return 'succeeded';
  const isOpen = error.code === 'outcome-unknown' || error.details['isOutcomeOpen'] === true;
  return isOpen || (report?.unknown ?? 0) > 0 ? 'unknown' : 'unprocessed';
}

/** Statuses that tell nobody what became of a record are only for these cells. */
function mayBeUnknown({ call, fault, duration }: Cell): boolean {
  return fault.isLost && (call.kind === 'create' || duration !== 'once');
}

/** Whether the fault is over before the call gives up. */
function isOvercome({ call, fault, duration }: Cell): boolean {
  if (duration !== 'once' || fault.isFinal === true) return false;
  return fault.isOfSaves === true ? call.repeatsLocked === true : call.kind !== 'create' || !fault.isLost;
}

it.each(cells.map((cell, index) => ({ ...cell, index })))(
  '$call.name, $fault.name, $duration',
  async ({ index, ...cell }) => {
    const { call } = cell;
    const { said, error, done, fired } = await tryOut(cell, `cell-${index}`);
    expect(fired).toBeGreaterThan(0);
    const numbers = Array.from({ length: call.count }, (_, number) => number);
    if (error !== undefined) expectUseful(error);
    if (isOvercome(cell)) expect(error).toBeUndefined();
    if (call.kind === 'read') {
      if (error === undefined) expect(said.read).toEqual(numbers);
      return;
    }
    const statuses = numbers.map((number) => statusOf(number, said, error));
    const counts = numbers.map((number) => done.get(number) ?? 0);
    expect(statuses).not.toContain('nothing');
    if (isOvercome(cell)) expect(new Set(statuses)).toEqual(new Set(['succeeded']));
    if (!mayBeUnknown(cell)) expect(statuses).not.toContain('unknown');
    for (const [number, status] of statuses.entries()) {
      const allowed = status === 'unknown' ? [0, 1] : [status === 'succeeded' ? 1 : 0];
      expect(allowed, `record ${number} is ${status}`).toContain(counts[number]);
    }
    if (said.report !== undefined) expectSums(said);
  },
);

function expectUseful(error: unknown): void {
  expect(error).toBeInstanceOf(ConnectorError);
  const { code, message, nextSteps, details } = error as ConnectorError;
  expect(errorCatalogue).toHaveProperty([code]);
  expect(message).not.toBe('');
  expect(nextSteps.length).toBeGreaterThan(0);
  const text = JSON.stringify({ message, nextSteps, details });
  expect(text).not.toContain(org.password);
  expect(text).not.toContain(org.securityToken);
}

function expectSums({ records, report }: Said): void {
  const { rowCount = 0, succeeded = 0, failed = 0, unprocessed = 0, unknown = 0 } = report ?? {};
  expect(succeeded + failed + unprocessed + unknown).toBe(rowCount);
  const told = [...records.values()];
  if (told.length === 0) return;
  const count = (status: RowStatus): number => told.filter((each) => each === status).length;
  const counted = [count('succeeded'), count('failed'), count('unprocessed'), count('unknown')];
  expect(counted).toEqual([succeeded, failed, unprocessed, unknown]);
}

describe('the matrix', () => {
  it('has every activity, and every call on single records', () => {
    const names = matrixCalls.map(({ name }) => name.replace(/,.*/u, ''));
    const types = salesforceServiceCloud.manifest.activities.map(({ type }) => type);
    const calls = Object.keys(eyes.records).map((name) => `records.${name}`);
    // It asks for descriptions only, which every call needs.
    expect([...types, ...calls].filter((name) => !names.includes(name))).toEqual(['records.relatedColumns']);
  });
});
