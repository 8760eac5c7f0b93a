import type { WriteRun } from '../contract/activity.ts';
import type { RowOutcome, WriteReport } from '../contract/outcome.ts';
import type { RowBatch } from '../contract/row.ts';
import type { SalesforceConnection } from '../connection/salesforce-connection.ts';
import type { WriteTarget } from '../schema/write-columns.ts';
import { maxRecordsPerCall, type CollectionAct } from './collection-call.ts';
import type { RowSlice } from './batch-rows.ts';
import { CallSize } from './call-size.ts';
import type { Member, RowCall } from './call-rows.ts';
import { RecordBuilder, type RecordBody } from './record-of-row.ts';
import { refusedRow } from './refused-row.ts';
import { sendSlice } from './slice-outcomes.ts';
import type { SaveSettings, SendSettings, UpsertSettings } from './write-settings.ts';
import { writeSlices } from './write-slices.ts';

/** A write over sObject Collections. */
export interface RecordWrite extends WriteTarget, SendSettings, SaveSettings, Partial<UpsertSettings> {
  readonly operation: 'insert' | 'update' | 'upsert';
}

/**
 * Inserts, updates or upserts rows, 200 to a call, one call after the other. Outcomes come in input order.
 *
 * An upsert inserts rows whose external id is empty. Where the org calls that too much at once, rows go out in smaller
 * calls, unless `allOrNone` keeps them together. A lost answer to an insert makes its rows `unknown`; they are
 * not sent again.
 *
 * @throws ConnectorError `unknown-column`, `read-only-column`, `missing-column`, and everything that a RestClient
 *   throws; `details.report` accounts for the rows taken, if there were any
 */
export async function writeRecords(
  connection: SalesforceConnection,
  write: RecordWrite,
  rows: AsyncIterable<RowBatch>,
  run: WriteRun = {},
): Promise<WriteReport> {
  const builder = new RecordBuilder(write);
  const size = new CallSize(maxRecordsPerCall);
  return writeSlices(rows, {
    run,
    canCreate: write.operation !== 'update',
    maxRows: maxRecordsPerCall,
    send: (slice) => {
      builder.admit(slice.rows);
      const { calls, refused } = callsOf(write, builder, slice);
      const options = { allOrNone: write.allOrNone !== false, signal: run.signal };
      return sendSlice(
        connection,
        calls.map((call) => ({ ...call, ...options })),
        { refused, size },
      );
    },
  });
}

interface SliceCalls {
  readonly calls: readonly Pick<RowCall, 'act' | 'members'>[];
  readonly refused: ReadonlyMap<number, RowOutcome>;
}

function callsOf(write: RecordWrite, builder: RecordBuilder, slice: RowSlice): SliceCalls {
  const refused = new Map<number, RowOutcome>();
  const calls = new Map<CollectionAct['operation'], { act: CollectionAct; members: Member[] }>();
  for (const [position, row] of slice.rows.entries()) {
    const rowIndex = slice.firstRowIndex + position;
    try {
      const { act, record } = actFor(write, builder.record(row, rowIndex));
      const call = calls.get(act.operation) ?? { act, members: [] };
      call.members.push({ position, rowIndex, record });
      calls.set(act.operation, call);
    } catch (error) {
      refused.set(position, refusedRow(error, rowIndex));
    }
  }
  return { calls: [...calls.values()], refused };
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
