import type { ActivityType } from './activity-type.ts';
import { bulkDelete } from './bulk-delete/bulk-delete.ts';
import { bulkHardDelete } from './bulk-hard-delete/bulk-hard-delete.ts';
import { bulkInsert } from './bulk-insert/bulk-insert.ts';
import { bulkQuery } from './bulk-query/bulk-query.ts';
import { bulkUpdate } from './bulk-update/bulk-update.ts';
import { bulkUpsert } from './bulk-upsert/bulk-upsert.ts';
import { deleteActivity } from './delete/delete.ts';
import { insert } from './insert/insert.ts';
import { query } from './query/query.ts';
import { update } from './update/update.ts';
import { upsert } from './upsert/upsert.ts';

/** The eleven activities, in the order in which hosts list them. */
export const allActivities: readonly ActivityType[] = [
  query,
  insert,
  update,
  upsert,
  deleteActivity,
  bulkQuery,
  bulkInsert,
  bulkUpdate,
  bulkUpsert,
  bulkDelete,
  bulkHardDelete,
];
