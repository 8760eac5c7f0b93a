import { chmod, mkdir, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ensureSecretKey, newSecretKey, readSecretKey } from '../../../src/host/secrets/secret-key.ts';
import { temporaryFolder } from '../temporary-folder.ts';

describe('the key of the secrets', () => {
  it('is made once, for its owner only, by however many come at once', async () => {
    const folder = await temporaryFolder();
    const file = join(folder, 'home', 'key');
    const keys = await Promise.all(Array.from({ length: 20 }, () => ensureSecretKey({ file })));
    expect(new Set(keys.map((key) => key.toString('hex'))).size).toBe(1);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect((await stat(dirname(file))).mode & 0o777).toBe(0o700);
    expect(await readdir(dirname(file))).toEqual(['key']);
    expect(await readSecretKey({ file })).toEqual(keys[0]);
  });

  it('comes from the text before the file', async () => {
    const folder = await temporaryFolder();
    const file = join(folder, 'key');
    const text = newSecretKey();
    await ensureSecretKey({ file });
    expect(await readSecretKey({ text: ` ${text}\n`, file })).toEqual(Buffer.from(text, 'base64url'));
    expect(await readSecretKey({ text: Buffer.from(text, 'base64url').toString('base64'), file })).toEqual(
      Buffer.from(text, 'base64url'),
    );
    expect(await readSecretKey({ text: '', file })).not.toEqual(Buffer.from(text, 'base64url'));
  });

  it('is not there when nobody made one, and reading makes none', async () => {
    const folder = await temporaryFolder();
    expect(await readSecretKey({ file: join(folder, 'key') })).toBeUndefined();
    expect(await readdir(folder)).toEqual([]);
  });

  it.each(['short', `${newSecretKey()}AAAA`])('refuses %s, without repeating it', async (text) => {
    const refused = readSecretKey({ text, file: 'key' });
    await expect(refused).rejects.toMatchObject({
      code: 'secret-key-invalid',
      details: { place: 'SFSC_KEY' },
    });
    await expect(refused).rejects.not.toThrow(text);
  });

  it('is not taken from a file that others may read', async () => {
    const folder = await temporaryFolder();
    const file = join(folder, 'key');
    await ensureSecretKey({ file });
    await chmod(file, 0o640);
    await expect(readSecretKey({ file })).rejects.toMatchObject({ code: 'secret-key-invalid' });
    await expect(ensureSecretKey({ file })).rejects.toMatchObject({ code: 'secret-key-invalid' });
  });

  it('is not put over a file that holds something else', async () => {
    const folder = await temporaryFolder();
    const file = join(folder, 'key');
    await writeFile(file, 'something else', { mode: 0o600 });
    await expect(ensureSecretKey({ file })).rejects.toMatchObject({ code: 'secret-key-invalid' });
    expect(await readFile(file, 'utf8')).toBe('something else');
  });

  it('is not looked for without end behind a link that leads nowhere', async () => {
    const folder = await temporaryFolder();
    const file = join(folder, 'key');
    await symlink(join(folder, 'nowhere'), file);
    await expect(ensureSecretKey({ file })).rejects.toMatchObject({ code: 'secret-key-invalid' });
  });

  it('says when it cannot be kept', async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, 'file'), '');
    await mkdir(join(folder, 'file.d'));
    await expect(ensureSecretKey({ file: join(folder, 'file', 'key') })).rejects.toMatchObject({
      code: expect.stringMatching(/^file-un(?:readable|writable)$/u) as string,
    });
  });
});
