import type { Query as ParsedQuery } from '@jetstreamapp/soql-parser-js';
import { SoqlError, type Query } from '../records/org-database.ts';
import { conditionSql } from './compile-condition.ts';
import { aggregateOperand, groupBySql, groupColumns } from './group-list.ts';
import { orderBySql } from './order-by.ts';
import type { QueryScope } from './query-scope.ts';
import { countRows, readRows, type SelectStatement } from './result-reader.ts';
import { bulkText, jsonValue } from './value-text.ts';
import { whereSql } from './where-clause.ts';

/** Compiles `SELECT COUNT() FROM …`: a number, no records. LIMIT cuts the number. */
export function compileCountQuery(scope: QueryScope, query: ParsedQuery): Query {
  if (query.orderBy !== undefined)
    throw new SoqlError('MALFORMED_QUERY', 'COUNT() and ORDER BY cannot be used together');
  const where = whereSql(scope, query, aggregateOperand);
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
  const groupedBy = groupBySql(scope, query.groupBy);
  if (groupedBy.length === 0 && query.limit !== undefined) {
    throw new SoqlError(
      'MALFORMED_QUERY',
      'Non-grouped query that uses overall aggregate functions cannot also use LIMIT',
    );
  }
  const columns = groupColumns(scope, query.fields ?? [], groupedBy);
  const where = whereSql(scope, query, aggregateOperand);
  const having =
    query.having === undefined ? '' : ` HAVING ${conditionSql(scope, query.having, aggregateOperand)}`;
  const order = orderBySql(scope, query.orderBy, aggregateOperand);
  const group = groupedBy.length === 0 ? '' : ` GROUP BY ${groupedBy.join(', ')}`;
  const select = columns.map(({ sql }) => sql).join(', ');
  const statement: SelectStatement = {
    sql: `SELECT ${select} FROM ${scope.fromSql()}${where}${group}${having}${order}`,
    parameters: bindings.values,
    limit: query.limit,
    offset: query.offset ?? 0,
  };
  return {
    object: scope.root.sobject.name,
    isCount: false,
    isAggregate: true,
    columns: columns.map(({ name }) => name),
    totalSize: () => countRows(store, statement),
    *records(_versionPath, range) {
      for (const row of readRows(store, statement, range)) {
        const values = columns.map(({ name, field }, i) => [name, jsonValue(field.type, row[i] ?? null)]);
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
