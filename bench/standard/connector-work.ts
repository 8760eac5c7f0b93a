import { join } from 'node:path';
import type * as Published from '../../src/index.ts';
import type { Row } from '../../src/index.ts';
import { contactQuery, contactRow, generated } from './rows.ts';
import type { Task } from './task.ts';
import type { Done, Timed } from './worker.ts';

const dist = join(import.meta.dirname, '..', '..', 'dist', 'index.js');
const { createRunContext, salesforceServiceCloud } = (await import(dist)) as typeof Published;

type Connection = ReturnType<typeof salesforceServiceCloud.connect>;

/** Does the work with the published connector, logged in and with the describe at hand before time is taken. */
export async function runConnector(task: Task, timed: Timed): Promise<Done> {
  const { url, username, password, securityToken } = task.org;
  const connection = salesforceServiceCloud.connect(
    { name: 'bench', serverHost: url, username, password, securityToken },
    createRunContext(),
  );
  try {
    await connection.describe('Contact');
    if (task.work === 'query') return await timed(() => readAll(connection, task));
    const rowOf = await rowsOf(connection, task);
    return await timed(() => write(connection, task, rowOf));
  } finally {
    await connection.close();
  }
}

async function readAll(connection: Connection, { options }: Task): Promise<Done> {
  const activity = salesforceServiceCloud.activity('query', {
    query: contactQuery,
    ...(options && { options }),
  });
  if (activity.direction !== 'source') return { rowCount: 0, failed: 0 };
  let rowCount = 0;
  for await (const { rows } of activity.read(connection)) rowCount += rows.length;
  return { rowCount, failed: 0 };
}

async function write(
  connection: Connection,
  { work, rowCount, options }: Task,
  rowOf: (number: number) => Row,
): Promise<Done> {
  const activity = salesforceServiceCloud.activity(work, {
    ...(work !== 'delete' && { object: 'Contact' }),
    ...(work === 'upsert' && { externalIdField: 'Email' }),
    ...(options && { options }),
  });
  if (activity.direction !== 'target') return { rowCount: 0, failed: 0 };
  let succeeded = 0;
  const report = await activity.write(connection, generated(rowCount, rowOf), {
    onOutcomes: (outcomes) => {
      for (const { status } of outcomes) if (status === 'succeeded') succeeded += 1;
    },
  });
  return { rowCount: succeeded, failed: report.rowCount - report.succeeded };
}

/** The rows that a write takes; for update and delete with the ids that the org has. */
async function rowsOf(connection: Connection, { work, round = 0 }: Task): Promise<(number: number) => Row> {
  if (work === 'insert' || work === 'upsert') return (number) => contactRow(number, round);
  const ids: string[] = [];
  const activity = salesforceServiceCloud.activity('query', { query: 'SELECT Id FROM Contact' });
  if (activity.direction !== 'source') return () => ({});
  for await (const { rows } of activity.read(connection))
    for (const { Id } of rows) if (typeof Id === 'string') ids.push(Id);
  return work === 'delete'
    ? (number) => ({ Id: ids[number] ?? '' })
    : (number) => ({ Id: ids[number] ?? '', ...contactRow(number, round) });
}
