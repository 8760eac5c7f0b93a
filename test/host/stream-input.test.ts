import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { beforeEach, describe, expect, test } from 'vitest';
import { fileInput, streamInput } from '../../src/host/index.ts';
import { temporaryFolder } from './temporary-folder.ts';

let folder: string;

beforeEach(async () => {
  folder = await temporaryFolder();
});

async function textOf(chunks: AsyncIterable<Uint8Array>): Promise<string> {
  const all: Uint8Array[] = [];
  for await (const chunk of chunks) all.push(chunk);
  return Buffer.concat(all).toString();
}

describe('input from a stream', () => {
  test('can be read twice and in part, and is gone after its release', async () => {
    const input = await streamInput(
      Readable.from([Buffer.from('abc'), Buffer.from('def')]),
      'standard input',
    ).open(folder);
    expect(input.source).toMatchObject({ name: 'standard input', byteLength: 6 });
    expect(await textOf(input.source.open())).toBe('abcdef');
    expect(await textOf(input.source.open({ start: 2, end: 4 }))).toBe('cd');
    expect(await readdir(folder)).toHaveLength(1);
    await input.release();
    expect(await readdir(folder)).toEqual([]);
  });

  test('that never ends can be cancelled, and leaves nothing behind', async () => {
    const abort = new AbortController();
    const endless = new PassThrough();
    endless.write('a');
    const opening = streamInput(endless, 'standard input').open(folder, abort.signal);
    abort.abort();
    await expect(opening).rejects.toMatchObject({ code: 'cancelled' });
    expect(await readdir(folder)).toEqual([]);
  });

  test('that breaks leaves nothing behind', async () => {
    const broken = Readable.from(
      (function* () {
        yield Buffer.from('a');
        throw Object.assign(new TypeError('gone'), { code: 'EIO' });
      })(),
    );
    await expect(streamInput(broken, 'standard input').open(folder)).rejects.toMatchObject({
      details: { reason: 'EIO' },
    });
    expect(await readdir(folder)).toEqual([]);
  });

  test('may be empty', async () => {
    const input = await streamInput(Readable.from([]), 'standard input').open(folder);
    expect(input.source.byteLength).toBe(0);
    await input.release();
  });
});

test('input from a file is read in place', async () => {
  const input = await fileInput(join(import.meta.dirname, 'stream-input.test.ts')).open(folder);
  expect(await textOf(input.source.open({ start: 0, end: 6 }))).toBe('import');
  await input.release();
  expect(await readdir(folder)).toEqual([]);
});

test('a file that is missing is said to be missing under the name that the user gave', async () => {
  await expect(fileInput('no/such.csv').open(folder)).rejects.toMatchObject({
    code: 'file-not-found',
    message: 'There is no file no/such.csv.',
    details: { file: 'no/such.csv', reason: 'ENOENT' },
  });
});
