import { z } from 'zod';
import { deleteRecords } from '../../records/delete-records.ts';
import { deleteRowSchema, responseRowSchema } from '../../schema/row-schema.ts';
import { targetActivity } from '../activity-type.ts';
import { recordTarget } from '../capabilities.ts';
import { recordDeleteOptions } from '../option-fields.ts';

const options = z.strictObject({ options: recordDeleteOptions });

/** Deletes records over REST. Named apart from the reserved word. */
export const deleteActivity = targetActivity({
  type: 'delete',
  title: 'Delete',
  description: 'Moves the record that each row names by its Id to the recycle bin; any mix of objects.',
  capabilities: recordTarget,
  options,
  // Ids are unique across objects, so neither options nor schema name one and nothing has to be asked.
  schemas: () => Promise.resolve({ target: deleteRowSchema(), source: responseRowSchema('delete') }),
  write: (connection, { options }, rows, run) => deleteRecords(connection, options, rows, run),
});
