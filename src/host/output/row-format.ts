/** How rows become bytes. CSV is what activities with bytes hand over unparsed. */
export const RowFormat = { csv: 'csv', json: 'json', ndjson: 'ndjson' } as const;

export type RowFormat = (typeof RowFormat)[keyof typeof RowFormat];

/** The format that a file name asks for: `.json`, `.ndjson` and `.jsonl`, else CSV. */
export function formatOfFileName(path: string): RowFormat {
  if (/\.json$/i.test(path)) return RowFormat.json;
  return /\.(ndjson|jsonl)$/i.test(path) ? RowFormat.ndjson : RowFormat.csv;
}
