import { expect } from 'vitest';
import { textAt, type Answer, type OrgClient } from '../server/org-client.ts';

const csv = { 'Content-Type': 'text/csv; charset=UTF-8' };

/** Creates an ingest job; gives its id. */
export async function createIngest(client: OrgClient, settings: object): Promise<string> {
  const answer = await client.call('POST', '/jobs/ingest', settings);
  expect(answer.status).toBe(200);
  return textAt(answer, 'id');
}

/** Uploads CSV text to a job. */
export function upload(client: OrgClient, id: string, text: string): Promise<Answer> {
  return client.call('PUT', `/jobs/ingest/${id}/batches`, text, csv);
}

/** Asks a job to change its state. */
export function setState(
  client: OrgClient,
  kind: 'ingest' | 'query',
  id: string,
  state: string,
): Promise<Answer> {
  return client.call('PATCH', `/jobs/${kind}/${id}`, { state });
}

/** Polls until the job has ended; `onPoll` sees every answer on the way. */
export async function waitForEnd(
  client: OrgClient,
  kind: 'ingest' | 'query',
  id: string,
  onPoll: (info: Answer) => unknown = () => undefined,
): Promise<Answer> {
  for (;;) {
    const info = await client.call('GET', `/jobs/${kind}/${id}`);
    await onPoll(info);
    if (['JobComplete', 'Failed', 'Aborted'].includes(textAt(info, 'state'))) return info;
  }
}

/** What a whole ingest job gives. */
export interface IngestRun {
  readonly id: string;
  readonly info: Answer;
  readonly successful: string;
  readonly failed: string;
  readonly unprocessed: string;
}

/** Creates, uploads, closes and waits; then reads the three results. */
export async function runIngest(client: OrgClient, settings: object, text: string): Promise<IngestRun> {
  const id = await createIngest(client, settings);
  const uploaded = await upload(client, id, text);
  expect(uploaded.status).toBe(201);
  const closed = await setState(client, 'ingest', id, 'UploadComplete');
  expect(textAt(closed, 'state')).toBe('UploadComplete');
  const info = await waitForEnd(client, 'ingest', id);
  const result = async (name: string) => (await client.call('GET', `/jobs/ingest/${id}/${name}`)).text;
  return {
    id,
    info,
    successful: await result('successfulResults'),
    failed: await result('failedResults'),
    unprocessed: await result('unprocessedrecords'),
  };
}

/** Creates a query job and waits for it; gives its id and the last info. */
export async function runQuery(client: OrgClient, settings: object): Promise<{ id: string; info: Answer }> {
  const created = await client.call('POST', '/jobs/query', { operation: 'query', ...settings });
  expect(created.status).toBe(200);
  const id = textAt(created, 'id');
  return { id, info: await waitForEnd(client, 'query', id) };
}
