import { createRequire } from 'node:module';
import { join } from 'node:path';
import { contactQuery, contactRow } from './rows.ts';
import type { Task } from './task.ts';
import type { Done, Timed } from './worker.ts';

/** The part of jsforce that is measured, as its documentation shows it. */
interface JsforceConnection {
  login(username: string, password: string): Promise<unknown>;
  query(
    soql: string,
    options: object,
  ): { execute(options: object): Promise<{ readonly records: readonly unknown[] }> };
  sobject(name: string): {
    insert(rows: readonly object[], options: object): Promise<readonly JsforceResult[]>;
    upsert(rows: readonly object[], key: string, options: object): Promise<readonly JsforceResult[]>;
  };
}

interface JsforceResult {
  readonly success: boolean;
}

interface Jsforce {
  readonly Connection: new (options: object) => JsforceConnection;
}

const folder = join(import.meta.dirname, '..', '..', 'test', 'clients', 'package.json');

/** Whether jsforce is there (`npm run clients` installs it). */
export function hasJsforce(): boolean {
  try {
    createRequire(folder).resolve('jsforce');
    return true;
  } catch {
    return false;
  }
}

/** Does the work with jsforce: arrays as a whole, split into calls by the library itself. */
export async function runJsforce({ org, work, rowCount, round = 0 }: Task, timed: Timed): Promise<Done> {
  const { Connection } = createRequire(folder)('jsforce') as Jsforce;
  const connection = new Connection({ loginUrl: org.url, version: '64.0' });
  await connection.login(org.username, org.password + org.securityToken);
  if (work === 'query') {
    return timed(async () => {
      const { records } = await connection
        .query(contactQuery, {})
        .execute({ autoFetch: true, maxFetch: rowCount });
      return { rowCount: records.length, failed: 0 };
    });
  }
  const rows = Array.from({ length: rowCount }, (_, number) => contactRow(number, round));
  return timed(async () => {
    const contacts = connection.sobject('Contact');
    const all = { allowRecursive: true };
    const results = await (work === 'upsert'
      ? contacts.upsert(rows, 'Email', all)
      : contacts.insert(rows, all));
    const succeeded = results.filter(({ success }) => success).length;
    return { rowCount: succeeded, failed: rowCount - succeeded };
  });
}
