import { chmod, mkdir, readdir, readFile, stat, symlink, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { writeFileAtomically } from '../../../src/host/files/write-file-atomically.ts';
import { temporaryFolder } from '../temporary-folder.ts';

test('a new file is there whole, with the folders above it and nothing beside it', async () => {
  const folder = await temporaryFolder();
  await writeFileAtomically(join(folder, 'a/b/c.json'), 'text', { mode: 0o600 });
  expect(await readdir(join(folder, 'a/b'))).toEqual(['c.json']);
  expect(await readFile(join(folder, 'a/b/c.json'), 'utf8')).toBe('text');
  expect((await stat(join(folder, 'a/b/c.json'))).mode & 0o777).toBe(0o600);
});

test('a reader that has the old file open keeps the old text: the file is replaced, not overwritten', async () => {
  const folder = await temporaryFolder();
  const path = join(folder, 'c.json');
  await writeFile(path, 'old');
  const before = await stat(path);
  await writeFileAtomically(path, 'new');
  expect((await stat(path)).ino).not.toBe(before.ino);
  expect(await readFile(path, 'utf8')).toBe('new');
});

test('permissions of an old file stay, and a link stays a link', async () => {
  const folder = await temporaryFolder();
  await writeFile(join(folder, 'real.json'), 'old');
  await chmod(join(folder, 'real.json'), 0o640);
  await symlink('real.json', join(folder, 'link.json'));
  await writeFileAtomically(join(folder, 'link.json'), 'new', { mode: 0o600 });
  expect(await readFile(join(folder, 'real.json'), 'utf8')).toBe('new');
  expect((await stat(join(folder, 'real.json'))).mode & 0o777).toBe(0o640);
});

test('what cannot be written leaves nothing behind, and says which file', async () => {
  const folder = await temporaryFolder();
  await mkdir(join(folder, 'c.json'));
  const failure = writeFileAtomically(join(folder, 'c.json'), 'new', { shownAs: 'connections/c.json' });
  await expect(failure).rejects.toMatchObject({
    code: 'file-unwritable',
    details: { file: 'connections/c.json' },
  });
  expect(await readdir(folder)).toEqual(['c.json']);
});

test('what a process left that died long ago is tidied up, what is being written now is not', async () => {
  const folder = await temporaryFolder();
  await writeFile(join(folder, '.writing-old.tmp'), 'x');
  await utimes(join(folder, '.writing-old.tmp'), 1000, 1000);
  await writeFile(join(folder, '.writing-now.tmp'), 'x');
  await writeFileAtomically(join(folder, 'c.json'), 'new');
  expect(await readdir(folder)).toEqual(['.writing-now.tmp', 'c.json']);
});
