import type { Command } from 'commander';
import { writeCommand } from '../write-command.ts';

/** `sfsc delete`: moves the record that each row names by Id to the recycle bin, over REST. */
export function deleteCommand(): Command {
  return writeCommand({
    type: 'delete',
    description: 'Delete the record that each row names by Id, over REST',
    object: 'optional',
    externalId: 'none',
    bulk: false,
  });
}
