import { access, constants } from 'node:fs/promises';
import { dirname } from 'node:path';
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
    },
    open: () => partFileSink(path),
  };
}
