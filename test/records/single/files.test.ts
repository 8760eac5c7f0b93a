import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ByteSource } from '../../../src/contract/bytes.ts';
import type { RecordCalls, ServiceCloudConnection } from '../../../src/connection/record-calls.ts';
import { byteSource } from '../../support/byte-source.ts';
import { startServiceOrg, type ServiceOrg } from '../../activities/service-org.ts';

let service: ServiceOrg;
let records: RecordCalls;
beforeAll(async () => {
  service = await startServiceOrg();
  records = (service.connection as ServiceCloudConnection).records;
});
afterAll(() => service[Symbol.asyncDispose]());

const chunkBytes = 64 * 1024;

/** A file of so many chunks, with what could be taken for the end of a multipart body in it. */
function madeUp(chunkCount: number): ByteSource {
  return byteSource(Buffer.alloc(chunkCount * chunkBytes, '0123 é\r\n--'), chunkBytes, 'made up');
}

async function bytesOf(bytes: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of bytes) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}

describe('a file', () => {
  it('comes back byte for byte, with its name, from its document or its version', async () => {
    const source = madeUp(5);
    const fileName = 'Bericht "Q3" ü😀.pdf';
    const stored = await records.uploadFile(source, { fileName });
    expect(stored.versionId).toMatch(/^068/);
    expect(stored.documentId).toMatch(/^069/);
    const expected = await bytesOf(madeUp(5).open());
    for (const id of [stored.versionId, stored.documentId]) {
      const file = await records.downloadFile(id);
      expect([file.fileName, file.byteLength]).toEqual([fileName, expected.byteLength]);
      expect((await bytesOf(file.bytes)).equals(expected)).toBe(true);
    }
  });

  it('that was stored is named when the question for its document fails', async () => {
    const answer = { status: 403, errorCode: 'API_DISABLED_FOR_ORG', message: 'No.' };
    const [rule] = service.org.faults.add({ when: { path: '**/query' }, do: { respond: answer } });
    const error: unknown = await records
      .uploadFile(madeUp(1), { fileName: 'kept.txt' })
      .catch((reason: unknown) => reason);
    if (rule !== undefined) service.org.faults.clear(rule);
    expect(error).toMatchObject({
      code: 'outcome-unknown',
      details: { versionId: expect.stringMatching(/^068/) as string },
    });
  });

  it('may be empty', async () => {
    const { versionId } = await records.uploadFile(madeUp(0), { fileName: 'empty.txt' });
    const file = await records.downloadFile(versionId);
    expect((await bytesOf(file.bytes)).byteLength).toBe(0);
  });

  it('is shown at the record that it is linked to', async () => {
    const { id } = await records.create('Case', { Subject: 'With a file' });
    const { documentId } = await records.uploadFile(madeUp(1), { fileName: 'a.txt', linkedTo: id });
    const { rows } = await records.query(
      'SELECT ContentDocumentId FROM ContentDocumentLink WHERE LinkedEntityId = :id',
      { binds: { id } },
    );
    expect(rows).toEqual([{ ContentDocumentId: documentId }]);
  });

  it('gets a new version, which is the one that its document gives', async () => {
    const first = await records.uploadFile(madeUp(1), { fileName: 'v1.txt' });
    const second = await records.uploadFile(madeUp(2), {
      fileName: 'v2.txt',
      newVersionOf: first.documentId,
    });
    expect(second.documentId).toBe(first.documentId);
    const file = await records.downloadFile(first.documentId);
    expect([file.fileName, file.byteLength]).toEqual(['v2.txt', 2 * chunkBytes]);
    await bytesOf(file.bytes);
  });

  it('that is cut on its way down is an error, never a shorter file', async () => {
    const { versionId } = await records.uploadFile(madeUp(40), { fileName: 'long.bin' });
    const [rule] = service.org.faults.add({
      when: { path: '**/VersionData' },
      do: { cutResponseAfterBytes: 20 * chunkBytes },
    });
    const file = await records.downloadFile(versionId);
    await expect(bytesOf(file.bytes)).rejects.toMatchObject({ code: expect.any(String) as string });
    if (rule !== undefined) service.org.faults.clear(rule);
  });

  it('whose answer is lost is not sent again: it may be there', async () => {
    const [rule] = service.org.faults.add({
      when: { method: 'POST', path: '**/ContentVersion' },
      do: { loseReply: true },
    });
    await expect(records.uploadFile(madeUp(1), { fileName: 'lost.txt' })).rejects.toMatchObject({
      code: 'outcome-unknown',
    });
    if (rule !== undefined) service.org.faults.clear(rule);
    const { rows } = await records.query("SELECT Title FROM ContentVersion WHERE PathOnClient = 'lost.txt'");
    expect(rows).toHaveLength(1);
  });

  it('that nobody knows is not found', async () => {
    for (const id of ['068000000000999AAA', '069000000000999AAA']) {
      await expect(records.downloadFile(id)).rejects.toMatchObject({ code: 'record-not-found' });
    }
  });
});
