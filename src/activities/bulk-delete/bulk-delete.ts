import { z } from 'zod';
import { targetActivity } from '../activity-type.ts';
import { bulkWriteBytes, bulkWriteRows } from '../bulk-write.ts';
import { bulkTarget } from '../capabilities.ts';
import { bulkDeleteOptions, object } from '../option-fields.ts';
import { writeRowSchemas } from '../write-target.ts';

const options = z.strictObject({ object, options: bulkDeleteOptions });

/** Deletes records over Bulk API 2.0. */
export const bulkDelete = targetActivity({
  type: 'bulk-delete',
  title: 'Bulk Delete',
  description: 'Moves the records that a CSV names by Id to the recycle bin, over Bulk API 2.0.',
  capabilities: bulkTarget,
  options,
  schemas: (connection, options, call) => writeRowSchemas(connection, 'delete', options, call),
  write: (connection, options, rows, run) => bulkWriteRows(connection, 'delete', options, rows, run),
  writeBytes: (connection, options, source, run) =>
    bulkWriteBytes(connection, 'delete', options, source, run),
});
