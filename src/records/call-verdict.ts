import type { RowOutcome } from '../contract/outcome.ts';
import { ConnectorError } from '../errors/connector-error.ts';
import { FailureClass, failureClassOf, leavesOutcomeOpen, tooMuchAtOnce } from '../errors/failure-class.ts';
import { notSent, tooLarge, unknown } from './row-outcomes.ts';
import type { WorkBatch, WorkRow } from './work-row.ts';

/** What follows for a batch that the org gave no results for. */
export interface Verdict {
  readonly settled: readonly RowOutcome[];
  /**
   * How its rows go out again: `halves` at once in smaller batches, `apart` at once in a call without inserts, `later`
   * as they are.
   */
  readonly again?: 'halves' | 'apart' | 'later' | undefined;
  /** Why no further call should be made. */
  readonly failure?: Error | undefined;
}

/** How often a batch goes out again that the org refused as a whole for a moment. */
const maxRefusals = 4;

const passing: ReadonlySet<FailureClass> = new Set([
  FailureClass.unavailable,
  FailureClass.busy,
  FailureClass.locked,
  FailureClass.sessionExpired,
]);

/**
 * Judges a batch whose call failed as a whole, after the REST client has done what it can.
 *
 * @param rowsOfCall rows of all batches of the call
 * @param wasAborted whether the signal had aborted before: then nothing went out
 */
export function verdictOnCall(
  batch: WorkBatch,
  error: unknown,
  call: { readonly rowsOfCall: number; readonly isDivisible: boolean; readonly wasAborted: boolean },
): Verdict {
  const failure = failureClassOf(error);
  const isUnknown = error instanceof ConnectorError && error.code === 'outcome-unknown';
  const isOpen = !call.wasAborted && mayHaveArrived(error);
  if (isOpen) putInDoubt(batch.rows, error);
  if (isUnknown) {
    if (batch.operation === 'insert') return { settled: unknownRows(batch, error) };
    return { settled: [], again: 'apart' };
  }
  if (tooMuchAtOnce.has(failure)) {
    if (call.isDivisible) return { settled: [], again: 'halves' };
    const single = singleTooLarge(batch, call.rowsOfCall, error);
    if (single !== undefined) return single;
  }
  return ending(batch, error);
}

/** Judges a batch that the org refused inside of a call that it took. */
export function verdictOnBatch(
  batch: WorkBatch,
  refusal: unknown,
  { allOrNone }: { readonly allOrNone: boolean },
): Verdict {
  const failure = failureClassOf(refusal);
  const isOpen = mayHaveArrived(refusal);
  if (isOpen) putInDoubt(batch.rows, refusal);
  if (leavesOutcomeOpen.has(failure) && batch.operation === 'insert') {
    return { settled: unknownRows(batch, refusal) };
  }
  if (tooMuchAtOnce.has(failure) && batch.rows.length > 1 && !allOrNone)
    return { settled: [], again: 'halves' };
  const single = singleTooLarge(batch, batch.rows.length, refusal);
  if (single !== undefined) return single;
  const mayPass = passing.has(failure) || (isOpen && leavesOutcomeOpen.has(failure));
  if (mayPass && !tooMuchAtOnce.has(failure) && batch.refusals < maxRefusals)
    return { settled: [], again: 'later' };
  return ending(batch, refusal);
}

function ending(batch: WorkBatch, error: unknown): Verdict {
  return { settled: batch.rows.map(standingOf), failure: errorOf(error) };
}

/** What a row ends as when it does not go out any more. */
export function standingOf(row: WorkRow): RowOutcome {
  return row.standing ?? notSent(row.rowIndex);
}

/** Less than one row cannot be asked for: the row itself is too large. */
function singleTooLarge({ rows: [row] }: WorkBatch, rowCount: number, error: unknown): Verdict | undefined {
  if (failureClassOf(error) !== FailureClass.tooLarge || row === undefined || rowCount > 1) return undefined;
  // Unless an earlier call with it may have got through.
  return { settled: [row.standing?.status === 'unknown' ? row.standing : tooLarge(row.rowIndex, error)] };
}

/** Marks rows that the org may have taken, after `error` kept the answer away; in an earlier attempt when there is none. */
export function putInDoubt(rows: readonly WorkRow[], error?: unknown): void {
  for (const row of rows) {
    row.isInDoubt = true;
    row.standing = unknown(row.rowIndex, error);
  }
}

function unknownRows({ rows }: WorkBatch, error: unknown): readonly RowOutcome[] {
  return rows.map(({ rowIndex }) => unknown(rowIndex, error));
}

const doubtfulCodes: ReadonlySet<string> = new Set(['outcome-unknown', 'unexpected-response', 'cancelled']);

function mayHaveArrived(error: unknown): boolean {
  return (
    !(error instanceof ConnectorError) ||
    doubtfulCodes.has(error.code) ||
    leavesOutcomeOpen.has(failureClassOf(error)) ||
    error.details['isOutcomeOpen'] === true
  );
}

/** What was thrown, as an error. */
export function errorOf(thrown: unknown): Error {
  return thrown instanceof Error
    ? thrown
    : new ConnectorError('internal-error', 'A call threw no error.', { cause: thrown });
}
