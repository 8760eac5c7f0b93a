import type { WriteRun } from '../contract/activity.ts';
import type { WriteReport } from '../contract/outcome.ts';
import type { RowBatch } from '../contract/row.ts';
import type { SalesforceConnection } from '../connection/salesforce-connection.ts';
import { idColumnOf, idOfRow } from '../codec/id-of-row.ts';
import { ConnectorError } from '../errors/connector-error.ts';
import type { RowSlice } from './batch-rows.ts';
import { keyOfId } from './key-of-row.ts';
import { refusedRow } from './refused-row.ts';
import { workRow, type WorkRow } from './work-row.ts';
import { writeAsOne } from './write-as-one.ts';
import { WriteEngine, type EngineWrite } from './write-engine.ts';
import type { SendSettings } from './write-settings.ts';

/**
 * Deletes records of any mix of objects by their ids, as docs/writing.md describes it. Outcomes come in input order. After
 * a lost answer rows go out again, and those that are then deleted already have succeeded.
 *
 * @throws ConnectorError `missing-column` when none of 200 rows has an `Id`, and everything that a RestClient throws;
 *   `details.report` accounts for the rows taken, if there were any
 */
export async function deleteRecords(
  connection: SalesforceConnection,
  settings: SendSettings,
  rows: AsyncIterable<RowBatch>,
  run: WriteRun = {},
): Promise<WriteReport> {
  const { apiVersion } = connection;
  const target = { apiVersion, headers: {}, allOrNone: settings.allOrNone !== false };
  const work: EngineWrite = { connection, run, settings, target, canCreate: false, prepare: rowsOf };
  return settings.allOrNone === 'run' ? writeAsOne(work, rows) : new WriteEngine(work).run(rows);
}

function rowsOf({ rows, firstRowIndex }: RowSlice): readonly WorkRow[] {
  if (!rows.some((row) => idColumnOf(row) !== undefined)) {
    throw new ConnectorError('missing-column', 'The input has no column Id, which delete needs.');
  }
  return rows.map((row, position) => {
    const rowIndex = firstRowIndex + position;
    try {
      const id = idOfRow(row[idColumnOf(row) ?? 'Id'], rowIndex, 'delete');
      return workRow({ rowIndex, operation: 'delete', text: id, id, key: keyOfId(id) });
    } catch (error) {
      return workRow({ rowIndex, operation: 'delete', text: '', refusal: refusedRow(error, rowIndex) });
    }
  });
}
