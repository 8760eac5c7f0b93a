import type { ForClause } from '@jetstreamapp/soql-parser-js';
import { quoteName } from '../records/column.ts';
import type { JsonRecord, Query } from '../records/org-database.ts';
import type { QueryScope } from './query-scope.ts';

/**
 * A query with FOR VIEW or FOR REFERENCE: the records it gives are marked as seen just now, each when it is read.
 * The list of recently viewed records is not kept.
 */
export function markingViewed(scope: QueryScope, clause: ForClause | undefined, query: Query): Query {
  const { store } = scope.context;
  const { sobject } = scope.root;
  const names = clause === 'VIEW' ? ['LastViewedDate', 'LastReferencedDate'] : ['LastReferencedDate'];
  const columns = names.filter((name) => sobject.field(name) !== undefined);
  if (clause === undefined || query.isAggregate || columns.length === 0) return query;
  const sets = columns.map((name) => `${quoteName(name)} = :now`).join(', ');
  const sql = `UPDATE ${store.tables.ensure(sobject)} SET ${sets} WHERE "Id" = :id`;
  return {
    ...query,
    *records(versionPath, range, childPages) {
      for (const record of query.records(versionPath, range, childPages)) {
        const id = idOf(record);
        const now = Math.floor(store.now() / 1000) * 1000;
        if (id !== undefined) store.tables.statement(sql).run({ now, id });
        yield record;
      }
    },
  };
}

/** The id at the end of a record's address. */
function idOf({ attributes }: JsonRecord): string | undefined {
  return (attributes as { url?: string } | undefined)?.url?.split('/').at(-1);
}
