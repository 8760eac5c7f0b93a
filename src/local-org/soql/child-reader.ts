import type { Subquery } from '@jetstreamapp/soql-parser-js';
import type { StatementSync } from 'node:sqlite';
import { quoteName } from '../records/column.ts';
import type { JsonRecord } from '../records/org-database.ts';
import { Bindings } from './bindings.ts';
import type { CompiledSelect } from './plain-query.ts';
import { QueryScope, type QueryContext } from './query-scope.ts';
import type { ChildReader, Presentation, ResultRow } from './record-shape.ts';
import { countRows, prepareSelect, selectSql } from './result-reader.ts';
import type { OutputItem } from './select-list.ts';

/** Compiles the SELECT of a child subquery; `link` is the condition that ties it to its parent. */
export type ChildCompiler = (scope: QueryScope, subquery: Subquery, link: string) => CompiledSelect;

/** Children are read by one prepared statement of their own, once for each parent. */
export function childReader(
  scope: QueryScope,
  item: Extract<OutputItem, { kind: 'children' }>,
  compile: ChildCompiler,
): ChildReader {
  const { context, root } = scope;
  const { store } = context;
  const relationship = root.sobject.childRelationship(item.relationshipName);
  const child = store.catalogue.find(relationship?.childSObject ?? '');
  if (relationship === undefined || child === undefined) return () => null;
  const own: QueryContext = { ...context, bindings: new Bindings() };
  const childScope = new QueryScope(own, child, aliasMap(item.subquery));
  const parentParameter = own.bindings.bind(null);
  const link = `${childScope.root.alias}.${quoteName(relationship.field)} = ${parentParameter}`;
  const { statement, shape } = compile(childScope, item.subquery, link);
  const sql = selectSql(statement);
  let idle: StatementSync | undefined;

  return (parentId, how) => {
    const parameters = { ...statement.parameters, [parentParameter.slice(1)]: parentId };
    const prepared = idle ?? prepareSelect(store, sql);
    idle = undefined;
    prepared.setReturnArrays(true);
    const rest = recordsOf(prepared.iterate(parameters) as IterableIterator<unknown>, how);
    const [records, next] = take(rest, how.childPages?.rows ?? Infinity);
    if (next === undefined) {
      idle = prepared;
      return records.length === 0 ? null : { totalSize: records.length, done: true, records };
    }
    // The statement goes on reading in the cursor that `keep` opens, so the next parent gets another one.
    const totalSize = countRows(store, { ...statement, parameters });
    const nextRecordsUrl = how.childPages?.keep(totalSize, records, chain(next, rest));
    return { totalSize, done: false, nextRecordsUrl, records };
  };

  function* recordsOf(rows: IterableIterator<unknown>, how: Presentation): IterableIterator<JsonRecord> {
    for (const row of rows) yield shape(row as ResultRow, how);
  }
}

/** Up to `count` records, and the one after them when there are more. */
function take(records: IterableIterator<JsonRecord>, count: number): [JsonRecord[], JsonRecord | undefined] {
  const taken: JsonRecord[] = [];
  for (;;) {
    const next = records.next();
    if (next.done === true) return [taken, undefined];
    if (taken.length === count) return [taken, next.value];
    taken.push(next.value);
  }
}

function* chain(first: JsonRecord, rest: IterableIterator<JsonRecord>): IterableIterator<JsonRecord> {
  try {
    yield first;
    yield* rest;
  } finally {
    rest.return?.();
  }
}

function aliasMap(subquery: Subquery): ReadonlyMap<string, string> {
  return new Map(subquery.sObjectAlias === undefined ? [] : [[subquery.sObjectAlias.toLowerCase(), '']]);
}
