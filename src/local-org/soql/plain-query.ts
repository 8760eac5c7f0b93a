import type { Query as ParsedQuery, QueryBase, Subquery } from '@jetstreamapp/soql-parser-js';
import { quoteName } from '../records/column.ts';
import type { JsonRecord, Query } from '../records/org-database.ts';
import { Bindings } from './bindings.ts';
import { compoundInBulk } from './bulk-restrictions.ts';
import { aggregateOperand } from './group-list.ts';
import { orderBySql } from './order-by.ts';
import { QueryScope, type QueryContext } from './query-scope.ts';
import { recordShaper, type ChildReader, type ResultRow } from './record-shape.ts';
import { countRows, readRows, type SelectStatement } from './result-reader.ts';
import { SelectList, type OutputItem } from './select-list.ts';
import { bulkText } from './value-text.ts';
import { whereSql } from './where-clause.ts';

/** A compiled SELECT of records, root or child. */
interface CompiledSelect {
  readonly statement: SelectStatement;
  readonly list: SelectList;
  readonly shape: (row: ResultRow, versionPath: string) => JsonRecord;
}

/** Compiles a query that gives records. */
export function compilePlainQuery(scope: QueryScope, query: ParsedQuery, dialect: 'rest' | 'bulk'): Query {
  const { store } = scope.context;
  const { statement, list, shape } = compileSelect(scope, query);
  const values = list.items.filter((item) => item.kind !== 'children');
  if (dialect === 'bulk' && values.some((item) => item.kind === 'address')) throw compoundInBulk();
  return {
    object: scope.root.sobject.name,
    isCount: false,
    isAggregate: false,
    columns: values.map((item) => [...item.source.path, item.field.name].join('.')),
    totalSize: () => countRows(store, statement),
    *records(versionPath, range) {
      for (const row of readRows(store, statement, range)) yield shape(row, versionPath);
    },
    *rows() {
      for (const row of readRows(store, statement)) {
        yield values.map((item) =>
          item.kind === 'value' ? bulkText(item.field.type, row[item.column] ?? null) : '',
        );
      }
    },
  };
}

function compileSelect(scope: QueryScope, query: QueryBase, extraWhere?: string): CompiledSelect {
  const list = new SelectList(scope);
  const limited = query.limit !== undefined && query.limit <= 200;
  for (const selected of query.fields ?? []) list.add(selected, limited);
  const shape = recordShaper(list, scope.root, (item) => childReader(scope, item));
  const where = whereSql(scope, query, aggregateOperand, extraWhere);
  const order = orderBySql(scope, query.orderBy, aggregateOperand);
  const statement = {
    sql: `SELECT ${list.sql()} FROM ${scope.fromSql()}${where}${order}`,
    parameters: scope.context.bindings.values,
    limit: query.limit,
    offset: query.offset ?? 0,
  };
  return { statement, list, shape };
}

/** Children are read by one prepared statement of their own, once for each parent. */
function childReader(scope: QueryScope, item: Extract<OutputItem, { kind: 'children' }>): ChildReader {
  const { context, root } = scope;
  const relationship = root.sobject.childRelationship(item.relationshipName);
  const child = context.store.catalogue.find(relationship?.childSObject ?? '');
  if (relationship === undefined || child === undefined) return () => null;
  const own: QueryContext = { ...context, bindings: new Bindings() };
  const childScope = new QueryScope(own, child, aliasMap(item.subquery));
  const parentParameter = own.bindings.bind(null);
  const link = `${childScope.root.alias}.${quoteName(relationship.field)} = ${parentParameter}`;
  const { statement, shape } = compileSelect(childScope, item.subquery, link);
  return (parentId, versionPath) => {
    const parameters = { ...statement.parameters, [parentParameter.slice(1)]: parentId };
    const records = [...readRows(context.store, { ...statement, parameters })].map((row) =>
      shape(row, versionPath),
    );
    return records.length === 0 ? null : { totalSize: records.length, done: true, records };
  };
}

function aliasMap(subquery: Subquery): ReadonlyMap<string, string> {
  return new Map(subquery.sObjectAlias === undefined ? [] : [[subquery.sObjectAlias.toLowerCase(), '']]);
}
