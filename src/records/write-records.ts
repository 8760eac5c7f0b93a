import type { WriteRun } from '../contract/activity.ts';
import type { WriteReport } from '../contract/outcome.ts';
import type { RowBatch } from '../contract/row.ts';
import type { SalesforceConnection } from '../connection/salesforce-connection.ts';
import { idOfRow } from '../codec/id-of-row.ts';
import type { FieldDescribe } from '../schema/sobject-describe.ts';
import type { WriteTarget } from '../schema/write-columns.ts';
import { saveHeaders, type BatchTarget } from './collection-request.ts';
import type { ResolveBatches } from './call-work.ts';
import { describerOf } from './fields-of-query.ts';
import { keyOfExternalId, keyOfId } from './key-of-row.ts';
import { oneWayUpsert } from './one-way-upsert.ts';
import { RecordBuilder, type RecordBody } from './record-of-row.ts';
import { refusedRow } from './refused-row.ts';
import { workRow, type WorkRow } from './work-row.ts';
import { writeAsOne } from './write-as-one.ts';
import { WriteEngine, type EngineWrite } from './write-engine.ts';
import type { SaveSettings, SendSettings, UpsertSettings } from './write-settings.ts';

/** A write over sObject Collections. */
export interface RecordWrite extends WriteTarget, SendSettings, SaveSettings, Partial<UpsertSettings> {
  readonly operation: 'insert' | 'update' | 'upsert';
}

/**
 * Inserts, updates or upserts rows as docs/writing.md describes it. Outcomes come in input order.
 *
 * An upsert inserts rows whose external id is empty. A lost answer to an insert makes its rows `unknown`; they are not
 * sent again.
 *
 * @throws ConnectorError `unknown-column`, `read-only-column`, `missing-column`, `not-an-external-id`, and everything
 *   that a RestClient throws; `details.report` accounts for the rows taken, if there were any
 */
export async function writeRecords(
  connection: SalesforceConnection,
  write: RecordWrite,
  rows: AsyncIterable<RowBatch>,
  run: WriteRun = {},
): Promise<WriteReport> {
  const builder = new RecordBuilder(write, describerOf(connection, run));
  const toWork = rowMaker(write);
  const { operation } = write;
  const work: EngineWrite = {
    connection,
    run,
    settings: write,
    target: targetOf(connection, write),
    canCreate: operation !== 'update',
    resolve: resolverOf(connection, write, run.signal),
    prepare: (slice) =>
      slice.rows.map((row, position) => {
        const rowIndex = slice.firstRowIndex + position;
        try {
          return toWork(builder.record(row, rowIndex), rowIndex);
        } catch (error) {
          return workRow({ rowIndex, operation, text: '', refusal: refusedRow(error, rowIndex) });
        }
      }),
  };
  const admitted = admittedRows(rows, builder);
  return write.allOrNone === 'run' ? writeAsOne(work, admitted) : new WriteEngine(work).run(admitted);
}

/** The same batches, with the columns of each checked before anybody sees its rows. */
async function* admittedRows(
  batches: AsyncIterable<RowBatch>,
  builder: RecordBuilder,
): AsyncGenerator<RowBatch, undefined, undefined> {
  for await (const batch of batches) {
    await builder.admit(batch.rows);
    yield batch;
  }
  return undefined;
}

function targetOf({ apiVersion }: SalesforceConnection, write: RecordWrite): BatchTarget {
  const { operation, describe, externalIdField = 'Id', allOrNone } = write;
  return {
    apiVersion,
    match: operation === 'upsert' ? { object: describe.name, externalIdField } : undefined,
    headers: saveHeaders(write),
    allOrNone: allOrNone !== false,
  };
}

function resolverOf(
  connection: SalesforceConnection,
  write: RecordWrite,
  signal: AbortSignal | undefined,
): ResolveBatches | undefined {
  const { describe, externalIdField = 'Id', updateOnly, insertOnly } = write;
  const only = updateOnly === true ? 'update' : insertOnly === true ? 'insert' : undefined;
  if (only === undefined) return undefined;
  const allOrNone = write.allOrNone !== false;
  return oneWayUpsert(connection, { describe, externalIdField, only, allOrNone, signal });
}

type RowMaker = (record: RecordBody, rowIndex: number) => WorkRow;

function rowMaker(write: RecordWrite): RowMaker {
  switch (write.operation) {
    case 'insert':
      return (record, rowIndex) => workRow({ rowIndex, operation: 'insert', text: JSON.stringify(record) });
    case 'update':
      return (record, rowIndex) => {
        const id = idOfRow(record['id'], rowIndex, 'update');
        const key = keyOfId(id);
        return workRow({ rowIndex, operation: 'update', text: JSON.stringify(record), id, key });
      };
    case 'upsert':
      return upsertMaker(write);
  }
}

/** An upsert whose key is empty has nothing to match: it is an insert, and an insert must not name the key. */
function upsertMaker(write: RecordWrite): RowMaker {
  const { describe, externalIdField = 'Id', updateOnly, insertOnly } = write;
  const isOneWay = updateOnly === true || insertOnly === true;
  const field: FieldDescribe | undefined = describe.fields.find(({ name }) => name === externalIdField);
  return (record, rowIndex) => {
    const value = record[externalIdField];
    if (value != null) {
      if (externalIdField === 'Id') idOfRow(value, rowIndex, 'upsert');
      const key = keyOfExternalId(value, field);
      const text = JSON.stringify(record);
      return workRow({ rowIndex, operation: 'upsert', text, key, record: isOneWay ? record : undefined });
    }
    const text = JSON.stringify({ ...record, [externalIdField]: undefined });
    return workRow({ rowIndex, operation: 'insert', text, record: updateOnly === true ? record : undefined });
  };
}
