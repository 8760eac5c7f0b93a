import { Command, InvalidArgumentError } from 'commander';
import { reportFailure } from '../../report-failure.ts';
import { spareMemory } from '../../spare-memory.ts';

interface OrgStartOptions {
  readonly port: number;
  readonly data: string;
  readonly schema?: string;
  readonly faults?: string;
  readonly users?: string;
  readonly seed: boolean;
}

/** `sfsc org start`: runs a local org until SIGINT or SIGTERM. */
export function orgStartCommand(): Command {
  return new Command('start')
    .description('Start a local org; prints one line of JSON with its address and credentials, and stays up')
    .option('--port <number>', 'port to listen on; 0 takes a free one', parsePort, 0)
    .option('--data <file>', 'SQLite file that keeps the records, or :memory:', ':memory:')
    .option('--schema <file>', 'JSON file with further objects and fields')
    .option('--faults <file>', 'JSON file with a fault script: how the org fails on purpose')
    .option('--users <file>', 'JSON file with users, OAuth clients and rules for signing in')
    .option('--no-seed', 'start without sample records')
    .option('--json', 'one JSON document on standard output (always the case)', false)
    .action(async (options: OrgStartOptions) => {
      try {
        await startAndStay(options);
      } catch (error) {
        process.exitCode = await reportFailure(await asConnectorError(error, options), {
          json: process.argv.includes('--json'),
        });
      }
    });
}

async function startAndStay(options: OrgStartOptions): Promise<void> {
  const { port, data, schema, faults, users, seed } = options;
  const { startLocalOrg } = await import('../../../local-org/index.ts');
  for (const file of [schema, faults, users]) {
    if (file === undefined) continue;
    // Says what is wrong with the file itself; the org only reports what is wrong with its content.
    const { readJsonFile } = await import('../../../host/index.ts');
    await readJsonFile(file);
  }
  const stopped = Promise.withResolvers<undefined>();
  const stop = (): void => {
    stopped.resolve(undefined);
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  const org = await startLocalOrg({
    port,
    dataFile: data,
    seed,
    ...(schema !== undefined && { schemaFile: schema }),
    ...(faults !== undefined && { faultsFile: faults }),
    ...(users !== undefined && { usersFile: users }),
  });
  spareMemory();
  try {
    const { url, username, password, securityToken, clientId, clientSecret } = org;
    const line = { url, username, password, securityToken, clientId, clientSecret };
    process.stdout.write(`${JSON.stringify(line)}\n`);
    await stopped.promise;
  } finally {
    await org.close();
  }
}

async function asConnectorError(error: unknown, options: OrgStartOptions): Promise<unknown> {
  const { data, schema, faults, users } = options;
  const { LocalOrgError } = await import('../../../local-org/index.ts');
  const { ConnectorError } = await import('../../../errors/connector-error.ts');
  if (error instanceof LocalOrgError) {
    const code = error.code === 'address-in-use' ? 'address-in-use' : 'invalid-usage';
    return new ConnectorError(code, error.message, { cause: error, details: { port: error.port } });
  }
  if (!(error instanceof Error)) return error;
  const { message } = error;
  const pages = new Map([
    [schema, 'local-org'],
    [faults, 'local-org/faults'],
    [users, 'local-org/signing-in'],
  ]);
  const file = [...pages.keys()].find((name) => name !== undefined && message.startsWith(`${name}: `));
  if (file !== undefined) {
    return new ConnectorError('invalid-configuration', message, {
      cause: error,
      details: { file },
      nextSteps: [`See docs/${pages.get(file) ?? 'local-org'}.md for what the file may hold.`],
    });
  }
  if ('code' in error && error.code === 'ERR_SQLITE_ERROR') {
    return new ConnectorError(
      'file-unwritable',
      `${data} cannot be opened as a database: ${error.message}.`,
      {
        cause: error,
        details: { file: data },
      },
    );
  }
  return error;
}

function parsePort(text: string): number {
  const port = Number(text);
  if (/^\d{1,5}$/.test(text) && port <= 65_535) return port;
  throw new InvalidArgumentError('It must be a whole number from 0 to 65535.');
}
