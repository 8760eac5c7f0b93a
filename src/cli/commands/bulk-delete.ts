import type { Command } from 'commander';
import { writeCommand } from '../write-command.ts';

/** `sfsc bulk-delete`: moves the record that each row names by Id to the recycle bin, as Bulk API 2.0 jobs. */
export function bulkDeleteCommand(): Command {
  return writeCommand({
    type: 'bulk-delete',
    description: 'Delete the record that each row names by Id, as Bulk API 2.0 jobs',
    object: 'required',
    externalId: 'none',
    bulk: true,
  });
}
