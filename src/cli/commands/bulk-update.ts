import type { Command } from 'commander';
import { writeCommand } from '../write-command.ts';

/** `sfsc bulk-update`: changes the record that each row names by Id, as Bulk API 2.0 jobs. */
export function bulkUpdateCommand(): Command {
  return writeCommand({
    type: 'bulk-update',
    description: 'Change the record that each row names by Id, as Bulk API 2.0 jobs',
    object: 'required',
    externalId: 'none',
    bulk: true,
  });
}
