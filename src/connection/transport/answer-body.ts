import type { Readable } from 'node:stream';
import type { ConnectorError } from '../../errors/connector-error.ts';

/** What an {@link AnswerBody} tells while it is read. */
export interface AnswerBodyListener {
  /** Called for every chunk that is handed over. */
  onChunk?(byteLength: number): void;
  /** Turns a failure of the stream into the error that the reader gets. */
  toError(error: unknown): ConnectorError;
}

/**
 * The body of an answer, still on the socket: one pass of chunks, pulled. Nothing is copied or parsed, and the
 * socket is read only as fast as the reader pulls. Ending the loop early (`break`) closes the socket.
 */
export class AnswerBody implements AsyncIterableIterator<Uint8Array, undefined, undefined> {
  readonly #stream: Readable;
  readonly #listener: AnswerBodyListener;
  #wake: (() => void) | undefined;
  #ended = false;
  #failure: ConnectorError | undefined;

  constructor(stream: Readable, listener: AnswerBodyListener) {
    this.#stream = stream;
    this.#listener = listener;
    stream.on('readable', () => {
      this.#wakeReader();
    });
    stream.on('end', () => {
      this.#ended = true;
      this.#wakeReader();
    });
    stream.on('error', (error) => {
      this.#failure ??= listener.toError(error);
      this.#wakeReader();
    });
    stream.on('close', () => {
      this.#ended = true;
      this.#wakeReader();
    });
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  // Written out by hand: an async generator around a stream costs several promises a chunk, this costs one.
  next(): Promise<IteratorResult<Uint8Array, undefined>> {
    const chunk = this.#stream.read() as Uint8Array | null;
    if (chunk !== null) {
      this.#listener.onChunk?.(chunk.byteLength);
      return Promise.resolve({ done: false, value: chunk });
    }
    if (this.#failure !== undefined) return Promise.reject(this.#failure);
    if (this.#ended) return Promise.resolve({ done: true, value: undefined });
    return new Promise<void>((resolve) => {
      this.#wake = resolve;
    }).then(() => this.next());
  }

  return(): Promise<IteratorResult<Uint8Array, undefined>> {
    this.#failure = undefined;
    this.#ended = true;
    this.#stream.destroy();
    return Promise.resolve({ done: true, value: undefined });
  }

  #wakeReader(): void {
    const wake = this.#wake;
    this.#wake = undefined;
    wake?.();
  }
}

/** Reads the start of a body, lent or not, up to `maxBytes`, and closes the socket when there is more. */
export async function collectStart(body: AsyncIterable<Uint8Array>, maxBytes: number): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let byteLength = 0;
  for await (const chunk of body) {
    chunks.push(Uint8Array.prototype.slice.call(chunk, 0, maxBytes - byteLength));
    byteLength += chunk.byteLength;
    if (byteLength >= maxBytes) break;
  }
  return Buffer.concat(chunks);
}
