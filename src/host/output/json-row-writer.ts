import type { ByteSink } from '../../contract/bytes.ts';
import type { RowWriter } from './row-writer.ts';

/** JSON: one array, a row a line. NDJSON: a row a line. Values keep their types, child rows are nested. */
export function jsonRowWriter(format: 'json' | 'ndjson', sink: ByteSink): RowWriter {
  const isArray = format === 'json';
  let isFirst = true;
  return {
    async write(rows) {
      const lines = rows.map((row) => JSON.stringify(row));
      const text = isArray ? (isFirst ? '[\n' : ',\n') + lines.join(',\n') : lines.join('\n') + '\n';
      isFirst = false;
      await sink.write(Buffer.from(text));
    },
    async end() {
      if (isArray) await sink.write(Buffer.from(isFirst ? '[]\n' : '\n]\n'));
    },
  };
}
