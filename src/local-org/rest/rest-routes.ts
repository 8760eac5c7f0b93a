import { blobRoutes } from '../blobs/blob-routes.ts';
import type { OrgDatabase } from '../records/org-database.ts';
import type { OrgLimits } from '../server/org-limits.ts';
import type { Route } from '../server/route-table.ts';
import type { OrgClock } from '../server/clock.ts';
import { routeOf } from './api-call.ts';
import { batchOperation } from './batch.ts';
import { changeOperations } from './changes.ts';
import { collectionOperations } from './collections.ts';
import { compositeOperation, compositeResources } from './composite.ts';
import { Subrequests } from './composite-subrequests.ts';
import { describeOperations } from './describe.ts';
import { graphOperation } from './graph.ts';
import { limitOperations } from './limits.ts';
import { notEmulatedOperations } from './not-emulated.ts';
import { withPreconditions } from './preconditions.ts';
import { queryOperations } from './query.ts';
import type { QueryCursors } from './query-cursors.ts';
import { readCollectionOperations } from './read-collection.ts';
import { relationshipOperation } from './relationship-paths.ts';
import { rowOperations } from './rows.ts';
import { searchOperations } from '../search/search-operations.ts';
import { treeOperation } from './tree.ts';
import { versionRoutes } from './versions.ts';

/** What the REST resources work with. */
export interface RestParts {
  readonly database: OrgDatabase;
  readonly cursors: QueryCursors;
  readonly limits: OrgLimits;
  readonly clock: OrgClock;
  readonly schemaFile: string | undefined;
  /** Counts a call inside another one; refuses it beyond the limit. */
  readonly countApiCall: () => void;
}

/** Everything under `/services/data` but the Bulk jobs. */
export function restRoutes({
  database,
  cursors,
  limits,
  clock,
  schemaFile,
  countApiCall,
}: RestParts): Route[] {
  const rows = rowOperations(database).map((operation) => withPreconditions(database, operation));
  const queries = queryOperations(database, cursors);
  const operations = [
    ...limitOperations(database, limits),
    ...describeOperations(database.catalogue, schemaFile),
    ...queries,
    ...searchOperations(database),
    ...notEmulatedOperations,
    ...changeOperations(database, clock),
    ...collectionOperations(database),
    ...readCollectionOperations(database),
    treeOperation(database),
    relationshipOperation(database, { rows, queries }),
    ...rows,
  ];
  const subrequests = new Subrequests(database, operations);
  const composites = [
    compositeOperation(subrequests),
    compositeResources,
    batchOperation(subrequests, countApiCall),
    graphOperation(subrequests),
  ];
  return [...versionRoutes, ...blobRoutes(database, rows), ...[...composites, ...operations].map(routeOf)];
}
