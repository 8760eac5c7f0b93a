import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { startTestOrg, type TestOrg } from '../../support/local-org.ts';
import { at, queryPath, signIn, textAt, type Answer, type OrgClient } from '../server/org-client.ts';

let org: TestOrg;
let client: OrgClient;

beforeAll(async () => {
  org = await startTestOrg();
  client = await signIn(org);
});

afterAll(() => org.close());

/** Sends a multipart request as clients do: a JSON part, then the file. */
async function upload(
  fields: Record<string, unknown>,
  file: Uint8Array | undefined,
  { object = 'ContentVersion', part = 'VersionData', by = client, at: to = org } = {},
): Promise<Answer> {
  const form = new FormData();
  form.append('entity_content', JSON.stringify(fields));
  if (file !== undefined) form.append(part, new Blob([Buffer.from(file)]), 'upload.bin');
  const response = await fetch(`${to.url}/services/data/v67.0/sobjects/${object}`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${by.sessionId}` },
    body: form,
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, body: JSON.parse(text) };
}

async function download(path: string, by = client, from = org): Promise<Buffer> {
  const response = await fetch(`${from.url}/services/data/v67.0/sobjects/${path}`, {
    headers: { Authorization: `Bearer ${by.sessionId}` },
  });
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toBe('application/octet-stream');
  return Buffer.from(await response.arrayBuffer());
}

const one = async (soql: string): Promise<Record<string, unknown>> =>
  at(await client.call('GET', queryPath(soql)), 'records', 0) as Record<string, unknown>;

describe('a content version', () => {
  test('comes back byte for byte, with its size, type and checksum', async () => {
    const bytes = randomBytes(700_001);
    const created = await upload({ PathOnClient: 'scan of it.PDF' }, bytes);
    expect(created.status).toBe(201);
    const id = textAt(created, 'id');
    expect((await download(`ContentVersion/${id}/VersionData`)).equals(bytes)).toBe(true);
    const soql = `SELECT Title, FileType, FileExtension, ContentSize, Checksum, VersionData FROM ContentVersion WHERE Id = '${id}'`;
    expect(await one(soql)).toMatchObject({
      Title: 'scan of it',
      FileType: 'PDF',
      FileExtension: 'pdf',
      ContentSize: 700_001,
      Checksum: createHash('md5').update(bytes).digest('hex'),
      VersionData: `/services/data/v67.0/sobjects/ContentVersion/${id}/VersionData`,
    });
  });

  test('can be sent as base64 in JSON', async () => {
    const created = await client.call('POST', '/sobjects/ContentVersion', {
      PathOnClient: 'note.txt',
      VersionData: Buffer.from('Grüße 😀').toString('base64'),
    });
    const bytes = await download(`ContentVersion/${textAt(created, 'id')}/VersionData`);
    expect(bytes.toString('utf8')).toBe('Grüße 😀');
  });

  test('makes a document, and a link to its owner and to the place of publication', async () => {
    const caseId = textAt(await client.call('POST', '/sobjects/Case', { Subject: 'with a file' }), 'id');
    const created = await upload(
      { PathOnClient: 'a.txt', FirstPublishLocationId: caseId },
      Buffer.from('first'),
    );
    const versionId = textAt(created, 'id');
    const version = await one(
      `SELECT ContentDocumentId, VersionNumber, IsLatest FROM ContentVersion WHERE Id = '${versionId}'`,
    );
    expect(version).toMatchObject({ VersionNumber: '1', IsLatest: true });
    const documentId = String(version['ContentDocumentId']);
    expect(
      await one(`SELECT Title, LatestPublishedVersionId FROM ContentDocument WHERE Id = '${documentId}'`),
    ).toMatchObject({
      Title: 'a',
      LatestPublishedVersionId: versionId,
    });
    const links = await client.call(
      'GET',
      queryPath(
        `SELECT LinkedEntityId, ShareType FROM ContentDocumentLink WHERE ContentDocumentId = '${documentId}' ORDER BY ShareType`,
      ),
    );
    expect(at(links, 'records')).toMatchObject([
      { LinkedEntityId: expect.stringMatching(/^005/), ShareType: 'I' },
      { LinkedEntityId: caseId, ShareType: 'V' },
    ]);

    const second = await upload(
      { PathOnClient: 'b.txt', ContentDocumentId: documentId },
      Buffer.from('second'),
    );
    expect(
      await one(`SELECT VersionNumber, IsLatest FROM ContentVersion WHERE Id = '${versionId}'`),
    ).toMatchObject({ IsLatest: false });
    expect(
      await one(`SELECT VersionNumber, IsLatest FROM ContentVersion WHERE Id = '${textAt(second, 'id')}'`),
    ).toMatchObject({
      VersionNumber: '2',
      IsLatest: true,
    });
    await client.call('DELETE', `/sobjects/ContentDocument/${documentId}`);
    expect(
      at(
        await client.call(
          'GET',
          queryPath(`SELECT COUNT() FROM ContentVersion WHERE ContentDocumentId = '${documentId}'`),
        ),
        'totalSize',
      ),
    ).toBe(0);
  });

  test('may be empty', async () => {
    const id = textAt(await upload({ PathOnClient: 'empty.txt' }, new Uint8Array()), 'id');
    expect((await download(`ContentVersion/${id}/VersionData`)).byteLength).toBe(0);
  });

  test('takes no path out of its name', async () => {
    const id = textAt(await upload({ PathOnClient: '../../etc/passwd' }, Buffer.from('x')), 'id');
    expect(await one(`SELECT Title FROM ContentVersion WHERE Id = '${id}'`)).toMatchObject({
      Title: 'passwd',
    });
    const answer = await client.call(
      'GET',
      `/sobjects/ContentVersion/..%2F..%2F..%2Fetc%2Fpasswd/VersionData`,
    );
    expect(answer.status).toBe(404);
  });

  test.each([
    ['no file', { PathOnClient: 'x.txt' }, undefined, 'REQUIRED_FIELD_MISSING'],
    ['no path', {}, Buffer.from('x'), 'REQUIRED_FIELD_MISSING'],
    ['an unknown field', { PathOnClient: 'x', Nope: 1 }, Buffer.from('x'), 'INVALID_FIELD'],
  ])('is refused with %s', async (_, fields, file, errorCode) => {
    const answer = await upload(fields, file);
    expect({ status: answer.status, code: at(answer, 0, 'errorCode') }).toEqual({
      status: 400,
      code: errorCode,
    });
  });

  test('is refused when its text is not base64', async () => {
    const body = { PathOnClient: 'x.txt', VersionData: 'not base64!' };
    expect((await client.call('POST', '/sobjects/ContentVersion', body)).status).toBe(400);
  });

  test.each([
    ['no boundary', 'multipart/form-data', 'x'],
    [
      'an end in the middle',
      'multipart/form-data; boundary=B',
      '--B\r\nContent-Disposition: form-data; name="entity_content"\r\n\r\n{}',
    ],
    ['no fields', 'multipart/form-data; boundary=B', '--B--\r\n'],
    [
      'broken JSON',
      'multipart/form-data; boundary=B',
      '--B\r\nContent-Disposition: form-data; name="entity_content"\r\n\r\n{"\r\n--B--\r\n',
    ],
  ])('is refused as multipart with %s', async (_, contentType, body) => {
    const answer = await client.call('POST', '/sobjects/ContentVersion', body, {
      'Content-Type': contentType,
    });
    expect(answer.status, answer.text).toBe(400);
  });
});

test('an attachment has a body and its length', async () => {
  const ParentId = textAt(await client.call('POST', '/sobjects/Account', { Name: 'Parent' }), 'id');
  const created = await upload({ Name: 'a.bin', ParentId }, Buffer.from([0, 1, 2, 255]), {
    object: 'Attachment',
    part: 'Body',
  });
  const id = textAt(created, 'id');
  expect([...(await download(`Attachment/${id}/Body`))]).toEqual([0, 1, 2, 255]);
  expect(await one(`SELECT BodyLength FROM Attachment WHERE Id = '${id}'`)).toMatchObject({ BodyLength: 4 });
});

test('files outlive the process with the data file', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'files-test-'));
  onTestFinished(() => {
    rmSync(folder, { recursive: true });
  });
  const dataFile = join(folder, 'org.sqlite');
  const bytes = randomBytes(300_000);
  const first = await startTestOrg({ dataFile });
  const id = textAt(
    await upload({ PathOnClient: 'a.bin' }, bytes, { by: await signIn(first), at: first }),
    'id',
  );
  await first.close();
  await using second = await startTestOrg({ dataFile });
  const kept = await download(`ContentVersion/${id}/VersionData`, await signIn(second), second);
  expect(kept.equals(bytes)).toBe(true);
});
