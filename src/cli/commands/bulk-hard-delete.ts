import type { Command } from 'commander';
import { writeCommand } from '../write-command.ts';

/** `sfsc bulk-hard-delete`: removes the record that each row names by Id for good, as Bulk API 2.0 jobs. */
export function bulkHardDeleteCommand(): Command {
  return writeCommand({
    type: 'bulk-hard-delete',
    description: 'Remove the record that each row names by Id for good, as Bulk API 2.0 jobs',
    object: 'required',
    externalId: 'none',
    bulk: true,
  });
}
