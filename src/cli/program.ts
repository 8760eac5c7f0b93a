import { Command } from 'commander';
import { activityCommand } from './commands/activity.ts';
import { bulkDeleteCommand } from './commands/bulk-delete.ts';
import { bulkHardDeleteCommand } from './commands/bulk-hard-delete.ts';
import { bulkInsertCommand } from './commands/bulk-insert.ts';
import { bulkQueryCommand } from './commands/bulk-query.ts';
import { bulkUpdateCommand } from './commands/bulk-update.ts';
import { bulkUpsertCommand } from './commands/bulk-upsert.ts';
import { connectionTestCommand } from './commands/connection/test.ts';
import { deleteCommand } from './commands/delete.ts';
import { describeCommand } from './commands/describe.ts';
import { insertCommand } from './commands/insert.ts';
import { objectsCommand } from './commands/objects.ts';
import { orgStartCommand } from './commands/org/start.ts';
import { queryCommand } from './commands/query.ts';
import { schemaCommand } from './commands/schema.ts';
import { updateCommand } from './commands/update.ts';
import { upsertCommand } from './commands/upsert.ts';
import { validateCommand } from './commands/validate.ts';

/** The whole command line. The commands are definitions only; what they need is loaded when one of them runs. */
export function createProgram(): Command {
  const program = new Command('sfsc').description('Salesforce Service Cloud connector');
  const org = new Command('org').description('The local org').addCommand(orgStartCommand());
  const connection = new Command('connection').description('Connections').addCommand(connectionTestCommand());
  for (const command of [
    org,
    connection,
    objectsCommand(),
    describeCommand(),
    schemaCommand(),
    queryCommand(),
    insertCommand(),
    updateCommand(),
    upsertCommand(),
    deleteCommand(),
    bulkQueryCommand(),
    bulkInsertCommand(),
    bulkUpdateCommand(),
    bulkUpsertCommand(),
    bulkDeleteCommand(),
    bulkHardDeleteCommand(),
    activityCommand(),
    validateCommand(),
  ]) {
    program.addCommand(command);
  }
  throwInsteadOfExiting(program);
  return program;
}

/** Failures of parsing are shown by us, in one style with all others. */
function throwInsteadOfExiting(command: Command): void {
  command.exitOverride().configureOutput({ outputError: () => undefined });
  for (const child of command.commands) throwInsteadOfExiting(child);
}
