import { z } from 'zod';
import { writeRecords } from '../../records/write-records.ts';
import { targetActivity } from '../activity-type.ts';
import { recordTarget } from '../capabilities.ts';
import { externalIdField, object, recordUpsertOptions } from '../option-fields.ts';
import { resolveTarget, writeRowSchemas } from '../write-target.ts';

const options = z.strictObject({ object, externalIdField, options: recordUpsertOptions });

/** Creates or changes records over REST. */
export const upsert = targetActivity({
  type: 'upsert',
  title: 'Upsert',
  description:
    'Changes the record that each row matches on an external id, and creates it where there is none; up to 1,000 rows to a call.',
  capabilities: recordTarget,
  options,
  schemas: (connection, options, call) => writeRowSchemas(connection, 'upsert', options, call),
  async write(connection, options, rows, run) {
    const target = await resolveTarget(connection, 'upsert', options, run);
    return writeRecords(connection, { ...target, ...options.options }, rows, run);
  },
});
