import type { Command } from 'commander';
import { writeCommand } from '../write-command.ts';

/** `sfsc bulk-insert`: a new record for every row, as Bulk API 2.0 jobs. */
export function bulkInsertCommand(): Command {
  return writeCommand({
    type: 'bulk-insert',
    description: 'Create a record for every row, as Bulk API 2.0 jobs',
    object: 'required',
    externalId: 'none',
    bulk: true,
  });
}
