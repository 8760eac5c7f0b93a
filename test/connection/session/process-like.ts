import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { createRunContext } from '../../../src/compose.ts';
import { openSalesforceConnection } from '../../../src/connection/open-salesforce-connection.ts';
import type { SalesforceConnection } from '../../../src/connection/salesforce-connection.ts';
import type { StateStore } from '../../../src/contract/state-store.ts';
import { createSecretBox } from '../../../src/host/secrets/secret-box.ts';
import { openStateFolder } from '../../../src/host/state/state-folder.ts';
import { temporaryFolder } from '../../host/temporary-folder.ts';
import type { TestOrg } from '../../support/local-org.ts';
import { testRunContext, type TestRunContext } from '../../support/test-run-context.ts';

/** What one process has: a run context, and a connection with a session cache. */
export interface ProcessLike {
  readonly context: TestRunContext;
  readonly connection: SalesforceConnection;
  /** Makes a call that needs a session; gives `ok`, or the code of the error. */
  readonly call: () => Promise<string>;
}

/** Starts something like a process; it ends with the test. */
export type StartProcess = (changes?: Readonly<Record<string, unknown>>, state?: StateStore) => ProcessLike;

/** A folder for state, and what starts processes that share it. */
export async function processesOf(org: Pick<TestOrg, 'url' | 'username' | 'password' | 'securityToken'>) {
  const folder = join(await temporaryFolder(), 'state');
  const { clock, logger } = createRunContext();
  const openState = (): StateStore =>
    openStateFolder({
      folder,
      box: () => Promise.resolve(createSecretBox(Buffer.alloc(32, 1))),
      clock,
      logger,
    });
  const start: StartProcess = (changes = {}, state = openState()) => {
    const context = { ...testRunContext(), state };
    const { url, username, password, securityToken } = org;
    const connection = openSalesforceConnection(
      { name: 'Local', serverHost: url, username, password, securityToken, sessionCache: true, ...changes },
      context,
    );
    onTestFinished(() => connection.close());
    const call = async (): Promise<string> => {
      try {
        await connection.rest.send({ method: 'GET', path: 'limits', callClass: 'idempotent' });
        return 'ok';
      } catch (error) {
        return (error as { code: string }).code;
      }
    };
    return { context, connection, call };
  };
  return { folder, openState, start };
}

/** A store in memory whose values a test can see and change. */
export function memoryState(changes: Partial<StateStore> = {}) {
  const values = new Map<string, string>();
  const state: StateStore = {
    read: (key) => Promise.resolve(values.get(key)),
    write: (key, value) => Promise.resolve(void values.set(key, value)),
    remove: (key) => Promise.resolve(void values.delete(key)),
    exclusively: (_, work) => work(),
    ...changes,
  };
  return { values, state };
}
