import type { ByteSink } from '../../contract/bytes.ts';

const quote = 0x22;
const lineFeed = 0x0a;

/** A sink that can be ended before its writer has finished. */
export interface WholeRecordSink extends ByteSink {
  /** Commits the records that are complete and drops the rest of the last one. */
  commitWholeRecords(): Promise<void>;
}

/**
 * Passes CSV bytes on record by record: what comes after the last record end waits for its end, or for `commit`. So
 * the results of a run that broke off can be kept without half a record. Holds at most one record and one chunk.
 */
export function wholeRecordSink(target: ByteSink): WholeRecordSink {
  let held = new Uint8Array();
  let isQuoted = false;

  /** Offset behind the last record end in the chunk; 0 if none. */
  const lastRecordEnd = (chunk: Uint8Array): number => {
    let end = 0;
    for (let index = 0; index < chunk.byteLength; index += 1) {
      const byte = chunk[index];
      if (byte === quote) isQuoted = !isQuoted;
      else if (byte === lineFeed && !isQuoted) end = index + 1;
    }
    return end;
  };

  return {
    async write(chunk) {
      const end = lastRecordEnd(chunk);
      if (end === 0) {
        held = Buffer.concat([held, chunk]);
        return;
      }
      if (held.byteLength > 0) await target.write(held);
      await target.write(chunk.subarray(0, end));
      // Copied: the writer may overwrite its chunk as soon as this resolves.
      held = Uint8Array.from(chunk.subarray(end));
    },
    async commit() {
      if (held.byteLength > 0) await target.write(held);
      await target.commit();
    },
    commitWholeRecords: () => target.commit(),
    discard: () => target.discard(),
  };
}
