import type { CallSize } from './call-size.ts';
import { maxBatchesPerCall } from './composite-call.ts';
import { inParts, looksLikeReference, type WorkBatch, type WorkRow } from './work-row.ts';

/**
 * Bytes of a call, at most, unless one row alone has more. Nothing public says what an org takes; gateways on the way
 * are known to decline tens of megabytes, and a call of 1,000 rows rarely comes near.
 */
export const maxCallBytes = 10 * 1024 * 1024;

/** How calls are put together. */
export interface CallPlanOptions {
  /** Rows of a batch, at most. */
  readonly batchSize: number;
  /** Rows of a batch must stay together. */
  readonly allOrNone: boolean;
  /** Rows of a call. */
  readonly size: CallSize;
}

/** Rows of one operation, in input order. */
interface Lane {
  readonly operation: WorkRow['operation'];
  /** Whether its batches have to travel alone. */
  readonly isAlone: boolean;
  rows: WorkRow[];
}

/** Puts waiting rows into batches and batches into calls. */
export class CallPlan {
  readonly #options: CallPlanOptions;
  readonly #lanes = new Map<string, Lane>();
  #again: WorkBatch[] = [];
  #rowCount = 0;
  #byteCount = 0;

  constructor(options: CallPlanOptions) {
    this.#options = options;
  }

  /** Takes a row that was not sent before. */
  add(row: WorkRow): void {
    const isAlone = looksLikeReference(row);
    const name = `${row.operation}${isAlone ? ' alone' : ''}`;
    const lane = this.#lanes.get(name);
    if (lane === undefined) this.#lanes.set(name, { operation: row.operation, isAlone, rows: [row] });
    else lane.rows.push(row);
    this.#rowCount += 1;
    this.#byteCount += row.byteCount;
  }

  /** Takes batches that go out again, before all other rows; those of a larger size than a call has now in parts. */
  addAgain(batches: readonly WorkBatch[]): void {
    this.#again.unshift(...batches);
  }

  /** Rows that a call takes. */
  get rowsOfCall(): number {
    const { size, batchSize, allOrNone } = this.#options;
    return allOrNone ? Math.max(size.rows, batchSize) : size.rows;
  }

  /**
   * The batches of the next call; `undefined` when there are not enough rows for a whole one.
   *
   * @param isLast whether to make do with fewer
   */
  next(isLast: boolean): readonly WorkBatch[] | undefined {
    const again = this.#nextAgain();
    if (again.length > 0) return again;
    const isFull = this.#rowCount >= this.rowsOfCall || this.#byteCount >= maxCallBytes;
    return this.#rowCount > 0 && (isFull || isLast) ? this.#nextFresh() : undefined;
  }

  /** A call of what goes out again holds one operation only: what may be repeated then does not ride with inserts. */
  #nextAgain(): WorkBatch[] {
    const { rows: mostRows } = this.#options.size;
    const call = new CallFrame(mostRows);
    const rest: WorkBatch[] = [];
    for (const batch of this.#again.flatMap((each) => this.#inSize(each, mostRows))) {
      const isAlone = batch.rows.some(looksLikeReference);
      const isSame = call.batches[0] === undefined || call.batches[0].operation === batch.operation;
      if (call.isEmpty || (isSame && !isAlone && call.fits(batch))) call.add(batch, isAlone);
      else rest.push(batch);
    }
    this.#again = rest;
    return call.batches;
  }

  #inSize(batch: WorkBatch, size: number): readonly WorkBatch[] {
    return this.#options.allOrNone || batch.rows.length <= size ? [batch] : inParts(batch, size);
  }

  #nextFresh(): WorkBatch[] {
    const { batchSize, allOrNone } = this.#options;
    const call = new CallFrame(this.rowsOfCall);
    const mostRows = allOrNone ? batchSize : Math.min(batchSize, this.rowsOfCall);
    while (!call.isClosed) {
      const lane = this.#firstLane(call.isEmpty);
      if (lane === undefined) break;
      const count = call.room(lane.rows, mostRows);
      if (count === 0) break;
      const rows = lane.rows.slice(0, count);
      lane.rows = lane.rows.slice(count);
      this.#rowCount -= count;
      for (const { byteCount } of rows) this.#byteCount -= byteCount;
      call.add({ operation: lane.operation, rows, refusals: 0 }, lane.isAlone);
    }
    return call.batches;
  }

  /** The lane whose first row is the oldest. */
  #firstLane(withAlone: boolean): Lane | undefined {
    let first: Lane | undefined;
    for (const lane of this.#lanes.values()) {
      const [row] = lane.rows;
      if (row === undefined || (lane.isAlone && !withAlone)) continue;
      if (first?.rows[0] === undefined || row.rowIndex < first.rows[0].rowIndex) first = lane;
    }
    return first;
  }
}

/** A call that is being filled. */
class CallFrame {
  readonly batches: WorkBatch[] = [];
  readonly #mostRows: number;
  #rowCount = 0;
  #byteCount = 0;
  #isAlone = false;

  constructor(mostRows: number) {
    this.#mostRows = mostRows;
  }

  get isEmpty(): boolean {
    return this.batches.length === 0;
  }

  get isClosed(): boolean {
    return this.#isAlone || this.batches.length === maxBatchesPerCall || this.#rowCount >= this.#mostRows;
  }

  fits({ rows }: WorkBatch): boolean {
    const byteCount = rows.reduce((sum, row) => sum + row.byteCount, this.#byteCount);
    return !this.isClosed && this.#rowCount + rows.length <= this.#mostRows && byteCount <= maxCallBytes;
  }

  /** How many of these rows the next batch may have. */
  room(rows: readonly WorkRow[], mostRows: number): number {
    const most = Math.min(mostRows, this.isEmpty ? mostRows : this.#mostRows - this.#rowCount);
    let bytes = this.#byteCount;
    let count = 0;
    for (const row of rows) {
      bytes += row.byteCount;
      const isFirst = this.isEmpty && count === 0;
      if (count === most || (bytes > maxCallBytes && !isFirst)) break;
      count += 1;
    }
    return count;
  }

  add(batch: WorkBatch, isAlone: boolean): void {
    this.batches.push(batch);
    this.#rowCount += batch.rows.length;
    for (const { byteCount } of batch.rows) this.#byteCount += byteCount;
    this.#isAlone ||= isAlone;
  }
}
