import { blobRoutes } from '../blobs/blob-routes.ts';
import type { OrgDatabase } from '../records/org-database.ts';
import type { OrgLimits } from '../server/org-limits.ts';
import type { Route } from '../server/route-table.ts';
import { routeOf } from './api-call.ts';
import { collectionOperations } from './collections.ts';
import { compositeOperations } from './composite.ts';
import { describeOperations } from './describe.ts';
import { limitOperations } from './limits.ts';
import { notEmulatedOperations } from './not-emulated.ts';
import { queryOperations } from './query.ts';
import type { QueryCursors } from './query-cursors.ts';
import { rowOperations } from './rows.ts';
import { searchOperations } from '../search/search-operations.ts';
import { versionRoutes } from './versions.ts';

/** What the REST resources work with. */
export interface RestParts {
  readonly database: OrgDatabase;
  readonly cursors: QueryCursors;
  readonly limits: OrgLimits;
}

/** Everything under `/services/data` but the Bulk jobs. */
export function restRoutes({ database, cursors, limits }: RestParts): Route[] {
  const rows = rowOperations(database);
  const operations = [
    ...limitOperations(database, limits),
    ...describeOperations(database.catalogue),
    ...queryOperations(database, cursors),
    ...searchOperations(database),
    ...notEmulatedOperations,
    ...collectionOperations(database),
    ...rows,
  ];
  return [
    ...versionRoutes,
    ...blobRoutes(database, rows),
    ...[...operations, ...compositeOperations(database, operations)].map(routeOf),
  ];
}
