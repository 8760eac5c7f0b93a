import type { ResultKind } from '../contract/activity.ts';
import type { CsvDialect } from '../codec/csv/dialect.ts';
import { RecordCounter } from '../codec/csv/record-counter.ts';
import { ConnectorError } from '../errors/connector-error.ts';
import { CreatedCounter } from './created-counter.ts';

/** What one result file said. */
export interface ResultFile {
  readonly rowCount: number;
  /** Of the succeeded rows: those whose record is new. */
  readonly createdCount: number;
}

/** One result file to fetch. */
export interface ResultRequest {
  readonly jobId: string;
  readonly kind: ResultKind;
  readonly dialect: CsvDialect;
}

/** Counts the records of a result file while somebody else reads it. */
export class CountedResult {
  readonly #request: ResultRequest;
  readonly #records = new RecordCounter();
  readonly #created: CreatedCounter;

  constructor(request: ResultRequest) {
    this.#request = request;
    this.#created = new CreatedCounter(request.dialect);
  }

  async *watch(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    const isSucceeded = this.#request.kind === 'succeeded';
    for await (const chunk of chunks) {
      this.#records.push(chunk);
      if (isSucceeded) this.#created.push(chunk);
      yield chunk;
    }
    this.#requireWhole();
  }

  end(): ResultFile {
    const records = this.#records.end();
    // An empty body is how some orgs say "no rows": there is no header to take off then.
    return { rowCount: Math.max(records - 1, 0), createdCount: this.#created.count };
  }

  /** Looked at before a parser meets the end, which would call it a malformed CSV. */
  #requireWhole(): void {
    if (!this.#records.isInsideQuotes) return;
    const { jobId, kind } = this.#request;
    throw new ConnectorError(
      'reconciliation-mismatch',
      `The ${kind} results of job ${jobId} stop inside a cell.`,
      { details: { jobId, kind } },
    );
  }
}
