import type { WriteRun } from '../contract/activity.ts';
import type { RowOutcome } from '../contract/outcome.ts';
import type { SalesforceConnection } from '../connection/salesforce-connection.ts';
import { FailureClass, failureClassOf, tooMuchAtOnce } from '../errors/failure-class.ts';
import {
  errorOf,
  putInDoubt,
  standingOf,
  verdictOnBatch,
  verdictOnCall,
  type Verdict,
} from './call-verdict.ts';
import type { BatchTarget } from './collection-request.ts';
import { codesOfAnswer, sendBatches, type BatchAnswer, type BatchCallAnswer } from './composite-call.ts';
import { rowResults } from './row-results.ts';
import { inParts, type WorkBatch } from './work-row.ts';
import type { SendSettings } from './write-settings.ts';

/** What came of a call. */
export interface CallResult {
  readonly settled: readonly RowOutcome[];
  /** Go out again at once. */
  readonly again: readonly WorkBatch[];
  /** Go out again after a while. */
  readonly later: readonly WorkBatch[];
  readonly byteCount: number;
  /** Set when so many rows were too much for a call. */
  readonly tooManyRows?: number | undefined;
  /** Why no further call should be made. */
  readonly failure?: Error | undefined;
}

/** Looks batches up in the org before they are sent: what is to be sent instead, and rows that are done. */
export type ResolveBatches = (batches: readonly WorkBatch[]) => Promise<ResolvedBatches>;

/** Batches that were looked up. */
export interface ResolvedBatches {
  readonly batches: readonly WorkBatch[];
  readonly settled: readonly RowOutcome[];
}

/** What {@link CallWork} works with. */
export interface CallWorkParts {
  readonly connection: SalesforceConnection;
  readonly run: WriteRun;
  readonly target: BatchTarget;
  readonly settings: SendSettings;
  readonly resolve?: ResolveBatches | undefined;
}

/** Makes calls and says what follows for each of their rows. */
export class CallWork {
  readonly #parts: CallWorkParts;

  constructor(parts: CallWorkParts) {
    this.#parts = parts;
  }

  /** Makes one call. Does not reject: a failure is part of the result. */
  async run(wanted: readonly WorkBatch[]): Promise<CallResult> {
    const { connection, run, target } = this.#parts;
    // Behind an aborted signal nothing goes out, so the rows are not in doubt.
    const wasAborted = run.signal?.aborted === true;
    let ready: ResolvedBatches;
    try {
      ready = (await this.#parts.resolve?.(wanted)) ?? { batches: wanted, settled: [] };
    } catch (error) {
      return unresolved(wanted, error);
    }
    const { batches, settled } = ready;
    if (batches.length === 0) return new ResultDraft(settled);
    try {
      const answer = await sendBatches(connection, { target, batches, signal: run.signal });
      return this.#answered(batches, answer, settled);
    } catch (error) {
      return this.#failed(batches, { error, wasAborted, settled });
    }
  }

  #failed(batches: readonly WorkBatch[], { error, wasAborted, settled }: FailedCall): CallResult {
    const rowsOfCall = batches.reduce((sum, { rows }) => sum + rows.length, 0);
    const isDivisible = rowsOfCall > 1 && (batches.length > 1 || !this.#parts.target.allOrNone);
    const result = new ResultDraft(settled);
    for (const batch of batches) {
      result.add(batch, verdictOnCall(batch, error, { rowsOfCall, isDivisible, wasAborted }));
    }
    if (tooMuchAtOnce.has(failureClassOf(error))) result.tooManyRows = rowsOfCall;
    return result;
  }

  #answered(
    batches: readonly WorkBatch[],
    { answers, byteCount, followsLostAnswer }: BatchCallAnswer,
    settled: readonly RowOutcome[],
  ): CallResult {
    const result = new ResultDraft(settled);
    result.byteCount = byteCount;
    for (const [index, batch] of batches.entries()) {
      const answer = answers[index];
      if (answer === undefined) continue;
      if (followsLostAnswer) putInDoubt(batch.rows);
      if ('refusal' in answer) this.#refused(result, batch, answer.refusal);
      else this.#worked(result, batch, answer.results);
    }
    this.#parts.connection.observeErrors(answers.flatMap(codesOfAnswer));
    return result;
  }

  #refused(result: ResultDraft, batch: WorkBatch, refusal: unknown): void {
    const { allOrNone } = this.#parts.target;
    result.add(batch, verdictOnBatch(batch, refusal, { allOrNone }));
    const failure = failureClassOf(refusal);
    if (failure === FailureClass.tooLarge || failure === FailureClass.ranTooLong) {
      result.tooManyRows = Math.min(result.tooManyRows ?? Infinity, batch.rows.length);
    }
  }

  #worked(
    result: ResultDraft,
    batch: WorkBatch,
    results: Extract<BatchAnswer, { results: unknown }>['results'],
  ): void {
    const { settings, target } = this.#parts;
    const { retryRows } = settings;
    const { settled, passing } = rowResults(batch, results, { retryRows, allOrNone: target.allOrNone });
    result.settled.push(...settled);
    if (passing.length === 0) return;
    for (const row of passing) row.retries += 1;
    const size = target.allOrNone ? passing.length : Math.max(1, Math.floor(batch.rows.length / 2));
    result.later.push(...inParts({ ...batch, rows: passing, refusals: 0 }, size));
  }
}

interface FailedCall {
  readonly error: unknown;
  readonly wasAborted: boolean;
  readonly settled: readonly RowOutcome[];
}

/** Nothing was sent of rows that could not be looked up. */
function unresolved(batches: readonly WorkBatch[], error: unknown): CallResult {
  const result = new ResultDraft(batches.flatMap(({ rows }) => rows.map(standingOf)));
  result.failure = errorOf(error);
  return result;
}

class ResultDraft implements CallResult {
  readonly settled: RowOutcome[];
  readonly again: WorkBatch[] = [];
  readonly later: WorkBatch[] = [];
  byteCount = 0;
  tooManyRows: number | undefined;
  failure: Error | undefined;

  constructor(settled: readonly RowOutcome[]) {
    this.settled = [...settled];
  }

  add(batch: WorkBatch, { settled, again, failure }: Verdict): void {
    this.settled.push(...settled);
    this.failure ??= failure;
    if (again === 'later') this.later.push({ ...batch, refusals: batch.refusals + 1 });
    else if (again !== undefined) this.again.push(batch);
  }
}
