import { z } from 'zod';
import type { SalesforceConnection } from '../connection/salesforce-connection.ts';
import { ConnectorError } from '../errors/connector-error.ts';
import { fitsIntoAddress, isAddressTooLong, queryByComposite, requireQueryLength } from './long-query.ts';
import type { JsonRecord } from './row-reader.ts';

/** What to ask the org for. */
export interface PageRequest {
  readonly soql: string;
  /** Take deleted and archived records along (`queryAll`). */
  readonly includeDeleted: boolean;
  /** Rows that the org should put on a page, 200 to 2,000; it may give fewer. Default: the org's, 2,000. */
  readonly batchSize?: number | undefined;
}

const resultPage = z.object({
  totalSize: z.number(),
  done: z.boolean(),
  nextRecordsUrl: z.string().optional(),
  // Records are looked at one by one when they become rows; checking them here too would cost as much again.
  records: z.custom<readonly JsonRecord[]>(Array.isArray),
});

/** One page of a query result. */
export type ResultPage = z.infer<typeof resultPage>;

/** An answer of the org, whichever way it came. */
interface PageAnswer {
  readonly body: unknown;
  readonly byteLength: number;
}

/** A page that is on its way. */
export interface PageAhead {
  readonly page: Promise<ResultPage | undefined>;
  /** Gives it up, if it is not there yet. */
  readonly drop: () => void;
}

interface GetOptions {
  readonly headers?: Readonly<Record<string, string>>;
  readonly dropped?: AbortSignal | undefined;
}

/** The page calls of one query, which refuse to go in circles. Pages are followed, never computed. */
export class QueryPages {
  readonly #connection: SalesforceConnection;
  readonly #signal: AbortSignal | undefined;
  readonly #seen = new Set<string>();
  /** Bytes of all pages so far, after decompression. */
  byteCount = 0;

  constructor(connection: SalesforceConnection, signal: AbortSignal | undefined) {
    this.#connection = connection;
    this.#signal = signal;
  }

  /**
   * The first page. A query that does not fit into an address goes by another road.
   *
   * @throws ConnectorError `query-too-long`, `invalid-query`
   */
  async first({ soql, includeDeleted, batchSize }: PageRequest): Promise<ResultPage> {
    requireQueryLength(soql);
    const path = includeDeleted ? 'queryAll' : 'query';
    const headers = batchSize === undefined ? {} : { 'Sforce-Query-Options': `batchSize=${batchSize}` };
    const long = { path, soql, headers, signal: this.#signal } as const;
    if (!fitsIntoAddress(soql)) return this.#read(await queryByComposite(this.#connection, long));
    try {
      return await this.#get(path, { q: soql }, { headers });
    } catch (error) {
      // A proxy, or a long session, may leave less room than the org itself (field lesson D8).
      if (!isAddressTooLong(error)) throw error;
      return this.#read(await queryByComposite(this.#connection, long));
    }
  }

  /** Begins to ask for the page behind this one. Whoever does not want it any more must drop it. */
  ahead(page: ResultPage): PageAhead {
    const dropped = new AbortController();
    const promise = this.after(page, dropped.signal);
    // It may fail while nobody waits for it; who waits for it later gets the failure all the same.
    promise.catch(() => undefined);
    return {
      page: promise,
      drop: () => {
        dropped.abort();
      },
    };
  }

  /** The page behind this one; `undefined` behind the last. */
  async after(
    { done, nextRecordsUrl: url }: Omit<ResultPage, 'totalSize'>,
    dropped?: AbortSignal,
  ): Promise<ResultPage | undefined> {
    if (done) return undefined;
    if (url === undefined) {
      throw new ConnectorError(
        'unexpected-response',
        'The org has more rows of a query and names no next page.',
      );
    }
    if (this.#seen.has(url)) {
      throw new ConnectorError('unexpected-response', 'The org names the same next page of a query twice.');
    }
    this.#seen.add(url);
    return this.#get(url, {}, { dropped });
  }

  async #get(
    path: string,
    query: Readonly<Record<string, string>>,
    { headers = {}, dropped }: GetOptions,
  ): Promise<ResultPage> {
    const signals = [this.#signal, dropped].filter((signal) => signal !== undefined);
    const signal = signals.length > 1 ? AbortSignal.any(signals) : signals[0];
    const call = { method: 'GET', path, query, headers, callClass: 'idempotent', signal } as const;
    return this.#read(await this.#connection.rest.send(call));
  }

  #read({ body, byteLength }: PageAnswer): ResultPage {
    const page = resultPage.safeParse(body);
    if (!page.success) {
      throw new ConnectorError(
        'unexpected-response',
        'The org answered a query with something else than rows.',
        { cause: page.error },
      );
    }
    this.byteCount += byteLength;
    return page.data;
  }
}
