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
      await tally.add(
        await deleteSlice(connection, slice, firstRowIndex, { ...options, signal: run.signal }),
      );
    } catch (error) {
      throw error instanceof ConnectorError ? error.withDetails({ report: tally.report(0) }) : error;
    }
  }
  return tally.report(0);
}

async function deleteSlice(
  connection: SalesforceConnection,
  rows: readonly Row[],
  firstRowIndex: number,
  options: { readonly allOrNone: boolean; readonly signal: AbortSignal | undefined },
): Promise<readonly RowOutcome[]> {
  const outcomes = rows.map((_, index) => withoutId(firstRowIndex + index));
  const members = rows.flatMap((row, index) => {
    const id = idOf(row);
    return id === undefined ? [] : [{ index, record: { Id: id } }];
  });
  if (members.length === 0) return outcomes;
  const records = members.map(({ record }) => record);
  const results = await callCollection(connection, { act: { operation: 'delete' }, records, ...options });
  for (const [position, result] of results.entries()) {
    const index = members[position]?.index ?? position;
    outcomes[index] = outcomeOf(result, firstRowIndex + index);
  }
  return outcomes;
}

function idOf(row: Row): string | undefined {
  const key = Object.keys(row).find((name) => name.toLowerCase() === 'id');
  if (key === undefined) {
    throw new ConnectorError('missing-column', 'The input has no column Id, which delete needs.');
  }
  const id = row[key];
  return typeof id === 'string' && id !== '' ? id : undefined;
}

function withoutId(rowIndex: number): RowOutcome {
  const message = 'The row has no record id.';
  return { status: 'failed', rowIndex, errors: [{ code: 'invalid-value', message, fields: ['Id'] }] };
}

function outcomeOf({ id, success, errors }: CollectionResult, rowIndex: number): RowOutcome {
  return {
    status: success ? 'succeeded' : 'failed',
    rowIndex,
    ...(id == null ? {} : { id }),
    errors: errors.map(({ statusCode, message, fields }) => ({ code: statusCode, message, fields })),
  };
}
