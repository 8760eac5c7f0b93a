import { ConnectorError } from '../../errors/connector-error.ts';
import { FailureClass } from '../../errors/failure-class.ts';

const firstBytes = 64 * 1024;

/** Larger buffers are not kept: one huge answer must not hold its memory for ever. */
const keptBytes = 4 * 1024 * 1024;

/**
 * Buffers that whole bodies are collected in, one after the other: answers come by the thousand, and memory outside of the
 * heap is given back late.
 */
export class BodyBuffers {
  readonly #free: Buffer[] = [];

  /**
   * Reads a body to its end and hands it to `use`, which must not keep the bytes. Chunks may be lent.
   *
   * @throws ConnectorError `unexpected-response` when it is longer than `maxBytes`
   */
  async collect<T>(body: AsyncIterable<Uint8Array>, maxBytes: number, use: (bytes: Buffer) => T): Promise<T> {
    let buffer = this.#free.pop() ?? Buffer.allocUnsafeSlow(firstBytes);
    let byteLength = 0;
    for await (const chunk of body) {
      const needed = byteLength + chunk.byteLength;
      if (needed > maxBytes) throw tooLong(maxBytes);
      if (needed > buffer.byteLength) buffer = grown(buffer, byteLength, needed);
      buffer.set(chunk, byteLength);
      byteLength = needed;
    }
    const result = use(buffer.subarray(0, byteLength));
    if (buffer.byteLength <= keptBytes) this.#free.push(buffer);
    return result;
  }
}

function grown(buffer: Buffer, byteLength: number, needed: number): Buffer {
  const larger = Buffer.allocUnsafeSlow(Math.max(needed, 2 * buffer.byteLength));
  buffer.copy(larger, 0, 0, byteLength);
  return larger;
}

function tooLong(maxBytes: number): ConnectorError {
  return new ConnectorError('unexpected-response', `An answer is longer than ${maxBytes} bytes.`, {
    details: { maxBytes, failure: FailureClass.unreadable },
  });
}
