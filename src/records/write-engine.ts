import type { WriteRun } from '../contract/activity.ts';
import type { RowOutcome, WriteReport } from '../contract/outcome.ts';
import type { RowBatch } from '../contract/row.ts';
import type { SalesforceConnection } from '../connection/salesforce-connection.ts';
import { cancelled, ConnectorError } from '../errors/connector-error.ts';
import { batchRows, type RowSlice } from './batch-rows.ts';
import { Bell } from './bell.ts';
import { CallLimit } from './call-limit.ts';
import { CallPlan, maxCallBytes } from './call-plan.ts';
import { CallSize } from './call-size.ts';
import { CallWork, type CallResult, type ResolveBatches } from './call-work.ts';
import { errorOf } from './call-verdict.ts';
import { maxRecordsPerBatch, type BatchTarget } from './collection-request.ts';
import { maxBatchesPerCall } from './composite-call.ts';
import { rowRetryDelayMs } from './retry-delay.ts';
import { RowsInWork } from './rows-in-work.ts';
import { spoilt } from './spoilt-batch.ts';
import type { WorkBatch, WorkRow } from './work-row.ts';
import type { SendSettings } from './write-settings.ts';
import { WriteTally } from './write-tally.ts';

/** A write as the engine needs it. */
export interface EngineWrite {
  readonly connection: SalesforceConnection;
  readonly run: WriteRun;
  readonly target: BatchTarget;
  readonly settings: SendSettings;
  /** Whether the operation can make records. */
  readonly canCreate: boolean;
  /** Makes rows ready, up to 200 at a time, in order. What it throws ends the write. */
  readonly prepare: (slice: RowSlice) => readonly WorkRow[];
  /** Asks the org about batches before they are sent. Default: they are sent as they are. */
  readonly resolve?: ResolveBatches | undefined;
}

/**
 * Writes rows in batches and calls, several at a time, and hands the outcomes on in the order of the input.
 *
 * One loop pulls, sends, waits and hands on; it wakes up when a call, a pull or a wait has ended. Neither pulled nor sent
 * is while the receiver of outcomes is busy. Rows that were taken and have no outcome handed on are at most those of
 * the calls under way and of one more.
 */
export class WriteEngine {
  readonly #write: EngineWrite;
  readonly #size: CallSize;
  readonly #plan: CallPlan;
  readonly #work: CallWork;
  readonly #tally: WriteTally;
  readonly #limit: CallLimit;
  readonly #rows = new RowsInWork();
  readonly #bell = new Bell();
  readonly #stop = new AbortController();
  #sentBytes = 0;
  #takenCount = 0;
  #pull: 'idle' | 'pending' | 'ended' = 'idle';
  #inFlight = 0;
  #pausing = 0;
  #hasSent = false;
  #handingOn: Promise<void> | undefined;
  #failure: Error | undefined;

  constructor(write: EngineWrite) {
    const { settings, target, run, canCreate } = write;
    const { batchSize, parallelCalls } = settings;
    this.#write = write;
    this.#size = new CallSize(batchSize * maxBatchesPerCall);
    this.#plan = new CallPlan({ batchSize, allOrNone: target.allOrNone, size: this.#size });
    this.#work = new CallWork(write);
    this.#tally = new WriteTally(run, { canCreate });
    this.#limit = new CallLimit(parallelCalls);
  }

  /**
   * Writes all rows. Called once.
   *
   * @throws whatever ends the write; a ConnectorError then has `details.report`, if rows were sent
   */
  async run(rows: AsyncIterable<RowBatch>): Promise<WriteReport> {
    const slices = batchRows(this.#counted(rows), maxRecordsPerBatch);
    for (;;) {
      await this.#handOn();
      if (this.#failure === undefined) {
        this.#pullNext(slices);
        this.#send();
      }
      if (this.#isOver) break;
      await this.#bell.wait();
    }
    await this.#end(slices);
    const report = this.#tally.report();
    const failure = this.#failure;
    if (failure === undefined) return report;
    throw failure instanceof ConnectorError && report.rowCount > 0
      ? failure.withDetails({ report })
      : failure;
  }

  get #isOver(): boolean {
    if (this.#inFlight > 0 || this.#pausing > 0 || this.#pull === 'pending') return false;
    if (this.#failure !== undefined) return true;
    return this.#pull === 'ended' && this.#rows.isEmpty;
  }

  /** Accounts for the rows that will not be sent any more, and lets go of the source. */
  async #end(slices: AsyncGenerator<RowSlice, undefined, undefined>): Promise<void> {
    if (this.#hasSent || this.#tally.rowCount > 0) {
      this.#settle(this.#rows.standing());
      await this.#handOn();
      try {
        await this.#tally.addUnsent(this.#takenCount);
      } catch (error) {
        this.#fail(error);
      }
    }
    try {
      await slices.return(undefined);
    } catch (error) {
      this.#fail(error);
    }
  }

  #fail(error: unknown): void {
    this.#failure ??= errorOf(error);
    this.#stop.abort();
  }

  async *#counted(rows: AsyncIterable<RowBatch>): AsyncGenerator<RowBatch, undefined, undefined> {
    for await (const batch of rows) {
      this.#takenCount += batch.rows.length;
      yield batch;
      await this.#handingOn;
      if (this.#failure !== undefined) break;
    }
    return undefined;
  }

  async #handOn(): Promise<void> {
    const outcomes = this.#rows.takeOutcomes();
    if (outcomes.length === 0) return;
    const byteCount = this.#sentBytes;
    this.#sentBytes = 0;
    this.#handingOn = this.#tally.add(outcomes, byteCount).catch((error: unknown) => {
      this.#fail(error);
    });
    await this.#handingOn;
    this.#handingOn = undefined;
  }

  get #hasRoom(): boolean {
    const { parallelCalls } = this.#write.settings;
    const rowCount = Math.max(2 * maxRecordsPerBatch, (parallelCalls + 1) * this.#plan.rowsOfCall);
    const isRoomy = this.#rows.takenCount - this.#tally.rowCount + maxRecordsPerBatch <= rowCount;
    return isRoomy && this.#rows.openBytes < (parallelCalls + 1) * maxCallBytes;
  }

  #pullNext(slices: AsyncIterator<RowSlice, undefined>): void {
    if (this.#pull !== 'idle' || !this.#hasRoom) return;
    this.#pull = 'pending';
    slices
      .next()
      .then(
        (next) => {
          this.#pull = next.done === true ? 'ended' : 'idle';
          if (next.done !== true && this.#failure === undefined) this.#enter(next.value);
        },
        (error: unknown) => {
          this.#pull = 'ended';
          this.#fail(error);
        },
      )
      .finally(() => {
        this.#bell.ring();
      });
  }

  #enter(slice: RowSlice): void {
    try {
      for (const row of this.#write.prepare(slice)) {
        const mayGo = this.#rows.enter(row);
        if (row.refusal !== undefined && !this.#write.target.allOrNone) this.#settle([row.refusal]);
        else if (mayGo) this.#plan.add(row);
      }
    } catch (error) {
      this.#fail(error);
    }
  }

  #settle(outcomes: readonly RowOutcome[]): void {
    for (const row of this.#rows.settle(outcomes)) this.#plan.add(row);
  }

  #send(): void {
    while (this.#inFlight < this.#limit.calls) {
      const isLast = this.#pull === 'ended' || (!this.#hasRoom && this.#inFlight === 0);
      const batches = this.#plan.next(isLast);
      if (batches === undefined) return;
      const good = batches.filter((batch) => {
        const outcomes = spoilt(batch);
        if (outcomes !== undefined) this.#settle(outcomes);
        return outcomes === undefined;
      });
      if (good.length < batches.length) this.#bell.ring();
      if (good.length > 0) this.#start(good);
    }
  }

  #start(batches: readonly WorkBatch[]): void {
    this.#hasSent = true;
    this.#inFlight += 1;
    void this.#work
      .run(batches)
      .then(
        (result) => {
          this.#take(result);
        },
        (error: unknown) => {
          this.#fail(error);
        },
      )
      .finally(() => {
        this.#inFlight -= 1;
        this.#bell.ring();
      });
  }

  #take({ settled, again, later, byteCount, tooManyRows, failure }: CallResult): void {
    this.#sentBytes += byteCount;
    if (tooManyRows !== undefined) this.#size.halve(tooManyRows);
    if (failure !== undefined) this.#fail(failure);
    if (later.length > 0) this.#limit.tooMany();
    else this.#limit.clean();
    this.#settle(settled);
    this.#plan.addAgain(again);
    if (later.length > 0 && this.#failure === undefined) this.#pause(later);
  }

  #pause(batches: readonly WorkBatch[]): void {
    const { connection, run } = this.#write;
    const { context } = connection;
    const tries = Math.max(
      ...batches.map(({ rows: [row], refusals }) => Math.max(row?.retries ?? 1, refusals)),
    );
    const signal =
      run.signal === undefined ? this.#stop.signal : AbortSignal.any([run.signal, this.#stop.signal]);
    this.#pausing += 1;
    context.clock
      .sleep(rowRetryDelayMs(tries, context.random()), signal)
      .then(
        () => {
          this.#plan.addAgain(batches);
        },
        (error: unknown) => {
          this.#fail(run.signal?.aborted === true ? cancelled(run.signal) : error);
        },
      )
      .finally(() => {
        this.#pausing -= 1;
        this.#bell.ring();
      });
  }
}
