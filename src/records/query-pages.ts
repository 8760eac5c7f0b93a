import { z } from 'zod';
import type { SalesforceConnection } from '../connection/salesforce-connection.ts';
import type { RestAnswer } from '../connection/rest/rest-client.ts';
import { ConnectorError } from '../errors/connector-error.ts';
import type { JsonRecord } from './row-of-record.ts';

/** What to ask the org for. */
export interface PageRequest {
  readonly soql: string;
  /** Take deleted and archived records along (`queryAll`). */
  readonly includeDeleted: boolean;
  /** Rows that the org should put on a page, 200 to 2,000; it may give fewer. Default: the org's, 2,000. */
  readonly batchSize?: number;
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

  first({ soql, includeDeleted, batchSize }: PageRequest): Promise<ResultPage> {
    const headers = batchSize === undefined ? {} : { 'sforce-query-options': `batchSize=${batchSize}` };
    return this.at(includeDeleted ? 'queryAll' : 'query', { q: soql }, headers);
  }

  /** The page at a path that gives a query result. */
  async at(
    path: string,
    query: Readonly<Record<string, string>> = {},
    headers: Readonly<Record<string, string>> = {},
  ): Promise<ResultPage> {
    const call = {
      method: 'GET',
      path,
      query,
      headers,
      callClass: 'idempotent',
      signal: this.#signal,
    } as const;
    return this.#read(await this.#connection.rest.send(call));
  }

  /** The page behind this one; `undefined` behind the last. */
  async after({ done, nextRecordsUrl: url }: Omit<ResultPage, 'totalSize'>): Promise<ResultPage | undefined> {
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
    return this.at(url);
  }

  #read(answer: RestAnswer): ResultPage {
    const page = resultPage.safeParse(answer.body);
    if (!page.success) {
      throw new ConnectorError(
        'unexpected-response',
        'The org answered a query with something else than rows.',
        { cause: page.error },
      );
    }
    this.byteCount += answer.byteLength;
    return page.data;
  }
}
