import { z } from 'zod';
import { targetActivity } from '../activity-type.ts';
import { bulkWriteBytes, bulkWriteRows } from '../bulk-write.ts';
import { bulkTarget } from '../capabilities.ts';
import { bulkDeleteOptions, object } from '../option-fields.ts';
import { writeRowSchemas } from '../write-target.ts';

const options = z.strictObject({ object, options: bulkDeleteOptions });

/** Removes records for good over Bulk API 2.0. */
export const bulkHardDelete = targetActivity({
  type: 'bulk-hard-delete',
  title: 'Bulk Hard Delete',
  description:
    'Removes the records that a CSV names by Id for good, past the recycle bin, over Bulk API 2.0. Needs the permission Bulk API Hard Delete.',
  capabilities: bulkTarget,
  options,
  schemas: (connection, options, call) => writeRowSchemas(connection, 'hardDelete', options, call),
  write: (connection, options, rows, run) => bulkWriteRows(connection, 'hardDelete', options, rows, run),
  writeBytes: (connection, options, source, run) =>
    bulkWriteBytes(connection, 'hardDelete', options, source, run),
});
