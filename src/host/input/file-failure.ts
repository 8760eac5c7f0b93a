import { ConnectorError } from '../../errors/connector-error.ts';

/**
 * Turns an error of the file system into one that a user can act on: `file-not-found` for a missing file that was to
 * be read, else the given code. The operating system's code is in `details.reason`.
 */
export function fileFailure(
  error: unknown,
  file: string,
  code: 'file-unreadable' | 'file-unwritable',
): ConnectorError {
  const reason = systemCode(error);
  const details = { file, reason };
  if (code === 'file-unreadable' && reason === 'ENOENT') {
    return new ConnectorError('file-not-found', `There is no file ${file}.`, { cause: error, details });
  }
  const verb = code === 'file-unreadable' ? 'read' : 'written';
  return new ConnectorError(code, `${file} cannot be ${verb} (${reason}).`, { cause: error, details });
}

function systemCode(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'unknown';
}
