import type { WriteRun } from '../contract/activity.ts';
import type { RowOutcome, WriteReport } from '../contract/outcome.ts';
import type { Row, RowBatch } from '../contract/row.ts';
import type { SalesforceConnection } from '../connection/salesforce-connection.ts';
import { ConnectorError } from '../errors/connector-error.ts';
import type { RowSlice } from './batch-rows.ts';
import { CallSize } from './call-size.ts';
import type { Member } from './call-rows.ts';
import { maxRecordsPerCall } from './collection-call.ts';
import { sendSlice } from './slice-outcomes.ts';
import type { SendSettings } from './write-settings.ts';
import { writeSlices } from './write-slices.ts';

/**
 * Deletes records of any mix of objects by their ids, 200 to a call. Outcomes come in input order. A lost answer
 * makes the rows of its call `unknown`: sent again, they would all look like failures.
 *
 * @throws ConnectorError `missing-column` when no row of a call has an `Id`, and everything that a RestClient throws;
 *   `details.report` accounts for the rows taken, if there were any
 */
export async function deleteRecords(
  connection: SalesforceConnection,
  settings: SendSettings,
  rows: AsyncIterable<RowBatch>,
  run: WriteRun = {},
): Promise<WriteReport> {
  const size = new CallSize(maxRecordsPerCall);
  return writeSlices(rows, {
    run,
    canCreate: false,
    maxRows: maxRecordsPerCall,
    send: (slice) => {
      const { members, refused } = membersOf(slice);
      const allOrNone = settings.allOrNone !== false;
      const call = { act: { operation: 'delete' }, members, allOrNone, signal: run.signal } as const;
      return sendSlice(connection, members.length > 0 ? [call] : [], { refused, size });
    },
  });
}

interface SliceMembers {
  readonly members: readonly Member[];
  readonly refused: ReadonlyMap<number, RowOutcome>;
}

function membersOf({ rows, firstRowIndex }: RowSlice): SliceMembers {
  if (!rows.some((row) => idColumnOf(row) !== undefined)) {
    throw new ConnectorError('missing-column', 'The input has no column Id, which delete needs.');
  }
  const refused = new Map<number, RowOutcome>();
  const members = rows.flatMap((row, position): Member[] => {
    const rowIndex = firstRowIndex + position;
    const id = row[idColumnOf(row) ?? 'Id'];
    // Ids travel as a list: a comma inside one would make two.
    if (typeof id === 'string' && /^\w+$/.test(id)) return [{ position, rowIndex, record: { Id: id } }];
    refused.set(position, withoutId(rowIndex));
    return [];
  });
  return { members, refused };
}

function idColumnOf(row: Row): string | undefined {
  return Object.keys(row).find((name) => name.toLowerCase() === 'id');
}

function withoutId(rowIndex: number): RowOutcome {
  const message = 'The row has no record id.';
  return { status: 'failed', rowIndex, errors: [{ code: 'invalid-value', message, fields: ['Id'] }] };
}
