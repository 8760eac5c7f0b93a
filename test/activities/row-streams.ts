import type { ByteSink } from '../../src/contract/bytes.ts';
import type { ReadReport } from '../../src/contract/outcome.ts';
import type { Row, RowBatch } from '../../src/contract/row.ts';

/** Rows as a host hands them over, `size` to a batch. */
export async function* batchesOf(
  rows: Iterable<Row>,
  size = 100,
): AsyncGenerator<RowBatch, undefined, undefined> {
  let batch: Row[] = [];
  let firstRowIndex = 0;
  for (const row of rows) {
    batch.push(row);
    if (batch.length < size) continue;
    yield await Promise.resolve({ firstRowIndex, rows: batch });
    firstRowIndex += batch.length;
    batch = [];
  }
  if (batch.length > 0) yield { firstRowIndex, rows: batch };
  return undefined;
}

/** Everything that an iterable gives. */
export async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

/** Everything that a read gives, and what it says at the end. */
export async function rowsFrom(
  read: AsyncGenerator<RowBatch, ReadReport, undefined>,
): Promise<{ rows: Row[]; report: ReadReport; firstRowIndexes: number[] }> {
  const rows: Row[] = [];
  const firstRowIndexes: number[] = [];
  for (;;) {
    const next = await read.next();
    if (next.done === true) return { rows, report: next.value, firstRowIndexes };
    firstRowIndexes.push(next.value.firstRowIndex);
    rows.push(...next.value.rows);
  }
}

/** A sink that keeps what is written. */
export interface MemorySink extends ByteSink {
  readonly text: () => string;
}

/** Makes a {@link MemorySink}. A chunk is copied, because the writer may use its bytes again. */
export function memorySink(): MemorySink {
  const chunks: Buffer[] = [];
  return {
    write: (chunk) => {
      chunks.push(Buffer.from(chunk));
      return Promise.resolve();
    },
    commit: () => Promise.resolve(),
    discard: () => Promise.resolve(),
    text: () => Buffer.concat(chunks).toString('utf8'),
  };
}
