import { z } from 'zod';
import { writeRecords } from '../../records/write-records.ts';
import { targetActivity } from '../activity-type.ts';
import { recordTarget } from '../capabilities.ts';
import { object, recordWriteOptions } from '../option-fields.ts';
import { resolveTarget, writeRowSchemas } from '../write-target.ts';

const options = z.strictObject({ object, options: recordWriteOptions });

/** Changes records over REST. */
export const update = targetActivity({
  type: 'update',
  title: 'Update',
  description: 'Changes the record that each row names by its Id, up to 1,000 rows to a call.',
  capabilities: recordTarget,
  options,
  schemas: (connection, options, call) => writeRowSchemas(connection, 'update', options, call),
  async write(connection, options, rows, run) {
    const target = await resolveTarget(connection, 'update', options, run);
    return writeRecords(connection, { ...target, ...options.options }, rows, run);
  },
});
