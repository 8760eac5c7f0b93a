import { Command } from 'commander';
import { activityCommand } from './commands/activity.ts';
import { bulkDeleteCommand } from './commands/bulk-delete.ts';
import { bulkHardDeleteCommand } from './commands/bulk-hard-delete.ts';
import { bulkInsertCommand } from './commands/bulk-insert.ts';
import { bulkQueryCommand } from './commands/bulk-query.ts';
import { bulkUpdateCommand } from './commands/bulk-update.ts';
import { bulkUpsertCommand } from './commands/bulk-upsert.ts';
import { connectionDeleteCommand } from './commands/connection/delete.ts';
import { connectionDiscardCommand } from './commands/connection/discard.ts';
import { connectionDraftCommand } from './commands/connection/draft.ts';
import { connectionExportCommand } from './commands/connection/export.ts';
import { connectionKeyCommand } from './commands/connection/key.ts';
import { connectionListCommand } from './commands/connection/list.ts';
import { connectionMigrateCommand } from './commands/connection/migrate.ts';
import { connectionRenameCommand } from './commands/connection/rename.ts';
import { connectionSaveCommand } from './commands/connection/save.ts';
import { connectionShowCommand } from './commands/connection/show.ts';
import { connectionTestCommand } from './commands/connection/test.ts';
import { deleteCommand } from './commands/delete.ts';
import { describeCommand } from './commands/describe.ts';
import { insertCommand } from './commands/insert.ts';
import { objectsCommand } from './commands/objects.ts';
import { orgStartCommand } from './commands/org/start.ts';
import { queryCommand } from './commands/query.ts';
import { recordCreateCommand } from './commands/record/create.ts';
import { recordDeleteCommand } from './commands/record/delete.ts';
import { recordGetCommand } from './commands/record/get.ts';
import { recordRelatedCommand } from './commands/record/related.ts';
import { recordUpdateCommand } from './commands/record/update.ts';
import { recordUpsertCommand } from './commands/record/upsert.ts';
import { schemaCommand } from './commands/schema.ts';
import { updateCommand } from './commands/update.ts';
import { upsertCommand } from './commands/upsert.ts';
import { validateCommand } from './commands/validate.ts';
import { helpStyle } from './help-style.ts';
import { usageFailure } from './usage-failure.ts';
import { version } from '../version.ts';

const examples = `
Examples:
  sfsc org start                                  a local org to try things on
  sfsc connection test my-org.json                log in and look around
  sfsc connection draft production --set username=me@example.com --enter password
  sfsc query "SELECT Id, Subject FROM Case" --connection my-org.json
  sfsc bulk-insert Case --in cases.csv --connection my-org.json --results out`;

/** The whole command line. The commands are definitions only; what they need is loaded when one of them runs. */
export function createProgram(): Command {
  const program = new Command('sfsc')
    .description('Salesforce Service Cloud connector')
    .version(version, '--version', 'print the version')
    .addHelpText('after', examples);
  const org = new Command('org').description('The local org').addCommand(orgStartCommand());
  const connection = new Command('connection').description('Connections');
  for (const command of [
    connectionListCommand(),
    connectionShowCommand(),
    connectionDraftCommand(),
    connectionSaveCommand(),
    connectionTestCommand(),
    connectionDiscardCommand(),
    connectionDeleteCommand(),
    connectionRenameCommand(),
    connectionExportCommand(),
    connectionMigrateCommand(),
    connectionKeyCommand(),
  ]) {
    connection.addCommand(command);
  }
  const record = new Command('record').description('Single records');
  for (const command of [
    recordCreateCommand(),
    recordGetCommand(),
    recordRelatedCommand(),
    recordUpdateCommand(),
    recordUpsertCommand(),
    recordDeleteCommand(),
  ]) {
    record.addCommand(command);
  }
  for (const command of [
    org,
    connection,
    record,
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
  finish(program, 'sfsc');
  return program;
}

/** One style for all help texts; and failures of parsing are shown by us, like all others. */
function finish(command: Command, path: string): void {
  command
    .helpOption('--help', 'show this')
    .configureHelp(helpStyle)
    .configureOutput({ outputError: () => undefined, writeErr: () => undefined })
    .exitOverride((error) => {
      throw usageFailure(error, path);
    });
  if (command.commands.length > 0) command.helpCommand('help [command]', 'show the help of a command');
  for (const child of command.commands) finish(child, `${path} ${child.name()}`);
}
