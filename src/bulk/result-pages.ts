import type { RestByteAnswer } from '../connection/rest/rest-client.ts';
import type { SalesforceConnection } from '../connection/salesforce-connection.ts';
import { FirstRecordSplitter } from '../codec/csv/first-record.ts';
import { RecordCounter } from '../codec/csv/record-counter.ts';
import { ConnectorError } from '../errors/connector-error.ts';
import type { JobInfo } from './job-info.ts';
import { namingJob } from './naming-job.ts';
import { resumedBody } from './resumed-body.ts';

/** One page of a query job's result, on its way from the socket. */
export interface ResultPage {
  /** The header record with its line end; the same on every page. Empty when the org sent no byte at all. */
  readonly header: Uint8Array;
  /** Everything behind the header. Lent chunks; must be read to the end before the next page is asked for. */
  readonly body: AsyncIterable<Uint8Array>;
}

/**
 * Follows the pages of a finished query job and checks them: every page has the header of the first, holds as many
 * records as it says, no page comes twice, and all together hold as many as the job counted.
 *
 * @throws ConnectorError `reconciliation-mismatch`, `unexpected-response`
 */
export class ResultPages {
  readonly #connection: SalesforceConnection;
  readonly #job: JobInfo;
  readonly #signal: AbortSignal | undefined;
  readonly #locators = new Set<string>();
  #firstHeader: string | undefined;
  #rowCount = 0;

  constructor(connection: SalesforceConnection, job: JobInfo, signal: AbortSignal | undefined) {
    this.#connection = connection;
    this.#job = job;
    this.#signal = signal;
  }

  /** Data records of all pages read so far. */
  get rowCount(): number {
    return this.#rowCount;
  }

  async *pages(): AsyncGenerator<ResultPage, undefined, undefined> {
    let locator: string | undefined;
    do {
      const ask = this.#request(locator);
      const answer = await ask();
      const chunks = resumedBody(answer, ask);
      try {
        yield await this.#page(chunks, answer.headers['sforce-numberofrecords']);
      } finally {
        // A caller who leaves early must not leave the socket behind; after the last chunk this does nothing.
        await chunks.return(undefined);
      }
      locator = this.#nextLocator(answer.headers['sforce-locator']);
    } while (locator !== undefined);
    const expected = this.#job.numberRecordsProcessed;
    if (expected !== undefined && expected !== this.#rowCount) {
      throw this.#mismatch(`counted ${expected} records and gave ${this.#rowCount}`);
    }
    return undefined;
  }

  /** Locators stay good while the job exists, so a page can be asked for again. */
  #request(locator: string | undefined): () => Promise<RestByteAnswer> {
    const { id } = this.#job;
    return () =>
      namingJob(id, () =>
        this.#connection.rest.carry({
          method: 'GET',
          path: `jobs/query/${id}/results`,
          query: locator === undefined ? {} : { locator },
          headers: { accept: 'text/csv' },
          callClass: 'idempotent',
          signal: this.#signal,
        }),
      );
  }

  async #page(chunks: AsyncIterator<Uint8Array>, announced: string | undefined): Promise<ResultPage> {
    const splitter = new FirstRecordSplitter();
    for (;;) {
      const next = await chunks.next();
      if (next.done === true) {
        const header = splitter.end();
        this.#checkHeader(header);
        this.#countPage(0, announced);
        return { header, body: nothing() };
      }
      const split = splitter.push(next.value);
      if (split === undefined) continue;
      this.#checkHeader(split.record);
      return { header: split.record, body: this.#counted(split.rest, chunks, announced) };
    }
  }

  async *#counted(
    first: Uint8Array,
    rest: AsyncIterator<Uint8Array>,
    announced: string | undefined,
  ): AsyncGenerator<Uint8Array, undefined, undefined> {
    const records = new RecordCounter();
    if (first.length > 0) {
      records.push(first);
      yield first;
    }
    for (;;) {
      const next = await rest.next();
      if (next.done === true) break;
      records.push(next.value);
      yield next.value;
    }
    if (records.isInsideQuotes) throw this.#mismatch('sent a page that stops inside a cell');
    this.#countPage(records.end(), announced);
    return undefined;
  }

  #countPage(rows: number, announced: string | undefined): void {
    this.#rowCount += rows;
    if (announced !== undefined && Number(announced) !== rows) {
      throw this.#mismatch(`announced a page of ${announced} records and sent ${rows}`);
    }
  }

  #checkHeader(record: Uint8Array): void {
    const header = Buffer.from(record).toString('utf8').trimEnd();
    this.#firstHeader ??= header;
    if (header !== this.#firstHeader) {
      throw new ConnectorError(
        'unexpected-response',
        `A page of query job ${this.#job.id} has other columns.`,
        {
          details: { jobId: this.#job.id },
        },
      );
    }
  }

  /** The word `null` marks the last page; no header at all, or one seen before, would mean a loop or a lost end. */
  #nextLocator(locator: string | undefined): string | undefined {
    if (locator === 'null') return undefined;
    if (locator === undefined || locator === '' || this.#locators.has(locator)) {
      const what = locator === undefined || locator === '' ? 'no' : 'the same';
      throw new ConnectorError('unexpected-response', `Query job ${this.#job.id} names ${what} next page.`, {
        details: { jobId: this.#job.id },
      });
    }
    this.#locators.add(locator);
    return locator;
  }

  #mismatch(what: string): ConnectorError {
    return new ConnectorError('reconciliation-mismatch', `Query job ${this.#job.id} ${what}.`, {
      details: { jobId: this.#job.id, rowCount: this.#rowCount },
    });
  }
}

async function* nothing(): AsyncGenerator<Uint8Array, undefined, undefined> {
  // A page without rows.
}
