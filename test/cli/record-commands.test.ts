import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestOrg, type TestOrg } from '../support/local-org.ts';
import { runCli, type CliOptions } from './run-cli.ts';

let org: TestOrg;
let folder: string;

beforeAll(async () => {
  org = await startTestOrg();
  folder = await mkdtemp(join(tmpdir(), 'cli-test-'));
  const { url, username, password, securityToken } = org;
  const connection = { type: 'salesforce-service-cloud', serverHost: url, username, password, securityToken };
  await put('org.json', JSON.stringify({ name: 'org', ...connection }));
});
afterAll(async () => {
  await org.close();
  await rm(folder, { recursive: true, force: true });
});

async function put(file: string, content: string | Buffer): Promise<string> {
  await writeFile(join(folder, file), content);
  return file;
}

const sfsc = (args: readonly string[], options: CliOptions = {}) =>
  runCli([...args, '--connection', 'org.json'], { cwd: folder, ...options });
const json = (text: string) => JSON.parse(text) as Record<string, unknown>;

/** Runs a command that must go well, with its document. */
async function fine(...args: string[]): Promise<Record<string, unknown>> {
  const { code, stdout, stderr } = await sfsc([...args, '--json']);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return json(stdout);
}

describe('sfsc record', () => {
  test('makes, reads, changes and deletes a record', async () => {
    await fine('record', 'create', 'Contact', '--set', 'LastName=Sé', '--set', 'Email=se@example.com');
    const made = await sfsc([
      'record',
      'create',
      'Case',
      '--set',
      'Subject=a=b',
      '--set',
      'Contact.Email=se@example.com',
    ]);
    const [, id = ''] = /^Created (500\w{15})\.\n$/.exec(made.stdout) ?? [];
    const read = await sfsc(['record', 'get', 'Case', id, '--fields', 'Subject, contact.lastname']);
    expect(read.stdout).toBe('Subject           a=b\nContact.LastName  Sé\n');
    expect(await fine('record', 'update', 'Case', id, '--set', 'Subject=c', '--clear', 'ContactId')).toEqual({
      id,
      created: false,
    });
    expect(await fine('record', 'get', 'Case', id, '--fields', 'Subject,ContactId')).toEqual({
      Subject: 'c',
      ContactId: null,
    });
    expect((await sfsc(['record', 'delete', 'Case', id])).stdout).toBe(`Deleted ${id}.\n`);
    const gone = await sfsc(['record', 'get', 'Case', id]);
    expect(gone).toMatchObject({ code: 3, stdout: '' });
    expect(gone.stderr).toContain('record-not-found');
    expect(gone.stderr).toContain('recycle bin');
  });

  test('upserts by an external id, and says which of the two it did', async () => {
    const args = [
      'record',
      'upsert',
      'Contact',
      '--external-id',
      'Email=up@example.com',
      '--set',
      'LastName=Up',
    ];
    const made = await sfsc(args);
    expect(made.stdout).toMatch(/^Created 003/);
    expect((await sfsc(args)).stdout).toBe(made.stdout.replace('Created', 'Changed'));
    expect(
      await fine('record', 'get', 'Contact', '--external-id', 'Email=up@example.com', '--fields', 'LastName'),
    ).toEqual({ LastName: 'Up' });
    const none = await sfsc([
      'record',
      'upsert',
      'Contact',
      '--external-id',
      'Email=no@example.com',
      '--update-only',
    ]);
    expect(none.code).toBe(3);
  });

  test('takes fields from a JSON file or standard input, before which options go', async () => {
    const file = await put(
      'fields.json',
      '{"Subject": "from file", "Priority": "High", "Description": null}',
    );
    const { id } = await fine('record', 'create', 'Case', '--from', file, '--set', 'subject=from option');
    expect(await fine('record', 'get', 'Case', String(id), '--fields', 'Subject,Priority')).toEqual({
      Subject: 'from option',
      Priority: 'High',
    });
    const piped = await sfsc(['record', 'create', 'Case', '--from', '-'], { stdin: '{"Subject":"piped"}' });
    expect(piped.stdout).toMatch(/^Created 500/);
  });

  test('writes children as CSV or JSON, and the one parent', async () => {
    const { id } = await fine('record', 'create', 'Account', '--set', 'Name=Parent');
    for (const name of ['A', 'B'])
      await fine(
        'record',
        'create',
        'Contact',
        '--set',
        `LastName=${name}`,
        '--set',
        `AccountId=${String(id)}`,
      );
    const related = (...more: string[]) =>
      sfsc(['record', 'related', 'Account', String(id), 'Contacts', '--fields', 'LastName', ...more]);
    expect((await related()).stdout).toBe('LastName\nA\nB\n');
    expect(JSON.parse((await related('--limit', '1', '--format', 'json')).stdout)).toEqual([
      { LastName: 'A' },
    ]);
    const filed = await related('--out', 'contacts.ndjson');
    expect(filed.stdout).toBe('2 rows to contacts.ndjson\n');
    expect(await readFile(join(folder, 'contacts.ndjson'), 'utf8')).toBe(
      '{"LastName":"A"}\n{"LastName":"B"}\n',
    );
    const none = await sfsc(['record', 'related', 'Account', String(id), 'Cases']);
    expect(none).toMatchObject({ code: 0, stdout: expect.stringMatching(/^Id,.*,Subject,.*\n$/) as string });
    const wrong = await sfsc(['record', 'related', 'Account', String(id), 'Contact']);
    expect(wrong).toMatchObject({ code: 1 });
    expect(wrong.stderr).toContain('Contacts');
  });

  test('stores a file at a record, and fetches it whole or not at all', async () => {
    const content = Buffer.from(Array.from({ length: 300_000 }, (_, index) => index % 251));
    await put('picture.bin', content);
    const { id } = await fine('record', 'create', 'Case', '--set', 'Subject=Files');
    const stored = await fine(
      'record',
      'create',
      'ContentVersion',
      '--file',
      'picture.bin',
      '--linked-to',
      String(id),
      '--set',
      'Title=The picture',
    );
    const fetched = await sfsc([
      'record',
      'get',
      'ContentDocument',
      String(stored['documentId']),
      '--file',
      'back.bin',
    ]);
    expect(fetched.stdout).toBe('Fetched picture.bin to back.bin.\n');
    expect((await readFile(join(folder, 'back.bin'))).equals(content)).toBe(true);
    const [rule] = org.faults.add({
      when: { path: '**/VersionData' },
      do: { cutResponseAfterBytes: 100_000 },
    });
    const cut = await sfsc([
      'record',
      'get',
      'ContentVersion',
      String(stored['versionId']),
      '--file',
      'cut.bin',
    ]);
    if (rule !== undefined) org.faults.clear(rule);
    expect(cut.code).toBe(3);
    expect((await readdir(folder)).filter((name) => name.startsWith('cut'))).toEqual([]);
  });

  test('says what is wrong with what the org does not have', async () => {
    const { code, stdout, stderr } = await sfsc(['record', 'create', 'Case', '--set', 'Sujet=b']);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain('unknown-column');
  });
});

describe('options of the other commands', () => {
  test('a query takes values for its names', async () => {
    await fine('record', 'create', 'Case', '--set', "Subject=O'Brien");
    const { stdout } = await sfsc([
      'query',
      'SELECT Subject FROM Case WHERE Subject = :who',
      '--bind',
      "who=O'Brien",
    ]);
    expect(stdout).toBe("Subject\nO'Brien\n");
    const unbound = await sfsc(['query', 'SELECT Subject FROM Case WHERE Subject = :who']);
    expect(unbound.code).toBe(1);
    expect(unbound.stderr).toContain('missing-bind');
  });

  test('a write takes settings, and refuses those that it does not have', async () => {
    await put('rows.csv', 'LastName,Email,Phone\nA,rows@example.com,1\n');
    await put('again.csv', 'LastName,Email,Phone\nB,rows@example.com,\nC,none@example.com,2\n');
    const upsert = (file: string, ...more: string[]) =>
      fine(
        'upsert',
        'Contact',
        '--external-id',
        'Email',
        '--in',
        file,
        '--batch-size',
        '10',
        '--parallel',
        '1',
        ...more,
      );
    expect(await upsert('rows.csv')).toMatchObject({
      counters: { success_record_count: 1, failure_record_count: 0 },
    });
    const again = [
      'upsert',
      'Contact',
      '--external-id',
      'Email',
      '--in',
      'again.csv',
      '--update-only',
      '--json',
    ];
    const { code, stdout } = await sfsc(again);
    expect(code).toBe(2);
    expect(json(stdout)).toMatchObject({ counters: { success_record_count: 1, failure_record_count: 1 } });
    const both = await sfsc([
      'upsert',
      'Contact',
      '--external-id',
      'Email',
      '--in',
      'rows.csv',
      '--update-only',
      '--insert-only',
    ]);
    expect(both.code).toBe(1);
    expect(both.stderr).toContain('exclude each other');
    const large = await sfsc(['insert', 'Contact', '--in', 'rows.csv', '--batch-size', '201']);
    expect(large.code).toBe(1);
  });
});
