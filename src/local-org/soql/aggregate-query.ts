import type { Query as ParsedQuery } from '@jetstreamapp/soql-parser-js';
import { SoqlError, type Query } from '../records/org-database.ts';
import { conditionSql } from './compile-condition.ts';
import { filterFunction } from './filter-function.ts';
import { groupColumns, groupedField, groupFunction, type GroupColumn } from './group-list.ts';
import { Grouping } from './grouping.ts';
import { orderBySql, type OrderTerms } from './order-by.ts';
import type { QueryScope } from './query-scope.ts';
import { countRows, readRows, type SelectStatement } from './result-reader.ts';
import { bulkText, jsonValue } from './value-text.ts';
import { whereSql } from './where-clause.ts';

/** Compiles `SELECT COUNT() FROM …`: a number, no records. LIMIT cuts the number. */
export function compileCountQuery(scope: QueryScope, query: ParsedQuery): Query {
  if (query.orderBy !== undefined)
    throw new SoqlError('MALFORMED_QUERY', 'COUNT() and ORDER BY cannot be used together');
  const where = whereSql(scope, query, filterFunction);
  const statement: SelectStatement = {
    sql: `SELECT 1 FROM ${scope.fromSql()}${where}`,
    parameters: scope.context.bindings.values,
    limit: query.limit,
    offset: query.offset ?? 0,
  };
  return {
    object: scope.root.sobject.name,
    isCount: true,
    isAggregate: true,
    columns: [],
    totalSize: () => countRows(scope.context.store, statement),
    records: () => [][Symbol.iterator](),
    rows: () => [][Symbol.iterator](),
  };
}

/** Compiles a query with GROUP BY or aggregate functions. */
export function compileAggregateQuery(scope: QueryScope, query: ParsedQuery): Query {
  const { store, bindings } = scope.context;
  const grouping = new Grouping(scope, query.groupBy);
  if (grouping.isEmpty && query.limit !== undefined) {
    throw new SoqlError(
      'MALFORMED_QUERY',
      'Non-grouped query that uses overall aggregate functions cannot also use LIMIT',
    );
  }
  const columns = groupColumns(scope, query.fields ?? [], grouping);
  const where = whereSql(scope, query, filterFunction);
  const having = havingSql(scope, query, grouping);
  const order = orderBySql(query.orderBy, groupOrder(scope, columns, grouping)) || grouping.orderBySql();
  const select = columns.map(({ sql }) => sql).join(', ');
  const from = scope.fromSql() + grouping.joinSql();
  const statement: SelectStatement = {
    sql: `SELECT ${select} FROM ${from}${where}${grouping.groupBySql()}${having}${order}`,
    parameters: bindings.values,
    limit: query.limit,
    offset: query.offset ?? 0,
  };
  return {
    object: scope.root.sobject.name,
    isCount: false,
    isAggregate: true,
    columns: columns.map(({ name }) => name),
    totalSize: () => checkSize(countRows(store, statement)),
    *records(_versionPath, range) {
      for (const row of readRows(store, statement, range)) {
        const values = columns.map(({ name, field, show }, i) => {
          const value = row[i] ?? null;
          return [name, show === undefined ? jsonValue(field.type, value) : show(value)];
        });
        yield {
          attributes: { type: 'AggregateResult' },
          ...(Object.fromEntries(values) as Record<string, unknown>),
        };
      }
    },
    *rows() {
      for (const row of readRows(store, statement))
        yield columns.map(({ field }, i) => bulkText(field.type, row[i] ?? null));
    },
  };
}

function havingSql(scope: QueryScope, query: ParsedQuery, grouping: Grouping): string {
  if (query.having === undefined) return '';
  const condition = conditionSql(
    scope,
    query.having,
    (_scope, call) => groupFunction(scope, call, grouping),
    (_scope, written) => groupedField(scope, written, grouping),
  );
  return ` HAVING ${condition}`;
}

/** Groups are ordered by aliases of SELECT, fields and functions that are grouped by, and aggregates. */
function groupOrder(scope: QueryScope, columns: readonly GroupColumn[], grouping: Grouping): OrderTerms {
  return {
    ofField: (written) => {
      const named = columns.find(({ name }) => name.toLowerCase() === written.toLowerCase());
      return named?.sql ?? groupedField(scope, written, grouping).sql;
    },
    ofFunction: (call) => groupFunction(scope, call, grouping).sql,
  };
}

/** Rows of groups have no pages. */
const MAX_GROUPS = 2000;

function checkSize(rows: number): number {
  if (rows <= MAX_GROUPS) return rows;
  const message =
    'Aggregate query does not support queryMore(), use LIMIT to restrict the results to a single batch';
  throw new SoqlError('EXCEEDED_ID_LIMIT', message);
}
