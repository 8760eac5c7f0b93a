/** Size of one buffer: a file is written in few steps, and a handful of them is nothing in the resident set. */
const bufferBytes = 512 * 1024;
/** With less room than this left, the next buffer is begun: small reads cost more than the rest of a buffer. */
const leastRoomBytes = 64 * 1024;

/** Bytes that lie together in one buffer. */
interface Segment {
  readonly buffer: Buffer;
  readonly start: number;
  end: number;
}

/**
 * The memory between a socket that fills and a caller who empties. Few buffers go round: the socket appends while the
 * caller works on what it was lent, so both are busy at the same time, and small reads (TLS records) add up to large
 * segments.
 */
export class LentBuffers {
  readonly #buffers: Buffer[] = [];
  readonly #waiting: Segment[] = [];
  #waitingBytes = 0;
  #lent: Segment | undefined;
  #fill = this.#allocate();
  #fillEnd = 0;

  /** Whether the socket should go on reading before the caller takes more. */
  get wantsMore(): boolean {
    return this.#waitingBytes < bufferBytes;
  }

  /** Whether bytes are there that nobody has taken. */
  get isHolding(): boolean {
    return this.#waiting.length > 0;
  }

  /** Where the next read goes. Asked for after every read, also after the last one before a pause. */
  room(): Uint8Array {
    if (bufferBytes - this.#fillEnd < leastRoomBytes) {
      this.#fill = this.#buffers.find((buffer) => this.#isFree(buffer)) ?? this.#allocate();
      this.#fillEnd = 0;
    }
    return this.#fill.subarray(this.#fillEnd);
  }

  /** Tells that the last read put this many bytes into the room. */
  filled(byteLength: number): void {
    const start = this.#fillEnd;
    this.#fillEnd += byteLength;
    this.#waitingBytes += byteLength;
    const last = this.#waiting.at(-1);
    if (last?.buffer === this.#fill && last.end === start) last.end = this.#fillEnd;
    else this.#waiting.push({ buffer: this.#fill, start, end: this.#fillEnd });
  }

  /** Lends the next segment and takes back the one before; `undefined` while there is none. */
  take(): Uint8Array | undefined {
    this.#lent = this.#waiting.shift();
    if (this.#lent === undefined) return undefined;
    const { buffer, start, end } = this.#lent;
    this.#waitingBytes -= end - start;
    return buffer.subarray(start, end);
  }

  #isFree(buffer: Buffer): boolean {
    return buffer !== this.#lent?.buffer && !this.#waiting.some((segment) => segment.buffer === buffer);
  }

  #allocate(): Buffer {
    const buffer = Buffer.allocUnsafeSlow(bufferBytes);
    this.#buffers.push(buffer);
    return buffer;
  }
}
