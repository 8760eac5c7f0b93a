import { execFile } from 'node:child_process';
import { lstat, mkdir, readFile, readdir, readlink, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { beforeEach, describe, expect, test } from 'vitest';
import { fileOutput, partFileSink } from '../../src/host/index.ts';
import { temporaryFolder } from './temporary-folder.ts';

const run = promisify(execFile);
let folder: string;

beforeEach(async () => {
  folder = await temporaryFolder();
});

async function writeTo(path: string, content: string): Promise<void> {
  const output = fileOutput(path, 'csv');
  await output.check();
  const sink = output.open(folder);
  await sink.write(Buffer.from(content));
  await sink.commit();
}

describe.skipIf(process.platform === 'win32')('an output', () => {
  test('into a named pipe reaches its reader, and the pipe stays, also when the output is given up', async () => {
    const pipe = join(folder, 'pipe');
    await run('mkfifo', [pipe]);
    const [read] = await Promise.all([readFile(pipe, 'utf8'), writeTo(pipe, 'a\n1\n')]);
    expect(read).toBe('a\n1\n');
    const givenUp = partFileSink(pipe);
    const [begun] = await Promise.all([
      readFile(pipe, 'utf8'),
      givenUp.write(Buffer.from('a')).then(() => givenUp.discard()),
    ]);
    expect(begun).toBe('a');
    expect((await lstat(pipe)).isFIFO()).toBe(true);
    expect(await readdir(folder)).toEqual(['pipe']);
  });

  test('into a device leaves the device', async () => {
    // By a link, so that nothing is harmed should it be replaced.
    await symlink('/dev/null', join(folder, 'null'));
    await writeTo(join(folder, 'null'), 'gone');
    expect((await lstat(join(folder, 'null'))).isSymbolicLink()).toBe(true);
    expect(await readdir(folder)).toEqual(['null']);
  });

  test('through a link goes to the file behind it, which keeps its content until the new one is whole', async () => {
    await mkdir(join(folder, 'elsewhere'));
    const target = join(folder, 'elsewhere', 'rows.csv');
    await writeFile(target, 'earlier');
    await symlink('elsewhere/rows.csv', join(folder, 'link'));
    const sink = partFileSink(join(folder, 'link'));
    await sink.write(Buffer.from('new'));
    expect(await readFile(target, 'utf8')).toBe('earlier');
    expect((await readdir(join(folder, 'elsewhere'))).sort()).toEqual(['rows.csv', 'rows.csv.part']);
    await sink.commit();
    expect(await readFile(target, 'utf8')).toBe('new');
    expect(await readlink(join(folder, 'link'))).toBe('elsewhere/rows.csv');
  });

  test('through a link to nothing makes the file that it points to', async () => {
    await symlink('next', join(folder, 'link'));
    await symlink('rows.csv', join(folder, 'next'));
    await writeTo(join(folder, 'link'), 'new');
    expect(await readFile(join(folder, 'rows.csv'), 'utf8')).toBe('new');
    expect((await lstat(join(folder, 'next'))).isSymbolicLink()).toBe(true);
  });

  test('through links that lead in a circle, or into a folder that is not there, cannot be written', async () => {
    await symlink('one', join(folder, 'two'));
    await symlink('two', join(folder, 'one'));
    await symlink('none/rows.csv', join(folder, 'lost'));
    await expect(fileOutput(join(folder, 'one'), 'csv').check()).rejects.toMatchObject({
      details: { reason: 'ELOOP' },
    });
    await expect(fileOutput(join(folder, 'lost'), 'csv').check()).rejects.toMatchObject({
      details: { reason: 'ENOENT' },
    });
  });
});
