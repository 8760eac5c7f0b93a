import type { Command } from 'commander';
import { writeCommand } from '../write-command.ts';

/** `sfsc update`: changes the record that each row names by Id, over REST. */
export function updateCommand(): Command {
  return writeCommand({
    type: 'update',
    description: 'Change the record that each row names by Id, over REST',
    object: 'required',
    externalId: 'none',
    bulk: false,
  });
}
