import type { WriteRun } from '../contract/activity.ts';
import type { ByteSource } from '../contract/bytes.ts';
import type { WriteReport } from '../contract/outcome.ts';
import type { RowBatch } from '../contract/row.ts';
import { spoolRows } from '../bulk/parts-of-rows.ts';
import { planSource } from '../bulk/parts-of-source.ts';
import { runIngest, type Ingest } from '../bulk/run-ingest.ts';
import { RowCells } from '../codec/csv/row-cells.ts';
import { withIdColumn } from '../codec/id-of-row.ts';
import { plainRows } from '../codec/plain-row.ts';
import type { SalesforceConnection } from '../connection/salesforce-connection.ts';
import { describerOf } from '../records/fields-of-query.ts';
import { checkWriteColumns } from '../schema/parent-keys.ts';
import type { WriteTarget } from '../schema/write-columns.ts';
import type { WriteOperation } from '../schema/write-operation.ts';
import { resolveTarget, type WriteOptions } from './write-target.ts';

/** Options that the six bulk writes have in common. */
export interface BulkWriteOptions extends WriteOptions {
  readonly options: { readonly waitSeconds: number; readonly autoFieldsToNull?: boolean };
}

/** Writes rows through bulk jobs; they are spooled to temporary CSV files first. */
export async function bulkWriteRows(
  connection: SalesforceConnection,
  operation: WriteOperation,
  options: BulkWriteOptions,
  rows: AsyncIterable<RowBatch>,
  run: WriteRun = {},
): Promise<WriteReport> {
  const target = await resolveTarget(connection, operation, options, run);
  const describe = describerOf(connection, run);
  const parts = spoolRows(isDelete(operation) ? idRows(plainRows(rows)) : plainRows(rows), {
    context: connection.context,
    admitColumns: async (names) => {
      const columns = await checkWriteColumns(target, names, describe);
      return new RowCells(columns, { ...target, autoFieldsToNull: options.options.autoFieldsToNull });
    },
  });
  // Outcomes are rows here; jobs with other columns could not share the files of a sink anyway.
  const { resultSink: _, ...rowRun } = run;
  return runIngest(connection, ingestOf(target, options), parts, rowRun);
}

/** Writes a CSV through bulk jobs; its bytes go out as they are. Checked against the org before the first job. */
export async function bulkWriteBytes(
  connection: SalesforceConnection,
  operation: WriteOperation,
  options: BulkWriteOptions,
  source: ByteSource,
  run: WriteRun = {},
): Promise<WriteReport> {
  const plan = await planSource(source, { signal: run.signal });
  const target = await resolveTarget(connection, operation, options, run);
  await checkWriteColumns(target, plan.header.columns, describerOf(connection, run));
  return runIngest(connection, ingestOf(target, options), plan.parts, run);
}

function isDelete(operation: WriteOperation): boolean {
  return operation === 'delete' || operation === 'hardDelete';
}

/** The same batches with the ids in the column `Id`. */
async function* idRows(batches: AsyncIterable<RowBatch>): AsyncGenerator<RowBatch, undefined, undefined> {
  for await (const { firstRowIndex, rows } of batches) yield { firstRowIndex, rows: rows.map(withIdColumn) };
  return undefined;
}

function ingestOf(target: WriteTarget, { options }: BulkWriteOptions): Ingest {
  return {
    object: target.describe.name,
    operation: target.operation,
    externalIdField: target.externalIdField,
    waitSeconds: options.waitSeconds,
  };
}
