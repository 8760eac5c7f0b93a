import { fileFailure } from '../input/file-failure.ts';

/**
 * What an access to a file or folder gives; `undefined` only when there is certainly none.
 *
 * @throws ConnectorError `file-unreadable` when nobody can tell: no permission, a broken disk
 */
export async function ifThere<T>(access: Promise<T>, path: string): Promise<T | undefined> {
  try {
    return await access;
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? error.code : undefined;
    if (reason === 'ENOENT' || reason === 'ENOTDIR') return undefined;
    throw fileFailure(error, path, 'file-unreadable');
  }
}
