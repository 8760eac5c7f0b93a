import type { Command } from 'commander';
import { writeCommand } from '../write-command.ts';

/** `sfsc insert`: a new record for every row, over REST. */
export function insertCommand(): Command {
  return writeCommand({
    type: 'insert',
    description: 'Create a record for every row, over REST',
    object: 'required',
    externalId: 'none',
    bulk: false,
  });
}
