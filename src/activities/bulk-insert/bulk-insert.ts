import { z } from 'zod';
import { targetActivity } from '../activity-type.ts';
import { bulkWriteBytes, bulkWriteRows } from '../bulk-write.ts';
import { bulkTarget } from '../capabilities.ts';
import { bulkWriteOptions, object } from '../option-fields.ts';
import { writeRowSchemas } from '../write-target.ts';

const options = z.strictObject({ object, options: bulkWriteOptions });

/** Creates records over Bulk API 2.0. */
export const bulkInsert = targetActivity({
  type: 'bulk-insert',
  title: 'Bulk Insert',
  description: 'Creates a record from each row of a CSV over Bulk API 2.0.',
  capabilities: bulkTarget,
  options,
  schemas: (connection, options, call) => writeRowSchemas(connection, 'insert', options, call),
  write: (connection, options, rows, run) => bulkWriteRows(connection, 'insert', options, rows, run),
  writeBytes: (connection, options, source, run) =>
    bulkWriteBytes(connection, 'insert', options, source, run),
});
