import { z } from 'zod';
import { targetActivity } from '../activity-type.ts';
import { bulkWriteBytes, bulkWriteRows } from '../bulk-write.ts';
import { bulkTarget } from '../capabilities.ts';
import { bulkWriteOptions, object } from '../option-fields.ts';
import { writeRowSchemas } from '../write-target.ts';

const options = z.strictObject({ object, options: bulkWriteOptions });

/** Changes records over Bulk API 2.0. */
export const bulkUpdate = targetActivity({
  type: 'bulk-update',
  title: 'Bulk Update',
  description: 'Changes the record that each row of a CSV names by its Id, over Bulk API 2.0.',
  capabilities: bulkTarget,
  options,
  schemas: (connection, options, call) => writeRowSchemas(connection, 'update', options, call),
  write: (connection, options, rows, run) => bulkWriteRows(connection, 'update', options, rows, run),
  writeBytes: (connection, options, source, run) =>
    bulkWriteBytes(connection, 'update', options, source, run),
});
