import { statSync } from 'node:fs';
import { Readable } from 'node:stream';
import { request } from 'undici';
import { describe, expect, it } from 'vitest';
import { startTestOrg } from '../../support/local-org.ts';
import { at, signIn } from '../server/org-client.ts';
import { createIngest, setState, upload, waitForEnd, runQuery } from './run-job.ts';
import { findSpoolFile } from './spool-file.ts';

/** Sends a body of chunks; gives the status. */
async function putChunks(url: string, sessionId: string, chunks: AsyncIterable<Uint8Array>): Promise<number> {
  const { statusCode, body } = await request(url, {
    method: 'PUT',
    headers: { Authorization: `Bearer ${sessionId}`, 'Content-Type': 'text/csv' },
    body: Readable.from(chunks),
  });
  await body.dump();
  return statusCode;
}

async function* repeat(chunk: Uint8Array, count: number): AsyncGenerator<Uint8Array> {
  for (let n = 0; n < count; n++) yield await Promise.resolve(chunk);
}

const mebibyte = Buffer.alloc(1024 * 1024, 'x');

describe('large data', () => {
  it('of 100 MB go to a file as they arrive', async () => {
    await using org = await startTestOrg();
    const client = await signIn(org);
    const id = await createIngest(client, { object: 'Account', operation: 'insert' });
    const url = `${org.url}/services/data/v67.0/jobs/ingest/${id}/batches`;
    let onDisk = 0;
    async function* watched(): AsyncGenerator<Uint8Array> {
      yield* repeat(mebibyte, 100);
      onDisk = statSync(findSpoolFile(`${id}.upload`)!).size;
    }
    expect(await putChunks(url, client.sessionId, watched())).toBe(201);
    // Sockets and streams buffer a few megabytes; the rest was written before the upload had ended.
    expect(onDisk).toBeGreaterThan(80 * 1024 * 1024);
    expect(statSync(findSpoolFile(`${id}.upload`)!).size).toBe(100 * 1024 * 1024);
  });

  it('beyond 112.5 MB are refused, and the job can be uploaded to again', async () => {
    await using org = await startTestOrg();
    const client = await signIn(org);
    const id = await createIngest(client, { object: 'Account', operation: 'insert' });
    const url = `${org.url}/services/data/v67.0/jobs/ingest/${id}/batches`;
    const status = await putChunks(url, client.sessionId, repeat(mebibyte, 120));
    expect(status).toBe(413);
    expect((await upload(client, id, 'Name\nSmall\n')).status).toBe(201);
    const [refused, taken] = org.jobs()[0]!.uploads;
    expect([refused!.complete, refused!.bytes > 112.5 * 1024 * 1024]).toEqual([false, true]);
    expect([taken!.complete, taken!.bytes]).toEqual([true, 11]);
  });

  it('are refused when the job is closed before they have all arrived', async () => {
    await using org = await startTestOrg();
    const client = await signIn(org);
    const id = await createIngest(client, { object: 'Account', operation: 'insert' });
    const url = `${org.url}/services/data/v67.0/jobs/ingest/${id}/batches`;
    async function* interrupted(): AsyncGenerator<Uint8Array> {
      yield* repeat(mebibyte, 20);
      while (findSpoolFile(`${id}.upload`) === undefined) await client.call('GET', `/jobs/ingest/${id}`);
      await setState(client, 'ingest', id, 'UploadComplete');
      yield mebibyte;
    }
    expect(await putChunks(url, client.sessionId, interrupted())).toBe(400);
    expect(at(await waitForEnd(client, 'ingest', id), 'numberRecordsProcessed')).toBe(0);
    expect(org.jobs()[0]!.uploads).toMatchObject([{ complete: false }]);
  });

  it('leave room for other requests while they are processed', async () => {
    await using org = await startTestOrg();
    const client = await signIn(org);
    const rowCount = 30_000;
    const id = await createIngest(client, { object: 'Contact', operation: 'insert' });
    const text = Array.from({ length: rowCount }, (_, n) => `Name ${n},user${n}@large.example\n`).join('');
    await upload(client, id, `LastName,Email\n${text}`);
    await setState(client, 'ingest', id, 'UploadComplete');
    let answered = 0;
    const info = await waitForEnd(client, 'ingest', id, async () => {
      const other = await client.call('POST', '/sobjects/Account', { Name: 'Meanwhile' });
      expect(other.status).toBe(201);
      answered += 1;
    });
    expect(at(info, 'numberRecordsProcessed')).toBe(rowCount);
    expect(answered).toBeGreaterThan(10);

    const query = await runQuery(client, { query: 'SELECT Id, LastName FROM Contact' });
    expect(at(query.info, 'numberRecordsProcessed')).toBe(rowCount);
  });
});
