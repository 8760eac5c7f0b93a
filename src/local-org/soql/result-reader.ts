import type { StatementSync } from 'node:sqlite';
import type { SqlValue } from '../records/column.ts';
import { SoqlError } from '../records/org-database.ts';
import type { RecordStore } from '../records/record-store.ts';
import type { ResultRow } from './record-shape.ts';

/** A compiled SELECT without its LIMIT. */
export interface SelectStatement {
  readonly sql: string;
  readonly parameters: Readonly<Record<string, SqlValue>>;
  readonly limit: number | undefined;
  readonly offset: number;
}

/** Rows one by one; the statement ends with the loop. */
export function* readRows(
  store: RecordStore,
  statement: SelectStatement,
  range?: { offset: number; limit: number },
): IterableIterator<ResultRow> {
  const prepared = prepareSelect(store, selectSql(statement, range));
  prepared.setReturnArrays(true);
  for (const row of prepared.iterate(statement.parameters)) yield row as unknown as ResultRow;
}

/** The SQL of the statement with its LIMIT, or of a range of its rows. */
export function selectSql(statement: SelectStatement, range?: { offset: number; limit: number }): string {
  return statement.sql + windowSql(statement, range);
}

/** Number of rows, without reading them. */
export function countRows(store: RecordStore, statement: SelectStatement): number {
  const sql = `SELECT count(*) AS n FROM (${selectSql(statement)})`;
  const row = prepareSelect(store, sql).get(statement.parameters);
  return Number(row?.['n']);
}

/**
 * A statement of its own for a compiled query.
 * @throws {@link SoqlError} `QUERY_TOO_COMPLICATED` beyond a limit of SQLite (columns, values, depth).
 */
export function prepareSelect(store: RecordStore, sql: string): StatementSync {
  try {
    return store.tables.prepare(sql);
  } catch (error) {
    if (!(error instanceof Error) || !/too (many|large|deep)|stack overflow/i.test(error.message))
      throw error;
    throw new SoqlError('QUERY_TOO_COMPLICATED', 'Query is too complicated for the local org');
  }
}

function windowSql(statement: SelectStatement, range?: { offset: number; limit: number }): string {
  const rest = statement.limit === undefined ? -1 : Math.max(0, statement.limit - (range?.offset ?? 0));
  const limit = range === undefined ? rest : rest < 0 ? range.limit : Math.min(rest, range.limit);
  const offset = statement.offset + (range?.offset ?? 0);
  return limit < 0 && offset === 0 ? '' : ` LIMIT ${limit} OFFSET ${offset}`;
}
