import type { RowBatch } from '../contract/row.ts';
import type { SalesforceConnection } from '../connection/salesforce-connection.ts';
import { FailureClass, failureClassOf } from '../errors/failure-class.ts';
import { clausesOf, withCondition, type Clauses } from '../soql/clauses.ts';
import { QueryPages } from './query-pages.ts';
import type { RecordQuery } from './query-records.ts';
import { readPages, type PagesRead } from './read-pages.ts';
import { byCreation, byId, type SliceKey } from './slice-key.ts';

/** Slices that one becomes which takes too long. Every try that runs too long costs minutes, every slice one call. */
const slicesOfOne = 8n;

/** Clauses behind the conditions that do not keep a query from being sliced. */
const harmless = new Set(['order', 'with']);
const aggregates = new Set(['count', 'count_distinct', 'sum', 'avg', 'min', 'max', 'grouping']);

/** From one position up to, not including, another; without one it is open. */
interface Slice {
  readonly from: bigint | undefined;
  readonly to: bigint | undefined;
}

/** Whether the org gave a query up because it ran too long. */
export function ranTooLong(error: unknown): boolean {
  return failureClassOf(error) === FailureClass.ranTooLong;
}

/** A query that is read in slices of a field whose values never change, so that no record moves from one to another. */
export class SlicedQuery {
  readonly #connection: SalesforceConnection;
  readonly #query: RecordQuery;
  readonly #clauses: Clauses;
  readonly #key: SliceKey;

  private constructor(
    connection: SalesforceConnection,
    {
      query,
      clauses,
      key,
    }: { readonly query: RecordQuery; readonly clauses: Clauses; readonly key: SliceKey },
  ) {
    this.#connection = connection;
    this.#query = query;
    this.#clauses = clauses;
    this.#key = key;
  }

  /** `undefined` for a query whose slices, one after the other, would be something else than the query. */
  static of(connection: SalesforceConnection, query: RecordQuery): SlicedQuery | undefined {
    const clauses = clausesOf(query.soql);
    const object = query.fields?.object;
    if (clauses === undefined || object === undefined) return undefined;
    const isWhole =
      clauses.tailClauses.every((clause) => harmless.has(clause)) &&
      !clauses.functions.some((name) => aggregates.has(name));
    const hasCreation = object.fields.some(({ name }) => name === byCreation.field);
    const keys = [
      ...(hasCreation ? [byCreation] : []),
      ...(object.keyPrefix == null ? [] : [byId(object.keyPrefix)]),
    ];
    const key = keys.find(({ field }) => isInOrderOf(clauses, field));
    return isWhole && key !== undefined ? new SlicedQuery(connection, { query, clauses, key }) : undefined;
  }

  get field(): string {
    return this.#key.field;
  }

  /**
   * Reads all slices, in order. Slices that take too long are cut again.
   *
   * @param tooLong what to throw when a slice can be cut no more
   */
  async *read(read: PagesRead, tooLong: unknown): AsyncGenerator<RowBatch, undefined, undefined> {
    const bounds = await this.#bounds(read);
    if (bounds === undefined) throw tooLong;
    const left = cut({ from: undefined, to: undefined }, bounds);
    for (let slice = left.shift(); slice !== undefined && !read.truncated; slice = left.shift()) {
      if (read.rowCount === this.#query.maxRows) {
        read.truncated = true;
        return undefined;
      }
      const before = read.rowCount;
      try {
        yield* readPages(read, withCondition(this.#clauses, this.#condition(slice)));
      } catch (error) {
        // Rows of a slice that were handed over cannot be taken back: only its first page may fail.
        if (!ranTooLong(error) || read.rowCount > before) throw error;
        const smaller = cut(slice, bounds);
        if (smaller.length < 2) throw error;
        left.unshift(...smaller);
      }
    }
    return undefined;
  }

  #condition({ from, to }: Slice): string {
    const { field, literal } = this.#key;
    const conditions = [
      ...(from === undefined ? [] : [`${field} >= ${literal(from)}`]),
      ...(to === undefined ? [] : [`${field} < ${literal(to)}`]),
    ];
    return conditions.join(' AND ');
  }

  /** The first and the last position of all records of the object; `undefined` when there are none. */
  async #bounds({ run }: PagesRead): Promise<readonly [first: bigint, last: bigint] | undefined> {
    const [first, last] = [await this.#edge('ASC', run.signal), await this.#edge('DESC', run.signal)];
    return first === undefined || last === undefined ? undefined : [first, last];
  }

  async #edge(direction: 'ASC' | 'DESC', signal: AbortSignal | undefined): Promise<bigint | undefined> {
    const { field, position } = this.#key;
    const object = this.#query.fields?.object.name ?? '';
    const soql = `SELECT ${field} FROM ${object} ORDER BY ${field} ${direction} LIMIT 1`;
    const pages = new QueryPages(this.#connection, signal);
    const { records } = await pages.first({ soql, includeDeleted: this.#query.includeDeleted });
    const value = records[0]?.[field];
    return typeof value === 'string' ? position(value) : undefined;
  }
}

/** No order of its own, or exactly that of the slices. */
function isInOrderOf({ orderBy }: Clauses, field: string): boolean {
  const [name, direction = 'asc', ...rest] = orderBy;
  if (name === undefined) return true;
  return name === field.toLowerCase() && direction === 'asc' && rest.length === 0;
}

/** Equal parts of a slice. The outermost ones stay open: records may be older than the first, or newer than the last. */
function cut({ from, to }: Slice, [first, last]: readonly [bigint, bigint]): Slice[] {
  const start = from ?? first;
  const width = (to ?? last + 1n) - start;
  const count = width < slicesOfOne ? width : slicesOfOne;
  if (count < 2n) return [];
  const edges = Array.from(
    { length: Number(count) - 1 },
    (_, index) => start + (width * BigInt(index + 1)) / count,
  );
  return [from, ...edges].map((edge, index) => ({ from: edge, to: edges[index] ?? to }));
}
