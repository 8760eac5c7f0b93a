import { extname } from 'node:path';
import { ConnectorError } from '../../errors/connector-error.ts';

/** How rows become bytes. CSV is what activities with bytes hand over unparsed. */
export const RowFormat = { csv: 'csv', json: 'json', ndjson: 'ndjson' } as const;

export type RowFormat = (typeof RowFormat)[keyof typeof RowFormat];

const formats: Readonly<Record<string, RowFormat>> = {
  '': RowFormat.csv,
  '.csv': RowFormat.csv,
  '.txt': RowFormat.csv,
  '.json': RowFormat.json,
  '.ndjson': RowFormat.ndjson,
  '.jsonl': RowFormat.ndjson,
};

/**
 * The format that a file name asks for by its extension; CSV where it has none.
 *
 * @throws ConnectorError `invalid-usage` for an extension that promises something else, such as `.xlsx`
 */
export function formatOfFileName(path: string): RowFormat {
  const extension = extname(path).toLowerCase();
  const format = formats[extension];
  if (format !== undefined) return format;
  throw new ConnectorError('invalid-usage', `${path}: no format is called ${extension}.`, {
    nextSteps: ['End the name in .csv, .json or .ndjson.'],
    details: { file: path },
  });
}
