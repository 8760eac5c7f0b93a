import type { RowStatus, WriteReport } from '../../contract/outcome.ts';
import { ConnectorError } from '../../errors/connector-error.ts';

/** Counts of our own that a report has to agree with. */
export interface IndependentCounts {
  /** Rows handed over to the target. */
  readonly rowCount: number;
  /** Outcomes received. */
  readonly outcomes: Readonly<Record<RowStatus, number>>;
}

/**
 * Checks that a write accounts for every row: its counts add up, and agree with what the host counted itself.
 *
 * @param counted left out for bytes, where the host does not look at rows
 * @throws ConnectorError `reconciliation-mismatch` with both sides in `details`
 */
export function requireBalance(report: WriteReport, counted?: IndependentCounts): void {
  const { rowCount, succeeded, failed, unprocessed, unknown } = report;
  const sum = succeeded + failed + unprocessed + unknown;
  if (sum !== rowCount) {
    throw mismatch(`The outcomes of ${rowCount} rows add up to ${sum}.`, { report });
  }
  if (counted === undefined) return;
  if (counted.rowCount !== rowCount) {
    throw mismatch(`${counted.rowCount} rows went in, ${rowCount} are accounted for.`, { report, counted });
  }
  const differing = (['succeeded', 'failed', 'unprocessed', 'unknown'] as const).filter(
    (status) => counted.outcomes[status] !== report[status],
  );
  if (differing.length > 0) {
    throw mismatch(`Outcomes and report disagree about rows that are ${differing.join(', ')}.`, {
      report,
      counted,
    });
  }
}

function mismatch(message: string, details: Readonly<Record<string, unknown>>): ConnectorError {
  return new ConnectorError('reconciliation-mismatch', message, { details });
}
