import { randomBytes } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { ConnectorError } from '../../errors/connector-error.ts';
import { createWholeFile } from '../files/create-whole-file.ts';
import { ensureFolder } from '../files/ensure-folder.ts';
import { fileFailure } from '../input/file-failure.ts';
import { secretKeyBytes } from './secret-box.ts';

/** Where the key of a {@link createSecretBox} comes from. */
export interface SecretKeySource {
  /** Value of the environment variable `SFSC_KEY`; stronger than the file. */
  readonly text?: string | undefined;
  /** The file that holds the key when there is no text; only its owner may read it. */
  readonly file: string;
}

/** A new random key, as it stands in `SFSC_KEY` and in the key file: base64url. */
export function newSecretKey(): string {
  return randomBytes(secretKeyBytes).toString('base64url');
}

/**
 * Reads the key.
 *
 * @returns `undefined` when there is neither text nor file
 * @throws ConnectorError `secret-key-invalid` for what is no key, or for a file that others may read; `file-unreadable`
 */
export async function readSecretKey({ text, file }: SecretKeySource): Promise<Buffer | undefined> {
  if (text !== undefined && text.trim() !== '') return parseKey(text, 'SFSC_KEY');
  try {
    const { mode } = await stat(file);
    if (process.platform !== 'win32' && (mode & 0o077) !== 0) {
      throw new ConnectorError('secret-key-invalid', `Others may read the key file ${file}.`, {
        details: { file },
        nextSteps: [`Run \`chmod 600 ${file}\`; if somebody may have seen it, enter the secrets anew.`],
      });
    }
    return parseKey(await readFile(file, 'utf8'), file);
  } catch (error) {
    if (error instanceof ConnectorError) throw error;
    const failure = fileFailure(error, file, 'file-unreadable');
    if (failure.code === 'file-not-found') return undefined;
    throw failure;
  }
}

/**
 * The key, made and kept in the file (mode 0600, its folder 0700) if there is none. Two processes that come at once
 * get the same one.
 *
 * @throws ConnectorError as {@link readSecretKey}, `file-unwritable`
 */
export async function ensureSecretKey(source: SecretKeySource): Promise<Buffer> {
  const known = await readSecretKey(source);
  if (known !== undefined) return known;
  const key = (await createKeyFile(source.file)) ?? (await readSecretKey(source));
  if (key !== undefined) return key;
  throw new ConnectorError('secret-key-invalid', `${source.file} is a link that leads to no file.`, {
    details: { file: source.file },
  });
}

/** `undefined` when the name is taken: somebody else was faster. */
async function createKeyFile(file: string): Promise<Buffer | undefined> {
  const key = newSecretKey();
  try {
    await ensureFolder(dirname(file), 0o700);
    return (await createWholeFile(file, `${key}\n`)) ? parseKey(key, file) : undefined;
  } catch (error) {
    throw fileFailure(error, file, 'file-unwritable');
  }
}

function parseKey(text: string, place: string): Buffer {
  const key = Buffer.from(text.trim(), 'base64');
  if (key.byteLength === secretKeyBytes) return key;
  throw new ConnectorError(
    'secret-key-invalid',
    `${place} holds no key of ${secretKeyBytes} bytes in base64.`,
    {
      details: { place },
    },
  );
}
