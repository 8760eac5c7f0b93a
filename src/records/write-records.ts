import type { WriteRun } from '../contract/activity.ts';
import type { RowOutcome, WriteReport } from '../contract/outcome.ts';
import type { RowBatch } from '../contract/row.ts';
import type { SalesforceConnection } from '../connection/salesforce-connection.ts';
import { ConnectorError } from '../errors/connector-error.ts';
import type { WriteTarget } from '../schema/write-columns.ts';
import { batchRows, type RowSlice } from './batch-rows.ts';
import {
  callCollection,
  maxRecordsPerCall,
  type CollectionAct,
  type CollectionResult,
} from './collection-call.ts';
import { RecordBuilder, type RecordBody } from './record-of-row.ts';
import { WriteTally } from './write-tally.ts';

/** A write over sObject Collections. */
export interface RecordWrite extends WriteTarget {
  readonly operation: 'insert' | 'update' | 'upsert';
  /** Either every record of a call (up to 200 rows) is stored or none of them. */
  readonly allOrNone: boolean;
}

/**
 * Inserts, updates or upserts rows, 200 to a call, one call after the other. Outcomes come in input order.
 *
 * An upsert inserts rows whose external id is empty. A lost answer to an insert makes its rows `unknown`; they are
 * not sent again.
 */
export async function writeRecords(
  connection: SalesforceConnection,
  write: RecordWrite,
  rows: AsyncIterable<RowBatch>,
  run: WriteRun = {},
): Promise<WriteReport> {
  const builder = new RecordBuilder(write);
  const tally = new WriteTally(run, { canCreate: write.operation !== 'update' });
  const sentBefore = connection.usage().bytesSent;
  const sentBytes = (): number => connection.usage().bytesSent - sentBefore;
  for await (const slice of batchRows(rows, maxRecordsPerCall)) {
    try {
      builder.admit(slice.rows);
      await tally.add(await writeSlice(connection, write, builder, slice, run.signal));
    } catch (error) {
      throw error instanceof ConnectorError
        ? error.withDetails({ report: tally.report(sentBytes()) })
        : error;
    }
  }
  return tally.report(sentBytes());
}

async function writeSlice(
  connection: SalesforceConnection,
  write: RecordWrite,
  builder: RecordBuilder,
  slice: RowSlice,
  signal: AbortSignal | undefined,
): Promise<readonly RowOutcome[]> {
  const outcomes: RowOutcome[] = new Array<RowOutcome>(slice.rows.length);
  const groups = new Map<CollectionAct['operation'], { act: CollectionAct; members: Member[] }>();
  for (const [position, row] of slice.rows.entries()) {
    const rowIndex = slice.firstRowIndex + position;
    try {
      const { act, record } = actFor(write, builder.record(row, rowIndex));
      const group = groups.get(act.operation) ?? { act, members: [] };
      group.members.push({ position, rowIndex, record });
      groups.set(act.operation, group);
    } catch (error) {
      outcomes[position] = refusedRow(error, rowIndex);
    }
  }
  for (const { act, members } of groups.values()) {
    const results = await resultsOf(connection, act, members, { allOrNone: write.allOrNone, signal });
    for (const [index, member] of members.entries()) {
      outcomes[member.position] = outcomeOf(results[index], member.rowIndex, act);
    }
  }
  return outcomes;
}

interface Member {
  readonly position: number;
  readonly rowIndex: number;
  readonly record: RecordBody;
}

/** An upsert whose key is empty has nothing to match: it is an insert, and an insert must not name the key. */
function actFor(write: RecordWrite, record: RecordBody): { act: CollectionAct; record: RecordBody } {
  if (write.operation !== 'upsert') return { act: { operation: write.operation }, record };
  const externalIdField = write.externalIdField ?? 'Id';
  if (record[externalIdField] == null) {
    return { act: { operation: 'insert' }, record: { ...record, [externalIdField]: undefined } };
  }
  return { act: { operation: 'upsert', object: write.describe.name, externalIdField }, record };
}

async function resultsOf(
  connection: SalesforceConnection,
  act: CollectionAct,
  members: readonly Member[],
  options: { allOrNone: boolean; signal: AbortSignal | undefined },
): Promise<readonly (CollectionResult | undefined)[]> {
  try {
    return await callCollection(connection, {
      act,
      records: members.map(({ record }) => record),
      ...options,
    });
  } catch (error) {
    if (error instanceof ConnectorError && error.code === 'outcome-unknown')
      return members.map(() => undefined);
    throw error;
  }
}

/** @param result `undefined` when the answer was lost */
function outcomeOf(result: CollectionResult | undefined, rowIndex: number, act: CollectionAct): RowOutcome {
  if (result === undefined) {
    const message = 'The answer of the org was lost: the record may or may not exist.';
    return { status: 'unknown', rowIndex, errors: [{ code: 'outcome-unknown', message, fields: [] }] };
  }
  const id = result.id == null ? {} : { id: result.id };
  const errors = result.errors.map(({ statusCode, message, fields }) => ({
    code: statusCode,
    message,
    fields,
  }));
  if (!result.success) return { status: 'failed', rowIndex, ...id, errors };
  const created = act.operation === 'insert' ? true : result.created;
  return { status: 'succeeded', rowIndex, ...id, ...(created === undefined ? {} : { created }), errors: [] };
}

/** A value that cannot be sent is the row's failure, not the run's. */
function refusedRow(error: unknown, rowIndex: number): RowOutcome {
  if (!(error instanceof ConnectorError) || error.code !== 'invalid-value') throw error;
  const column = error.details['column'];
  const fields = typeof column === 'string' ? [column] : [];
  return { status: 'failed', rowIndex, errors: [{ code: error.code, message: error.message, fields }] };
}
