import type { Command } from 'commander';
import { writeCommand } from '../write-command.ts';

/** `sfsc bulk-upsert`: creates or changes records by an external id, as Bulk API 2.0 jobs. */
export function bulkUpsertCommand(): Command {
  return writeCommand({
    type: 'bulk-upsert',
    description: 'Create or change records by an external id, as Bulk API 2.0 jobs',
    object: 'required',
    externalId: 'required',
    bulk: true,
  });
}
