import { z } from 'zod';
import { targetActivity } from '../activity-type.ts';
import { bulkWriteBytes, bulkWriteRows } from '../bulk-write.ts';
import { bulkTarget } from '../capabilities.ts';
import { bulkWriteOptions, externalIdField, object } from '../option-fields.ts';
import { writeRowSchemas } from '../write-target.ts';

const options = z.strictObject({ object, externalIdField, options: bulkWriteOptions });

/** Creates or changes records over Bulk API 2.0. */
export const bulkUpsert = targetActivity({
  type: 'bulk-upsert',
  title: 'Bulk Upsert',
  description:
    'Changes the record that each row of a CSV matches on an external id, and creates it where there is none, over Bulk API 2.0.',
  capabilities: bulkTarget,
  options,
  schemas: (connection, options, call) => writeRowSchemas(connection, 'upsert', options, call),
  write: (connection, options, rows, run) => bulkWriteRows(connection, 'upsert', options, rows, run),
  writeBytes: (connection, options, source, run) =>
    bulkWriteBytes(connection, 'upsert', options, source, run),
});
