import type { Query as ParsedQuery, QueryBase } from '@jetstreamapp/soql-parser-js';
import type { SqlValue } from '../records/column.ts';
import type { JsonRecord, Query } from '../records/org-database.ts';
import { compoundInBulk } from './bulk-restrictions.ts';
import { childReader } from './child-reader.ts';
import { isFieldsCall } from './fields-function.ts';
import { filterFunction } from './filter-function.ts';
import { idBound } from './id-bound.ts';
import { orderBySql, recordOrder } from './order-by.ts';
import type { QueryScope } from './query-scope.ts';
import { recordShaper, type Presentation, type ResultRow } from './record-shape.ts';
import { countRows, readRows, type SelectStatement } from './result-reader.ts';
import { SelectList, shownName, type FieldItem } from './select-list.ts';
import { bulkText } from './value-text.ts';
import { whereSql } from './where-clause.ts';

/** A compiled SELECT of records, root or child. */
export interface CompiledSelect {
  readonly statement: SelectStatement;
  readonly list: SelectList;
  readonly shape: (row: ResultRow, how: Presentation) => JsonRecord;
}

/** Compiles a query that gives records. */
export function compilePlainQuery(scope: QueryScope, query: ParsedQuery, dialect: 'rest' | 'bulk'): Query {
  const { store } = scope.context;
  const { statement, list, shape } = compileSelect(scope, query);
  const values = list.items.filter((item) => item.kind === 'value' || item.kind === 'address');
  if (dialect === 'bulk' && values.some((item) => item.kind === 'address')) throw compoundInBulk();
  return {
    object: scope.root.sobject.name,
    isCount: false,
    isAggregate: false,
    columns: values.map((item) => [...item.source.path, shownName(item)].join('.')),
    totalSize: () => countRows(store, statement),
    *records(versionPath, range, childPages) {
      for (const row of readRows(store, statement, range)) yield shape(row, { versionPath, childPages });
    },
    *rows() {
      for (const row of readRows(store, statement)) {
        yield values.map((item) => (item.kind === 'value' ? textOf(item, row[item.column] ?? null) : ''));
      }
    },
  };
}

function compileSelect(scope: QueryScope, query: QueryBase, extraWhere?: string): CompiledSelect {
  const list = new SelectList(scope);
  const fields = query.fields ?? [];
  const limited = fields.some(isFieldsCall) && isBounded(scope, query);
  for (const selected of fields) list.add(selected, limited);
  const shape = recordShaper(list, scope.root, (item) => childReader(scope, item, compileSelect));
  const where = whereSql(scope, query, filterFunction, extraWhere);
  const order = orderBySql(query.orderBy, recordOrder(scope));
  const statement = {
    sql: `SELECT ${list.sql()} FROM ${scope.fromSql()}${where}${order}`,
    parameters: scope.context.bindings.values,
    limit: query.limit,
    offset: query.offset ?? 0,
  };
  return { statement, list, shape };
}

function textOf({ field, show }: Extract<FieldItem, { kind: 'value' }>, value: SqlValue): string {
  return show === undefined ? bulkText(field.type, value) : (show(value) ?? '');
}

/** Most records that a query with an unbounded FIELDS() may find. */
const MAX_UNBOUNDED = 200;

function isBounded(scope: QueryScope, { limit = Infinity, where }: QueryBase): boolean {
  return limit <= MAX_UNBOUNDED || idBound(scope, where) <= MAX_UNBOUNDED;
}
