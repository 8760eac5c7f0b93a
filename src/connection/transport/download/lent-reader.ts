import type { Socket } from 'node:net';
import { LentBuffers } from './lent-buffers.ts';
import type { LineOpener } from '../line/line-opener.ts';
import { WireError } from '../line/wire-error.ts';

/** Less than the five seconds after which many servers close a line: a request must not cross that. */
const maxRestMs = 4000;

/** For how long nothing may come. */
export interface Silence {
  readonly code: 'ANSWER_TIMEOUT' | 'IDLE_TIMEOUT';
  readonly ms: number;
}

interface OpenedSocket {
  readonly socket: Socket;
  readonly buffers: LentBuffers;
  /** Told of every read. */
  readonly inlet: { onBytes: () => void };
}

/**
 * A socket that is read into the same memory again and again. The usual stream of a socket allocates 64 KiB for each read
 * and leaves them to the garbage collector: at wire speed that costs four times the CPU and 100 MB of resident set.
 *
 * While the caller works on what it was lent, the socket reads on until {@link LentBuffers} wants no more; then
 * backpressure reaches the other end. One caller at a time.
 */
export class LentReader {
  readonly origin: string;
  readonly #socket: Socket;
  readonly #buffers: LentBuffers;
  #limit: Silence | undefined;
  #isEnded = false;
  /** What happened to the line; bytes that came before it are still handed over. */
  #failure: Error | undefined;
  /** Set when our side let go; nothing is handed over after that. */
  #letGo: WireError | undefined;
  #wake: (() => void) | undefined;
  /** Set while the line is kept and nobody uses it. */
  #onRestEnd: (() => void) | undefined;

  private constructor(origin: string, { socket, buffers, inlet }: OpenedSocket) {
    this.origin = origin;
    this.#socket = socket;
    this.#buffers = buffers;
    this.#failure = socket.errored ?? undefined;
    inlet.onBytes = () => {
      // Bytes that nobody asked for: whatever they are, they belong to no request.
      if (this.#onRestEnd !== undefined) this.destroy();
      this.#notify();
    };
    this.#socket.on('error', (error) => {
      this.#failure ??= error;
      this.#notify();
    });
    this.#socket.on('end', () => {
      this.#isEnded = true;
      this.#notify();
    });
    this.#socket.on('close', () => {
      if (!this.#isEnded) this.#failure ??= new WireError('ANSWER_CUT', 'the line closed');
      this.#notify();
      this.#onRestEnd?.();
    });
    this.#socket.on('timeout', () => {
      // The clock also runs while the caller is busy with what it has; that is not the line's fault.
      if (this.#onRestEnd !== undefined) this.destroy();
      else if (this.#wake !== undefined)
        this.#socket.destroy(new WireError(this.#limit?.code ?? 'IDLE_TIMEOUT', 'no byte in time'));
    });
  }

  /**
   * Opens a line to the host of an address. It is the caller's to destroy from then on.
   *
   * @param signal ends connecting
   * @throws as {@link LineOpener.open}
   */
  static async open(lines: LineOpener, url: URL, signal: AbortSignal): Promise<LentReader> {
    const buffers = new LentBuffers();
    const inlet = { onBytes: (): void => undefined };
    const socket = await lines.open(url, {
      signal,
      onread: {
        buffer: () => buffers.room(),
        callback: (byteLength) => {
          buffers.filled(byteLength);
          inlet.onBytes();
          return buffers.wantsMore;
        },
      },
    });
    return new LentReader(url.origin, { socket, buffers, inlet });
  }

  /** Whether the line can carry another request: it is whole, and nothing waits on it. */
  get isUsable(): boolean {
    const isWhole = !this.#isEnded && this.#failure === undefined && !this.#socket.destroyed;
    return isWhole && !this.#buffers.isHolding;
  }

  /** Sets for how long a `read` may wait for a byte, and what it throws then. */
  allow(limit: Silence): void {
    this.#limit = limit;
  }

  /** Sends text of one byte a character. A failure shows in the next `read`. */
  write(text: string): void {
    this.#socket.write(text, 'latin1');
  }

  /**
   * The next bytes, or `undefined` at the end of the line. They are lent: the next call overwrites them.
   *
   * @throws the socket's error; {@link WireError} that of `allow`, or `CLOSED` after `destroy`
   */
  async read(): Promise<Uint8Array | undefined> {
    for (;;) {
      this.throwIfDestroyed();
      const bytes = this.#buffers.take();
      if (!this.#isEnded && this.#buffers.wantsMore) this.#socket.resume();
      if (bytes !== undefined) return bytes;
      const failure = this.#letGo ?? this.#failure;
      if (failure !== undefined) throw failure;
      if (this.#isEnded) return undefined;
      // Set anew for every wait: it fires once, and while the caller was busy it may have fired unheeded.
      this.#socket.setTimeout(this.#limit?.ms ?? 0);
      await this.#news();
    }
  }

  /** @throws WireError `CLOSED` after `destroy` */
  throwIfDestroyed(): void {
    if (this.#letGo !== undefined) throw this.#letGo;
  }

  /** Closes the socket; whoever waits for the line hears of it at once. */
  destroy(): void {
    this.#letGo ??= new WireError('CLOSED', 'the line was closed by its user');
    this.#socket.destroy();
    this.#notify();
  }

  /**
   * Keeps the line for four seconds at most. It does not hold the process, and closes on the first byte that comes.
   *
   * @param onClosed told when it has closed without having been used again
   */
  rest(onClosed: () => void): void {
    this.#onRestEnd = onClosed;
    this.#socket.setTimeout(maxRestMs);
    this.#socket.unref();
    this.#socket.resume();
  }

  /** Takes a kept line into use again. */
  wakeUp(): void {
    this.#onRestEnd = undefined;
    this.#socket.ref();
  }

  #news(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve;
    });
  }

  #notify(): void {
    const wake = this.#wake;
    this.#wake = undefined;
    wake?.();
  }
}
