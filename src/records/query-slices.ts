import type { RowBatch } from '../contract/row.ts';
import type { SalesforceConnection } from '../connection/salesforce-connection.ts';
import { clausesOf, withCondition, type Clauses } from '../soql/clauses.ts';
import { QueryPages } from './query-pages.ts';
import type { RecordQuery } from './query-records.ts';
import { ranTooLong } from './ran-too-long.ts';
import { readOn } from './read-on.ts';
import type { PagesRead } from './read-pages.ts';
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

/** Positions of the first and the last record of an object. */
type Bounds = readonly [first: bigint, last: bigint];

/** A query that is read in slices of a field whose values never change, so that no record moves from one to another. */
export class SlicedQuery {
  readonly #connection: SalesforceConnection;
  readonly #query: RecordQuery;
  readonly #clauses: Clauses;
  readonly #keys: readonly SliceKey[];

  private constructor(
    connection: SalesforceConnection,
    parts: { readonly query: RecordQuery; readonly clauses: Clauses; readonly keys: readonly SliceKey[] },
  ) {
    this.#connection = connection;
    this.#query = parts.query;
    this.#clauses = parts.clauses;
    this.#keys = parts.keys;
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
    ].filter(({ field }) => isInOrderOf(clauses, field));
    return isWhole && keys.length > 0 ? new SlicedQuery(connection, { query, clauses, keys }) : undefined;
  }

  /**
   * Reads all slices, in order, also when enough rows are there: only a row more tells that there are more. Slices that take
   * too long are cut again.
   *
   * @param tooLong what to throw when a slice can be cut no more
   */
  async *read(read: PagesRead, tooLong: unknown): AsyncGenerator<RowBatch, undefined, undefined> {
    for (const key of this.#keys) {
      const bounds = await this.#bounds(key, read);
      const slices = bounds === undefined ? [] : cut({ from: undefined, to: undefined }, bounds);
      // Records that were all made in one second are told apart by their ids.
      if (bounds === undefined || slices.length === 0) continue;
      const { logger } = this.#connection.context;
      logger.warn('Query ran too long and is read in slices', { field: key.field });
      read.note = 'in slices';
      return yield* this.#readSlices({ key, bounds, left: slices }, read);
    }
    throw tooLong;
  }

  async *#readSlices(
    { key, bounds, left }: { readonly key: SliceKey; readonly bounds: Bounds; readonly left: Slice[] },
    read: PagesRead,
  ): AsyncGenerator<RowBatch, undefined, undefined> {
    for (let slice = left.shift(); slice !== undefined && !read.truncated; slice = left.shift()) {
      const before = read.rowCount;
      try {
        yield* readOn(read, this.#soql(key, slice));
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

  /** A slice of a query without an order gets that of the ids, so that it can go on in the middle. */
  #soql(key: SliceKey, slice: Slice): string {
    const soql = withCondition(this.#clauses, conditionOf(key, slice));
    return this.#clauses.orderBy.length > 0 ? soql : `${soql} ORDER BY Id`;
  }

  /** The first and the last position of all records of the object; `undefined` when there are none. */
  async #bounds(key: SliceKey, { run }: PagesRead): Promise<Bounds | undefined> {
    const first = await this.#edge(key, 'ASC', run.signal);
    const last = await this.#edge(key, 'DESC', run.signal);
    return first === undefined || last === undefined ? undefined : [first, last];
  }

  async #edge(
    { field, position }: SliceKey,
    direction: 'ASC' | 'DESC',
    signal: AbortSignal | undefined,
  ): Promise<bigint | undefined> {
    const object = this.#query.fields?.object.name ?? '';
    const soql = `SELECT ${field} FROM ${object} ORDER BY ${field} ${direction} LIMIT 1`;
    const pages = new QueryPages(this.#connection, signal);
    const { records } = await pages.first({ soql, includeDeleted: this.#query.includeDeleted });
    const value = records[0]?.[field];
    return typeof value === 'string' ? position(value) : undefined;
  }
}

function conditionOf({ field, literal }: SliceKey, { from, to }: Slice): string {
  const conditions = [
    ...(from === undefined ? [] : [`${field} >= ${literal(from)}`]),
    ...(to === undefined ? [] : [`${field} < ${literal(to)}`]),
  ];
  return conditions.join(' AND ');
}

/** No order of its own, or exactly that of the slices. */
function isInOrderOf({ orderBy }: Clauses, field: string): boolean {
  const [name, direction = 'asc', ...rest] = orderBy;
  if (name === undefined) return true;
  return name === field.toLowerCase() && direction === 'asc' && rest.length === 0;
}

/** Equal parts of a slice. The outermost ones stay open: records may be older than the first, or newer than the last. */
function cut({ from, to }: Slice, [first, last]: Bounds): Slice[] {
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
