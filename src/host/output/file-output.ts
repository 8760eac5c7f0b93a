import { access, constants, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { ConnectorError } from '../../errors/connector-error.ts';
import { fileFailure } from '../input/file-failure.ts';
import { partFileSink } from './part-file-sink.ts';
import type { OutputEndpoint } from './output-endpoint.ts';
import { formatOfFileName, type RowFormat } from './row-format.ts';

/**
 * Output to a file, whose folder must exist. It appears under its name only when complete.
 *
 * @param format by default what the file's name asks for
 * @throws ConnectorError `invalid-usage` when no format is given and the name asks for one that there is not
 */
export function fileOutput(path: string, format: RowFormat = formatOfFileName(path)): OutputEndpoint {
  return {
    name: path,
    format,
    async check() {
      try {
        await access(dirname(path), constants.W_OK);
      } catch (error) {
        throw fileFailure(error, path, 'file-unwritable');
      }
      // Otherwise it would show only at the end, when all is done and the file is to take its name.
      const known = await stat(path).catch(() => undefined);
      if (known?.isDirectory() !== true) return;
      throw new ConnectorError('file-unwritable', `${path} is a folder.`, {
        details: { file: path, reason: 'EISDIR' },
      });
    },
    open: () => partFileSink(path),
  };
}
