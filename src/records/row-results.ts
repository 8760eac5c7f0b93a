import type { RowOutcome } from '../contract/outcome.ts';
import { passingRowCodes, rolledBackCode } from '../errors/passing-row-codes.ts';
import type { CollectionResult } from './collection-results.ts';
import type { WorkBatch, WorkRow } from './work-row.ts';

/** What the org's results mean for the rows of a batch. */
export interface RowResults {
  /** Rows that are done. */
  readonly settled: readonly RowOutcome[];
  /** Rows that may go out again; their `standing` says why they failed. */
  readonly passing: readonly WorkRow[];
}

/** How results are looked at. */
export interface ResultRules {
  /** How often a row may go out again. */
  readonly retryRows: number;
  /** Whether the batch is stored as a whole or not at all. */
  readonly allOrNone: boolean;
}

/** Reads the results of a batch that the org has worked on. Every error of a row is kept. */
export function rowResults(
  { rows }: WorkBatch,
  results: readonly CollectionResult[],
  { retryRows, allOrNone }: ResultRules,
): RowResults {
  const areGone = results.every(saysDeleted);
  const judged = rows.flatMap(
    (row, index): { row: WorkRow; result: CollectionResult; outcome: RowOutcome }[] => {
      const result = results[index];
      if (result === undefined) return [];
      const isGone = row.isInDoubt && saysDeleted(result) && (!allOrNone || areGone);
      return [{ row, result, outcome: isGone ? goneOutcome(row) : outcomeOf(row, result) }];
    },
  );
  const failed = judged.filter(({ outcome }) => outcome.status === 'failed');
  const mayPass = failed.filter(({ row, result }) => row.retries < retryRows && isPassing(result));
  const culprits = failed.filter(({ result }) => !isRolledBack(result));
  const goAgain = !allOrNone
    ? mayPass
    : culprits.length > 0 && culprits.every((each) => mayPass.includes(each))
      ? judged
      : [];
  const isOpen = ({ row, result, outcome }: (typeof judged)[number]): boolean =>
    row.isInDoubt &&
    outcome.status === 'failed' &&
    (isPassing(result) || (isRolledBack(result) && culprits.every((each) => isPassing(each.result))));
  for (const each of judged) if (isOpen(each)) each.outcome = doubtful(each.outcome);
  for (const { row, outcome } of goAgain) row.standing = outcome;
  const passing = new Set(goAgain.map(({ row }) => row));
  return {
    settled: judged.filter(({ row }) => !passing.has(row)).map(({ outcome }) => outcome),
    passing: [...passing],
  };
}

/** Whether a row was refused only for what passes. */
export function isPassing({ errors }: CollectionResult): boolean {
  return errors.length > 0 && errors.every(({ statusCode }) => passingRowCodes.has(statusCode));
}

/** Whether a row was fine and had to go for another one. */
export function isRolledBack({ errors }: CollectionResult): boolean {
  return errors.some(({ statusCode }) => statusCode === rolledBackCode);
}

/** Whether the org says only that the record is deleted already. */
export function saysDeleted({ errors }: CollectionResult): boolean {
  return errors.length > 0 && errors.every(({ statusCode }) => statusCode === 'ENTITY_IS_DELETED');
}

/**
 * Refused now for something that passes, after a call whose answer was lost: that call may have gone through. Data that is
 * wrong now was wrong then.
 */
export function doubtful(outcome: RowOutcome): RowOutcome {
  return { ...outcome, status: 'unknown' };
}

/** Deleted by the call whose answer was lost. */
function goneOutcome({ rowIndex, id }: WorkRow): RowOutcome {
  return { status: 'succeeded', rowIndex, ...(id === undefined ? {} : { id }), errors: [] };
}

/** What the org says of a row, as its outcome. */
export function outcomeOf(row: WorkRow, result: CollectionResult): RowOutcome {
  const { rowIndex, operation } = row;
  const knownId = result.id ?? row.id;
  const id = knownId === undefined ? {} : { id: knownId };
  if (!result.success) {
    const errors = result.errors.map(({ statusCode, message, fields }) => ({
      code: statusCode,
      message,
      fields,
    }));
    return { status: 'failed', rowIndex, ...id, errors };
  }
  const created = operation === 'insert' ? true : operation === 'upsert' ? createdOf(row, result) : undefined;
  return { status: 'succeeded', rowIndex, ...id, ...(created === undefined ? {} : { created }), errors: [] };
}

/** A record that is there now may have been made by the earlier call whose answer was lost. */
function createdOf({ isInDoubt }: WorkRow, { created }: CollectionResult): boolean | undefined {
  return isInDoubt && created === false ? undefined : created;
}
