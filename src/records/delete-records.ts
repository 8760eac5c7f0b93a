import type { WriteRun } from '../contract/activity.ts';
import type { RowOutcome, WriteReport } from '../contract/outcome.ts';
import type { Row, RowBatch } from '../contract/row.ts';
import type { SalesforceConnection } from '../connection/salesforce-connection.ts';
import { ConnectorError } from '../errors/connector-error.ts';
import { batchRows } from './batch-rows.ts';
import { callCollection, maxRecordsPerCall, type CollectionResult } from './collection-call.ts';
import { WriteTally } from './write-tally.ts';

/**
 * Deletes records of any mix of objects by their ids, 200 to a call. Outcomes come in input order.
 *
 * @throws ConnectorError `missing-column` for rows without `Id`
 */
export async function deleteRecords(
  connection: SalesforceConnection,
  options: { readonly allOrNone: boolean },
  rows: AsyncIterable<RowBatch>,
  run: WriteRun = {},
): Promise<WriteReport> {
  const tally = new WriteTally(run, { canCreate: false });
  for await (const { rows: slice, firstRowIndex } of batchRows(rows, maxRecordsPerCall)) {
    try {
      const results = await callCollection(connection, {
        act: { operation: 'delete' },
        records: slice.map((row) => ({ Id: idOf(row) })),
        allOrNone: options.allOrNone,
        signal: run.signal,
      });
      await tally.add(results.map((result, index) => outcomeOf(result, firstRowIndex + index)));
    } catch (error) {
      throw error instanceof ConnectorError ? error.withDetails({ report: tally.report(0) }) : error;
    }
  }
  return tally.report(0);
}

function idOf(row: Row): string {
  const key = Object.keys(row).find((name) => name.toLowerCase() === 'id');
  if (key === undefined)
    throw new ConnectorError('missing-column', 'The input has no column Id, which delete needs.');
  return String(row[key]);
}

function outcomeOf({ id, success, errors }: CollectionResult, rowIndex: number): RowOutcome {
  return {
    status: success ? 'succeeded' : 'failed',
    rowIndex,
    ...(id == null ? {} : { id }),
    errors: errors.map(({ statusCode, message, fields }) => ({ code: statusCode, message, fields })),
  };
}
