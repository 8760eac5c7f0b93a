import {
  copyFile,
  mkdir,
  readFile,
  readdir,
  rm,
  stat,
  symlink,
  truncate,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openStateFolder } from '../../../src/host/state/state-folder.ts';
import { boxOf, firstLineOf, kill, newState, startProcess } from './state-folder-set-up.ts';

describe('a state folder', () => {
  it('gives what was written last, to whoever opens it with the same key', async () => {
    const { open, state } = await newState();
    await state.write('a', 'first ß漢');
    await state.write('a', 'second');
    await state.write('b', '');
    expect(await open().read('a')).toBe('second');
    expect(await open().read('b')).toBe('');
    await open().remove('a');
    await open().remove('a');
    expect(await state.read('a')).toBeUndefined();
    expect(await state.read('b')).toBe('');
  });

  it('makes no folder and asks for no key before something is kept', async () => {
    const { folder, context } = await newState();
    const state = openStateFolder({
      folder,
      box: () => Promise.reject(new RangeError('asked')),
      clock: context.clock,
      logger: context.logger,
    });
    expect(await state.read('a')).toBeUndefined();
    await state.remove('a');
    await expect(stat(folder)).rejects.toMatchObject({ code: 'ENOENT' });
    await expect(state.write('a', '1')).rejects.toThrow('asked');
  });

  it('holds nothing of key and value in clear, and lets only its owner look into it', async () => {
    const { folder, state } = await newState();
    await state.write('canary-key', 'canary-value');
    await state.exclusively('canary-key', async () => {
      const names = await readdir(folder);
      expect(names.length).toBe(2);
      for (const name of names) {
        expect(`${name} ${await readFile(join(folder, name), 'utf8')}`).not.toContain('canary');
        expect((await stat(join(folder, name))).mode & 0o777).toBe(0o600);
      }
    });
    expect((await readdir(folder)).length).toBe(1);
    expect((await stat(folder)).mode & 0o777).toBe(0o700);
    expect((await stat(join(folder, '..'))).mode & 0o777).toBe(0o700);
  });

  it('says so when a file was cut, and replaces it all the same', async () => {
    const { folder, state } = await newState();
    await state.write('a', 'a value that is long enough to be cut');
    const [name = ''] = await readdir(folder);
    await truncate(join(folder, name), 20);
    await expect(state.read('a')).rejects.toMatchObject({
      code: 'secret-unreadable',
      details: { file: join(folder, name) },
    });
    await state.write('a', 'new');
    expect(await state.read('a')).toBe('new');
  });

  it('says so when the system does not let it read', async () => {
    const { folder, state } = await newState();
    await state.write('a', '1');
    const [name = ''] = await readdir(folder);
    await rm(join(folder, name));
    await mkdir(join(folder, name));
    await expect(state.read('a')).rejects.toMatchObject({
      code: 'file-unreadable',
      details: { file: join(folder, name), reason: 'EISDIR' },
    });
    await rm(folder, { recursive: true });
    await symlink(folder, folder);
    await expect(state.read('a')).rejects.toMatchObject({ code: 'file-unreadable' });
  });

  it('tells what another key has kept from what nobody has kept', async () => {
    const { folder, open, state } = await newState();
    await state.write('token/a/newest', '1');
    await open(8).exclusively('token/b/newest', () => Promise.resolve());
    await expect(open(8).read('token/a/newest')).rejects.toMatchObject({
      code: 'secret-unreadable',
      details: { file: join(folder, (await readdir(folder))[0] ?? '') },
    });
    expect(await open(8).read('token/b/newest')).toBeUndefined();
    await open(8).write('token/a/newest', '2');
    expect(await open(8).read('token/a/newest')).toBe('2');
    expect(await state.read('token/a/newest')).toBe('1');
  });

  it('takes no lock of another key for a value', async () => {
    const { open, state } = await newState();
    await state.exclusively('a', async () => {
      expect(await open(8).read('a')).toBeUndefined();
    });
  });

  it('shows nothing that was moved to another name', async () => {
    const { folder, state } = await newState();
    await state.write('a', '1');
    const [ofA = ''] = await readdir(folder);
    await state.write('b', '2');
    const ofB = (await readdir(folder)).find((name) => name !== ofA) ?? '';
    await copyFile(join(folder, ofA), join(folder, ofB));
    await expect(state.read('b')).rejects.toMatchObject({ code: 'secret-unreadable' });
  });

  it('says which file cannot be written', async () => {
    const { folder, context } = await newState();
    const file = join(folder, '..', '..', 'file');
    await writeFile(file, '');
    const { clock, logger } = context;
    const state = openStateFolder({ folder: join(file, 'state'), box: boxOf(7), clock, logger });
    await expect(state.write('a', '1')).rejects.toMatchObject({ code: 'file-unwritable' });
    await expect(state.exclusively('a', () => Promise.resolve())).rejects.toMatchObject({
      code: 'file-unwritable',
    });
  });

  it('removes what processes left unfinished that died long ago', async () => {
    const { folder, open, state } = await newState();
    await state.write('a', '1');
    await writeFile(join(folder, '.writing-old.tmp'), '');
    await writeFile(join(folder, '.writing-new.tmp'), '');
    await utimes(join(folder, '.writing-old.tmp'), 0, 0);
    await open().write('a', '2');
    expect((await readdir(folder)).filter((name) => name.endsWith('.tmp'))).toEqual(['.writing-new.tmp']);
  });
});

describe('a process that is killed while it writes', () => {
  it('leaves the old value or the new one', async () => {
    const { folder, context, state } = await newState();
    for (let time = 0; time < 5; time += 1) {
      const child = startProcess(folder, 'write');
      await firstLineOf(child);
      await kill(child);
      const [length, letters = ''] = (await state.read('long'))?.split(' ') ?? [];
      expect(letters.length).toBe(Number(length));
      expect(letters.length).toBeGreaterThan(50_000);
    }
    expect(context.logLines).toEqual([]);
  });
});
