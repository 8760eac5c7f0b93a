import type { Command } from 'commander';
import { writeCommand } from '../write-command.ts';

/** `sfsc upsert`: creates or changes records by an external id, over REST. */
export function upsertCommand(): Command {
  return writeCommand({
    type: 'upsert',
    description: 'Create or change records by an external id, over REST',
    object: 'required',
    externalId: 'required',
    bulk: false,
  });
}
