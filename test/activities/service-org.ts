import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SourceActivity, TargetActivity } from '../../src/contract/activity.ts';
import type { Row } from '../../src/contract/row.ts';
import type { SalesforceConnection } from '../../src/connection/salesforce-connection.ts';
import type { LocalOrgOptions } from '../../src/local-org/index.ts';
import { salesforceServiceCloud } from '../../src/plugin.ts';
import { startTestOrg, type TestOrg } from '../support/local-org.ts';
import { testRunContext, type TestRunContext } from '../support/test-run-context.ts';
import { batchesOf, rowsFrom } from './row-streams.ts';

/** A local org with some custom fields, and a connection to it with a temporary folder of its own. */
export interface ServiceOrg extends AsyncDisposable {
  readonly org: TestOrg;
  readonly connection: SalesforceConnection;
  readonly context: TestRunContext;
  /** Names of the spool files that are there now. */
  spoolFiles(): Promise<string[]>;
  source(type: string, options: unknown): SourceActivity<SalesforceConnection>;
  target(type: string, options: unknown): TargetActivity<SalesforceConnection>;
  /** Inserts rows that must all be accepted; gives their ids in order. */
  insert(object: string, rows: readonly Row[]): Promise<string[]>;
  rowsOf(soql: string): Promise<Row[]>;
}

/** Starts a {@link ServiceOrg}. */
export async function startServiceOrg(options: LocalOrgOptions = {}): Promise<ServiceOrg> {
  const org = await startTestOrg({
    schemaFile: join(import.meta.dirname, 'service-schema.json'),
    seed: false,
    ...options,
  });
  const temporaryFolder = await mkdtemp(join(tmpdir(), 'sfsc-test-'));
  const context = { ...testRunContext(), temporaryFolder };
  const { url, username, password, securityToken } = org;
  const connection = salesforceServiceCloud.connect(
    { name: 'Local', serverHost: url, username, password, securityToken },
    context,
  );
  const service: ServiceOrg = {
    org,
    connection,
    context,
    spoolFiles: () => readdir(temporaryFolder),
    source(type, config) {
      const activity = salesforceServiceCloud.activity(type, config);
      if (activity.direction !== 'source') throw new RangeError(`${type} does not read.`);
      return activity;
    },
    target(type, config) {
      const activity = salesforceServiceCloud.activity(type, config);
      if (activity.direction !== 'target') throw new RangeError(`${type} does not write.`);
      return activity;
    },
    async insert(object, rows) {
      const ids: string[] = [];
      await service.target('insert', { object }).write(connection, batchesOf(rows), {
        onOutcomes: (outcomes) => {
          for (const { id, errors } of outcomes) {
            if (id === undefined) throw new RangeError(`A row was refused: ${JSON.stringify(errors)}`);
            ids.push(id);
          }
        },
      });
      return ids;
    },
    rowsOf: async (soql) => (await rowsFrom(service.source('query', { query: soql }).read(connection))).rows,
    async [Symbol.asyncDispose]() {
      await connection.close();
      await org.close();
      await rm(temporaryFolder, { recursive: true, force: true });
    },
  };
  return service;
}
