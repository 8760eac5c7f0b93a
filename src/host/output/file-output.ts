import { partFileSink } from './part-file-sink.ts';
import type { OutputEndpoint } from './output-endpoint.ts';
import { formatOfFileName, type RowFormat } from './row-format.ts';

/**
 * Output to a file, whose folder must exist. It appears under its name only when complete.
 *
 * @param format by default what the file's name asks for
 */
export function fileOutput(path: string, format: RowFormat = formatOfFileName(path)): OutputEndpoint {
  return { name: path, format, open: () => partFileSink(path) };
}
