import type { RowOutcome } from '../contract/outcome.ts';
import { ConnectorError } from '../errors/connector-error.ts';

/**
 * A value that cannot be sent is the row's failure, not the run's.
 *
 * @throws `error` itself when it is anything else
 */
export function refusedRow(error: unknown, rowIndex: number): RowOutcome {
  if (!(error instanceof ConnectorError) || error.code !== 'invalid-value') throw error;
  const column = error.details['column'];
  const fields = typeof column === 'string' ? [column] : [];
  return { status: 'failed', rowIndex, errors: [{ code: error.code, message: error.message, fields }] };
}

/** What the org says of a row whose call was undone for another row; here because that other row was not even sent. */
export function undoneRow(rowIndex: number): RowOutcome {
  const message = 'Not sent, because another row of the same call was refused and allOrNone is set.';
  const code = 'ALL_OR_NONE_OPERATION_ROLLED_BACK';
  return { status: 'failed', rowIndex, errors: [{ code, message, fields: [] }] };
}
