import type { SqlValue } from '../records/column.ts';
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
  const prepared = store.tables.prepare(selectSql(statement, range));
  prepared.setReturnArrays(true);
  for (const row of prepared.iterate(statement.parameters)) yield row as unknown as ResultRow;
}

/** The SQL of the statement with its LIMIT, or of a range of its rows. */
export function selectSql(statement: SelectStatement, range?: { offset: number; limit: number }): string {
  return statement.sql + windowSql(statement, range);
}

/** Number of rows, without reading them. */
export function countRows(store: RecordStore, statement: SelectStatement): number {
  const row = store.tables
    .prepare(`SELECT count(*) AS n FROM (${statement.sql}${windowSql(statement)})`)
    .get(statement.parameters);
  return Number(row?.['n']);
}

function windowSql(statement: SelectStatement, range?: { offset: number; limit: number }): string {
  const rest = statement.limit === undefined ? -1 : Math.max(0, statement.limit - (range?.offset ?? 0));
  const limit = range === undefined ? rest : rest < 0 ? range.limit : Math.min(rest, range.limit);
  const offset = statement.offset + (range?.offset ?? 0);
  return limit < 0 && offset === 0 ? '' : ` LIMIT ${limit} OFFSET ${offset}`;
}
