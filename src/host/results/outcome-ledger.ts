import type { RowError, RowOutcome, RowStatus } from '../../contract/outcome.ts';
import type { Row, RowBatch } from '../../contract/row.ts';
import type { RowTransformation } from '../transformation/compile-transformation.ts';
import { csvRowWriter } from '../output/csv-row-writer.ts';
import type { RowWriter } from '../output/row-writer.ts';
import type { ResultsFolder } from './results-folder.ts';

/** Errors kept for a message; the rest is only in the results folder. */
const keptFailureCount = 5;

/** Why one row failed, for a message. */
export interface RowFailure {
  /** 0-based position among the rows that the target took, where known. */
  readonly rowIndex?: number;
  readonly error: RowError;
}

/** How a ledger is kept. */
export interface OutcomeLedgerOptions {
  /** Where rows go with their outcomes. Default: they are only counted. */
  readonly results?: ResultsFolder | undefined;
  /** Whether outcomes say which row they are about; otherwise they bring the row along. */
  readonly outcomesCarryIndex: boolean;
}

/**
 * Keeps the books of one write of rows: gives every row its number on the way in, remembers it until its outcome
 * comes back, and writes both side by side into the results. Memory: the rows between those two moments.
 */
export class OutcomeLedger {
  readonly #results: ResultsFolder | undefined;
  readonly #remembersRows: boolean;
  readonly #inFlight = new Map<number, Row>();
  readonly #writers = new Map<RowStatus, RowWriter>();
  readonly #counts = { succeeded: 0, failed: 0, unprocessed: 0, unknown: 0 };
  readonly #failures: RowFailure[] = [];
  #handedOver = 0;
  #dropped = 0;

  constructor({ results, outcomesCarryIndex }: OutcomeLedgerOptions) {
    this.#results = results;
    this.#remembersRows = results !== undefined && outcomesCarryIndex;
  }

  /** Rows that the target took. */
  get handedOver(): number {
    return this.#handedOver;
  }

  /** Rows that the transformation left out. */
  get dropped(): number {
    return this.#dropped;
  }

  get counts(): Readonly<Record<RowStatus, number>> {
    return this.#counts;
  }

  /** Outcomes received. */
  get outcomeCount(): number {
    return Object.values(this.#counts).reduce((sum, count) => sum + count, 0);
  }

  /** The first failures, at most 5. */
  get failures(): readonly RowFailure[] {
    return this.#failures;
  }

  /** The rows on their way to the target, transformed and numbered anew. */
  async *track(batches: AsyncIterable<RowBatch>, transform?: RowTransformation): AsyncGenerator<RowBatch> {
    for await (const batch of batches) {
      const firstRowIndex = this.#handedOver;
      const rows: Row[] = [];
      for (const row of batch.rows) {
        const result = transform === undefined ? row : transform(row);
        if (result === undefined) {
          this.#dropped += 1;
          continue;
        }
        if (this.#remembersRows) this.#inFlight.set(this.#handedOver, row);
        this.#handedOver += 1;
        rows.push(result);
      }
      if (rows.length > 0) yield { firstRowIndex, rows };
    }
  }

  /** Takes outcomes in, as `WriteRun.onOutcomes`. */
  async record(outcomes: readonly RowOutcome[]): Promise<void> {
    const lines = new Map<RowStatus, Row[]>();
    for (const outcome of outcomes) {
      this.#counts[outcome.status] += 1;
      const [error] = outcome.errors;
      if (error !== undefined && this.#failures.length < keptFailureCount) {
        this.#failures.push({ error, ...(outcome.rowIndex !== undefined && { rowIndex: outcome.rowIndex }) });
      }
      const original = this.#takeOriginal(outcome);
      const line = { ...resultColumns(outcome), ...original };
      const sameStatus = lines.get(outcome.status);
      if (sameStatus === undefined) lines.set(outcome.status, [line]);
      else sameStatus.push(line);
    }
    if (this.#results === undefined) return;
    for (const [status, rows] of lines) await (await this.#writer(status, this.#results)).write(rows);
  }

  /** Accounts for rows that were taken and never answered for, because the write broke off. */
  async closeAsUnknown(): Promise<void> {
    const left = [...this.#inFlight.keys()];
    await this.record(left.map((rowIndex) => ({ status: 'unknown', rowIndex, errors: [] })));
  }

  #takeOriginal({ rowIndex, row }: RowOutcome): Row {
    if (rowIndex === undefined) return row ?? {};
    const original = this.#inFlight.get(rowIndex);
    this.#inFlight.delete(rowIndex);
    return original ?? row ?? {};
  }

  async #writer(status: RowStatus, results: ResultsFolder): Promise<RowWriter> {
    const writer =
      this.#writers.get(status) ?? csvRowWriter(await results.sink(status), () => Promise.resolve([]));
    this.#writers.set(status, writer);
    return writer;
  }
}

/** What stands before the columns of the row itself. */
function resultColumns({ status, id, created, errors }: RowOutcome): Row {
  if (status === 'succeeded') return { result_id: id ?? '', result_created: created ?? '' };
  return {
    error_code: errors.map(({ code }) => code).join('; '),
    error_message: errors.map(({ message }) => message).join('; '),
    error_fields: [...new Set(errors.flatMap(({ fields }) => fields))].join('; '),
  };
}
