import type { RowOutcome, WriteReport } from '../contract/outcome.ts';
import type { RowBatch } from '../contract/row.ts';
import { cancelled, ConnectorError } from '../errors/connector-error.ts';
import { batchRows } from './batch-rows.ts';
import { errorOf, standingOf, verdictOnCall } from './call-verdict.ts';
import { maxRecordsPerBatch } from './collection-request.ts';
import { codesOfAnswer, maxBatchesPerCall, sendBatches } from './composite-call.ts';
import { rowRetryDelayMs } from './retry-delay.ts';
import { spoilt } from './spoilt-batch.ts';
import { wholeOutcomes } from './whole-outcomes.ts';
import { wholePlan, withoutReferences } from './whole-plan.ts';
import type { WorkBatch, WorkRow } from './work-row.ts';
import type { EngineWrite } from './write-engine.ts';
import { WriteTally } from './write-tally.ts';

/**
 * Writes all rows in one call that the org undoes as a whole when one of them fails. When a row cannot be sent, none is.
 *
 * @throws ConnectorError `all-or-none-too-large` before anything is sent, and whatever ends the write; `details.report`
 *   then accounts for the rows, if they were sent
 */
export async function writeAsOne(write: EngineWrite, input: AsyncIterable<RowBatch>): Promise<WriteReport> {
  const { run, canCreate, settings } = write;
  const rows = await allRows(write, input);
  const tally = new WriteTally(run, { canCreate });
  if (rows.length === 0) return tally.report();
  const unsendable = spoilt({ rows });
  if (unsendable !== undefined) {
    await tally.add(unsendable, 0);
    return tally.report();
  }
  const looked = await write.resolve?.([{ operation: 'upsert', rows, refusals: 0 }]);
  if (looked !== undefined && looked.settled.length > 0) {
    await tally.add(looked.settled, 0);
    return tally.report();
  }
  const batches = wholePlan(rows, settings.batchSize);
  if (batches === undefined) throw tooLarge(settings.batchSize);
  const sendable = withoutReferences(rows, batches);
  const undone = spoilt({ rows: sendable });
  if (undone !== undefined) {
    await tally.add(undone, 0);
    return tally.report();
  }
  const { outcomes, byteCount, failure: failureOfCall } = await sendWhole(write, batches);
  let failure = failureOfCall;
  try {
    await tally.add([...outcomes].sort(byRow), byteCount);
  } catch (error) {
    failure ??= errorOf(error);
  }
  const report = tally.report();
  if (failure === undefined) return report;
  throw failure instanceof ConnectorError ? failure.withDetails({ report }) : failure;
}

/** @throws ConnectorError `all-or-none-too-large`; whatever the source or the reading of a row throws */
async function allRows(
  { prepare, settings }: EngineWrite,
  input: AsyncIterable<RowBatch>,
): Promise<WorkRow[]> {
  const rows: WorkRow[] = [];
  for await (const slice of batchRows(input, maxRecordsPerBatch)) {
    rows.push(...prepare(slice));
    if (rows.length > settings.batchSize * maxBatchesPerCall) throw tooLarge(settings.batchSize);
  }
  return rows;
}

interface WholeResult {
  readonly outcomes: readonly RowOutcome[];
  readonly byteCount: number;
  readonly failure?: Error | undefined;
}

async function sendWhole(write: EngineWrite, batches: readonly WorkBatch[]): Promise<WholeResult> {
  const { connection, run, target, settings } = write;
  const { signal } = run;
  const { clock } = connection.context;
  let isInDoubt = false;
  for (let tries = 1; ; tries += 1) {
    let byteCount: number;
    const wasAborted = signal?.aborted === true;
    try {
      const answer = await sendBatches(connection, { target, batches, isWhole: true, signal });
      byteCount = answer.byteCount;
      isInDoubt ||= answer.followsLostAnswer;
      connection.observeErrors(answer.answers.flatMap(codesOfAnswer));
      const { outcomes, mayPass, failure } = wholeOutcomes(batches, answer.answers, isInDoubt);
      if (!mayPass || tries > settings.retryRows) return { outcomes, byteCount, failure };
    } catch (error) {
      return lost(batches, error, wasAborted);
    }
    try {
      await clock.sleep(rowRetryDelayMs(tries, connection.context.random()), signal);
    } catch (reason) {
      const outcomes = batches.flatMap(({ rows }) => rows.map(standingOf));
      return { outcomes, byteCount, failure: signal?.aborted === true ? cancelled(signal) : errorOf(reason) };
    }
  }
}

/** A call that brought no answer: it is not divided, and a part of it is not repeated. */
function lost(batches: readonly WorkBatch[], error: unknown, wasAborted: boolean): WholeResult {
  const call = { rowsOfCall: Infinity, isDivisible: false, wasAborted };
  const isUnknown = error instanceof ConnectorError && error.code === 'outcome-unknown';
  const outcomes = batches.flatMap((batch) => {
    const whole: WorkBatch = isUnknown ? { ...batch, operation: 'insert' } : batch;
    return verdictOnCall(whole, error, call).settled;
  });
  return { outcomes, byteCount: 0, ...(isUnknown ? {} : { failure: errorOf(error) }) };
}

function tooLarge(batchSize: number): ConnectorError {
  const most = batchSize * maxBatchesPerCall;
  const message = `All rows of the run are to be undone together, and they do not fit into one call: ${maxBatchesPerCall} batches of ${batchSize} rows. Nothing was sent.`;
  return new ConnectorError('all-or-none-too-large', message, { details: { mostRows: most } });
}

function byRow(one: RowOutcome, other: RowOutcome): number {
  return (one.rowIndex ?? 0) - (other.rowIndex ?? 0);
}
