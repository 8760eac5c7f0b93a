import { z } from 'zod';
import type { ActivityRun } from '../contract/activity.ts';
import type { ReadReport } from '../contract/outcome.ts';
import type { RowBatch } from '../contract/row.ts';
import type { SalesforceConnection } from '../connection/salesforce-connection.ts';
import type { RestAnswer } from '../connection/rest/rest-client.ts';
import { ConnectorError } from '../errors/connector-error.ts';
import type { QueryFields } from '../schema/query-fields.ts';
import { ChildPages, rowOfRecord, type JsonRecord } from './row-of-record.ts';

/** What to read. */
export interface RecordQuery {
  readonly soql: string;
  /** Take deleted and archived records along (`queryAll`). */
  readonly includeDeleted: boolean;
  /** Stop after this many rows; `undefined` reads all. */
  readonly maxRows: number | undefined;
  /** The columns and their types; `undefined` when the query could not be read. */
  readonly fields: QueryFields | undefined;
  /** Rows that the org should put on a page, 200 to 2,000; it may give fewer. Default: the org's, 2,000. */
  readonly batchSize?: number;
}

const queryPage = z.object({
  totalSize: z.number(),
  done: z.boolean(),
  nextRecordsUrl: z.string().optional(),
  // Records are looked at one by one when they become rows; checking them here too would cost as much again.
  records: z.custom<readonly JsonRecord[]>(Array.isArray),
});

type QueryPage = z.infer<typeof queryPage>;

/**
 * Reads a query over REST, page by page as the caller pulls. Pages are followed, never computed: the org decides how
 * many rows one holds. A bare `COUNT()` gives one row with the number.
 *
 * @throws ConnectorError `invalid-query` and everything that a {@link RestClient} throws
 */
export async function* queryRecords(
  connection: SalesforceConnection,
  query: RecordQuery,
  run: ActivityRun = {},
): AsyncGenerator<RowBatch, ReadReport, undefined> {
  const pages = new QueryPages(connection, run.signal);
  const children = new ChildPages((page) => pages.after(page));
  let page: QueryPage | undefined = await pages.first(query);
  const { isCount = false, columns: [count] = [] } = query.fields ?? {};
  if (isCount && count !== undefined) {
    yield { firstRowIndex: 0, rows: [{ [count.name]: page.totalSize }] };
    return { rowCount: 1, byteCount: pages.byteCount, truncated: false, jobs: [] };
  }
  let rowCount = 0;
  while (page !== undefined) {
    const room = (query.maxRows ?? Infinity) - rowCount;
    const rows = [];
    for (const record of page.records.slice(0, room)) {
      rows.push(await rowOfRecord(record, query.fields, children));
    }
    if (rows.length > 0) yield { firstRowIndex: rowCount, rows };
    rowCount += rows.length;
    run.onProgress?.({ phase: 'read', rows: rowCount, totalRows: page.totalSize, bytes: pages.byteCount });
    if (page.records.length > room || (rowCount === query.maxRows && !page.done)) {
      return { rowCount, byteCount: pages.byteCount, truncated: true, jobs: [] };
    }
    page = await pages.after(page);
  }
  return { rowCount, byteCount: pages.byteCount, truncated: false, jobs: [] };
}

/** The page calls of one query, which refuse to go in circles. */
class QueryPages {
  readonly #connection: SalesforceConnection;
  readonly #signal: AbortSignal | undefined;
  readonly #seen = new Set<string>();
  byteCount = 0;

  constructor(connection: SalesforceConnection, signal: AbortSignal | undefined) {
    this.#connection = connection;
    this.#signal = signal;
  }

  async first({ soql, includeDeleted, batchSize }: RecordQuery): Promise<QueryPage> {
    return this.#read(
      await this.#connection.rest.send({
        method: 'GET',
        path: includeDeleted ? 'queryAll' : 'query',
        query: { q: soql },
        ...(batchSize === undefined ? {} : { headers: { 'sforce-query-options': `batchSize=${batchSize}` } }),
        callClass: 'idempotent',
        signal: this.#signal,
      }),
    );
  }

  /** The page behind this one; `undefined` behind the last. */
  async after({ done, nextRecordsUrl: url }: Omit<QueryPage, 'totalSize'>): Promise<QueryPage | undefined> {
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
    return this.#read(
      await this.#connection.rest.send({
        method: 'GET',
        path: url,
        callClass: 'idempotent',
        signal: this.#signal,
      }),
    );
  }

  #read(answer: RestAnswer): QueryPage {
    const page = queryPage.safeParse(answer.body);
    if (!page.success) {
      throw new ConnectorError(
        'unexpected-response',
        'The org answered a query with something else than rows.',
        {
          cause: page.error,
        },
      );
    }
    this.byteCount += answer.byteLength;
    return page.data;
  }
}
