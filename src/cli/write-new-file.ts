import { writeFile } from 'node:fs/promises';
import { ConnectorError } from '../errors/connector-error.ts';

/**
 * Writes a file that only its owner may read, and never over another one.
 *
 * @throws ConnectorError `file-exists`, `file-unwritable`
 */
export async function writeNewFile(path: string, text: string): Promise<void> {
  try {
    await writeFile(path, text, { flag: 'wx', mode: 0o600, flush: true });
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    if (reason === 'EEXIST') {
      throw new ConnectorError('file-exists', `${path} is there already; it was not changed.`, {
        details: { file: path },
      });
    }
    throw new ConnectorError('file-unwritable', `${path} cannot be written: ${reason}.`, {
      details: { file: path, reason },
    });
  }
}
