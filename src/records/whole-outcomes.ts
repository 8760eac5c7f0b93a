import type { RowOutcome } from '../contract/outcome.ts';
import { rolledBackCode } from '../errors/passing-row-codes.ts';
import { errorOf, putInDoubt, standingOf } from './call-verdict.ts';
import { codesOfRefusal, type BatchAnswer } from './composite-call.ts';
import { doubtful, outcomeOf, isPassing, isRolledBack, saysDeleted } from './row-results.ts';
import type { WorkBatch, WorkRow } from './work-row.ts';

/** What an answer means for the rows of a run that is stored as a whole or not at all. */
export interface WholeOutcomes {
  readonly outcomes: readonly RowOutcome[];
  /** Whether nothing was stored for reasons that all pass. */
  readonly mayPass: boolean;
  /** Why the run has failed, where that is no matter of rows. */
  readonly failure?: Error | undefined;
}

/** What the org says of the batches that it undid, or never tried, for another one. */
const haltedCode = 'PROCESSING_HALTED';

/**
 * Reads the answer to a call with `allOrNone`: when a row of one batch has failed, the rows of all others were undone,
 * whatever the org says of them.
 *
 * @param isInDoubt whether the org may have carried the call out before, in an attempt whose answer was lost
 */
export function wholeOutcomes(
  batches: readonly WorkBatch[],
  answers: readonly BatchAnswer[],
  isInDoubt: boolean,
): WholeOutcomes {
  const results = answers.flatMap((answer) => ('results' in answer ? answer.results : []));
  const refusals = answers.flatMap((answer) => ('refusal' in answer ? [answer.refusal] : []));
  const refusal = refusals.find((each) => !isHalt(each));
  const rows = batches.flatMap((batch) => batch.rows);
  if (isInDoubt) putInDoubt(rows);
  if (refusal !== undefined) {
    return { outcomes: rows.map(standingOf), mayPass: false, failure: errorOf(refusal) };
  }
  if (isInDoubt && refusals.length === 0 && results.every(saysDeleted)) {
    return { outcomes: rows.map(deletedBefore), mayPass: false };
  }
  const isUndone = refusals.length > 0 || results.some(({ success }) => !success);
  const culprits = results.filter((result) => !result.success && !isRolledBack(result));
  const isOpen = isInDoubt && isUndone && culprits.every(isPassing);
  const outcomes = batches.flatMap((batch, index) => {
    const answer = answers[index];
    return batch.rows.map((row, position): RowOutcome => {
      const result = answer !== undefined && 'results' in answer ? answer.results[position] : undefined;
      const outcome =
        result === undefined || (isUndone && result.success) ? undone(row) : outcomeOf(row, result);
      return isOpen ? doubtful(outcome) : outcome;
    });
  });
  return { outcomes, mayPass: culprits.length > 0 && culprits.every(isPassing) };
}

function isHalt(refusal: unknown): boolean {
  const codes = codesOfRefusal(refusal);
  return codes.length > 0 && codes.every((code) => code === haltedCode || code === rolledBackCode);
}

function undone({ rowIndex, id }: WorkRow): RowOutcome {
  const message = 'Undone, because another row of the run failed.';
  const errors = [{ code: rolledBackCode, message, fields: [] }];
  return { status: 'failed', rowIndex, ...(id === undefined ? {} : { id }), errors };
}

function deletedBefore({ rowIndex, id }: WorkRow): RowOutcome {
  return { status: 'succeeded', rowIndex, ...(id === undefined ? {} : { id }), errors: [] };
}
