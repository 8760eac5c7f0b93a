import type { ServerResponse } from 'node:http';
import { Duplex } from 'node:stream';
import { setImmediate } from 'node:timers/promises';

/** The end of an answer that a fault script cuts. */
class CutShort extends Error {
  override readonly name = 'CutShort';
}

/** A step of a pipeline that lets so many bytes through to the client, then fails it, which cuts the connection. */
export function cutter(outgoing: ServerResponse, maxBytes: number): Duplex {
  return Duplex.from(async function* (chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    outgoing.flushHeaders();
    let left = maxBytes;
    for await (const chunk of chunks) {
      if (chunk.byteLength > left) {
        if (left > 0) yield chunk.subarray(0, left);
        // The part that still counts must be on its way before the connection goes.
        while (outgoing.socket !== null && outgoing.socket.writableLength > 0) await setImmediate();
        await setImmediate();
        throw new CutShort();
      }
      left -= chunk.byteLength;
      yield chunk;
    }
  });
}
