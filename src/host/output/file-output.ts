import { access, constants } from 'node:fs/promises';
import { dirname } from 'node:path';
import { ConnectorError } from '../../errors/connector-error.ts';
import { fileFailure } from '../input/file-failure.ts';
import { outputPlace } from './output-place.ts';
import { partFileSink } from './part-file-sink.ts';
import type { OutputEndpoint } from './output-endpoint.ts';
import { formatOfFileName, type RowFormat } from './row-format.ts';

/**
 * Output to a file, whose folder must exist. It appears under its name only when complete; a
 * device or a named pipe gets it as it comes.
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
        const place = await outputPlace(path);
        // A folder would show only at the end, when all is done and the file is to take its name.
        if (place.kind === 'folder') throw isFolder(path);
        await access(place.kind === 'file' ? dirname(place.path) : place.path, constants.W_OK);
      } catch (error) {
        throw error instanceof ConnectorError ? error : fileFailure(error, path, 'file-unwritable');
      }
    },
    open: () => partFileSink(path),
  };
}

function isFolder(path: string): ConnectorError {
  return new ConnectorError('file-unwritable', `${path} is a folder.`, {
    details: { file: path, reason: 'EISDIR' },
  });
}
