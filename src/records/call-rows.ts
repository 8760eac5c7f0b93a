import type { RowOutcome } from '../contract/outcome.ts';
import type { SalesforceConnection } from '../connection/salesforce-connection.ts';
import { ConnectorError } from '../errors/connector-error.ts';
import { FailureClass, failureClassOf, leavesOutcomeOpen, tooMuchAtOnce } from '../errors/failure-class.ts';
import { callCollection, type CollectionAct, type CollectionResult } from './collection-call.ts';
import type { RecordBody } from './record-of-row.ts';

/** A row of a slice as a call takes it. */
export interface Member {
  /** In the slice, from 0. */
  readonly position: number;
  /** In the whole input, from 0. */
  readonly rowIndex: number;
  readonly record: RecordBody;
}

/** Some rows that go out in one call. */
export interface RowCall {
  readonly act: CollectionAct;
  readonly members: readonly Member[];
  readonly allOrNone: boolean;
  readonly signal: AbortSignal | undefined;
}

/** What became of the rows of a call: an outcome for each, in order, also when the call failed. */
export interface RowCallResult {
  readonly outcomes: readonly RowOutcome[];
  /** Body bytes of the call, sent once. */
  readonly byteCount: number;
  /** Why no further call should be made; a lost answer alone is no reason. */
  readonly failure?: Error;
  /**
   * Set when the call asked for too much at once: `ask-for-less` when its rows may go out again in smaller calls,
   * `in-doubt` when that might store some of them twice.
   */
  readonly tooMuch?: 'ask-for-less' | 'in-doubt';
}

/**
 * Makes one call and says of every row what became of it. Never rejects: rows that the org may have taken are
 * `unknown` after a failure, the others `unprocessed`.
 */
export async function callRows(connection: SalesforceConnection, call: RowCall): Promise<RowCallResult> {
  const { act, members, allOrNone, signal } = call;
  // Behind an aborted signal nothing goes out, so the rows are not in doubt.
  const wasAborted = signal?.aborted === true;
  try {
    const records = members.map(({ record }) => record);
    const { results, byteCount } = await callCollection(connection, { act, records, allOrNone, signal });
    connection.observeErrors(results.flatMap(({ errors }) => errors.map(({ statusCode }) => statusCode)));
    const outcomes = members.flatMap((member, index) => {
      const result = results[index];
      return result === undefined ? [] : [outcomeOf(result, member, act)];
    });
    return { outcomes, byteCount };
  } catch (error) {
    return failedCall(members, error, !wasAborted && mayHaveArrived(error));
  }
}

function failedCall(members: readonly Member[], error: unknown, isInDoubt: boolean): RowCallResult {
  const failure = failureClassOf(error);
  const isUnknown = error instanceof ConnectorError && error.code === 'outcome-unknown';
  const [only, ...others] = members;
  // Less than one row cannot be asked for: the row itself is too large.
  const isRowTooLarge = failure === FailureClass.tooLarge && only !== undefined && others.length === 0;
  const outcomes = isRowTooLarge
    ? [tooLarge(only.rowIndex, error)]
    : members.map(({ rowIndex }) => (isInDoubt ? unknown(rowIndex, error) : notSent(rowIndex)));
  return {
    outcomes,
    byteCount: 0,
    ...(tooMuchAtOnce.has(failure) ? { tooMuch: isUnknown ? 'in-doubt' : 'ask-for-less' } : {}),
    ...(isUnknown || isRowTooLarge ? {} : { failure: errorOf(error) }),
  };
}

function errorOf(thrown: unknown): Error {
  return thrown instanceof Error
    ? thrown
    : new ConnectorError('internal-error', 'A call threw no error.', { cause: thrown });
}

/** A row that was never sent. */
export function notSent(rowIndex: number): RowOutcome {
  return { status: 'unprocessed', rowIndex, errors: [] };
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

/** A row that the org does not take even alone, in the org's own words. */
function tooLarge(rowIndex: number, error: unknown): RowOutcome {
  const code = error instanceof ConnectorError ? error.code : 'internal-error';
  const message = error instanceof Error ? error.message : '';
  return { status: 'failed', rowIndex, errors: [{ code, message, fields: [] }] };
}

function unknown(rowIndex: number, error: unknown): RowOutcome {
  const code = error instanceof ConnectorError ? error.code : 'internal-error';
  const message = 'The answer of the org was lost: the change may or may not have been made.';
  return { status: 'unknown', rowIndex, errors: [{ code, message, fields: [] }] };
}

function outcomeOf(result: CollectionResult, { rowIndex, record }: Member, act: CollectionAct): RowOutcome {
  const knownId = result.id ?? (act.operation === 'delete' ? record['Id'] : undefined);
  const id = typeof knownId === 'string' ? { id: knownId } : {};
  const errors = result.errors.map(({ statusCode, message, fields }) => ({
    code: statusCode,
    message,
    fields,
  }));
  if (!result.success) return { status: 'failed', rowIndex, ...id, errors };
  const created = act.operation === 'insert' ? true : act.operation === 'upsert' ? result.created : undefined;
  return { status: 'succeeded', rowIndex, ...id, ...(created === undefined ? {} : { created }), errors: [] };
}
