import { connect as connectPlain, type Socket } from 'node:net';
import { connect as connectTls, type SecureContextOptions } from 'node:tls';
import { LentBuffers } from './lent-buffers.ts';
import { WireError } from './wire-error.ts';

/** Where and how to connect. */
export interface LineOptions {
  readonly url: URL;
  /** Milliseconds for name, TCP and TLS together. */
  readonly connectTimeoutMs: number;
  /** Milliseconds without a byte while somebody waits for one. */
  readonly idleTimeoutMs: number;
  /** Certificates and the like, as `tls.connect` takes them. */
  readonly tls?: SecureContextOptions | undefined;
  /** Ends the attempt to connect; afterwards the line is the caller's to destroy. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * A socket that is read into the same memory again and again. The usual stream of a socket allocates 64 KiB for each read
 * and leaves them to the garbage collector: at wire speed that costs four times the CPU and 100 MB of resident set.
 *
 * While the caller works on what it was lent, the socket reads on until {@link LentBuffers} wants no more; then
 * backpressure reaches the other end.
 */
export class LentReader {
  readonly #socket: Socket;
  readonly #buffers = new LentBuffers();
  #isEnded = false;
  #failure: Error | undefined;
  #isIdle = false;
  #wake: (() => void) | undefined;

  private constructor(options: LineOptions) {
    const { url } = options;
    const host = url.hostname.replace(/^\[|\]$/g, '');
    const onread = {
      buffer: () => this.#buffers.room(),
      callback: (byteLength: number): boolean => {
        this.#buffers.filled(byteLength);
        // Bytes that nobody asked for: whatever they are, they belong to no request.
        if (this.#isIdle) this.destroy();
        this.#notify();
        return this.#buffers.wantsMore;
      },
    };
    const isTls = url.protocol === 'https:';
    const port = Number(url.port === '' ? (isTls ? 443 : 80) : url.port);
    this.#socket = isTls
      ? connectTls({
          ...options.tls,
          host,
          port,
          servername: host,
          ALPNProtocols: ['http/1.1'],
          onread,
        } as object)
      : connectPlain({ host, port, onread, noDelay: true });
    this.#socket.on('error', (error) => {
      this.#fail(error);
    });
    this.#socket.on('end', () => {
      this.#end();
    });
    this.#socket.on('close', () => {
      this.#end();
    });
  }

  /** Resolves when the line stands. @throws the socket's error, or {@link WireError} `CONNECT_TIMEOUT` */
  static async connect(options: LineOptions): Promise<LentReader> {
    const reader = new LentReader(options);
    const socket = reader.#socket;
    const giveUp = (): void => {
      socket.destroy();
    };
    options.signal?.addEventListener('abort', giveUp, { once: true });
    try {
      await new Promise<void>((resolve, reject) => {
        socket.once(options.url.protocol === 'https:' ? 'secureConnect' : 'connect', resolve);
        socket.once('error', reject);
        socket.once('close', () => {
          reject(new WireError('CONNECT_TIMEOUT', 'the line closed before it stood'));
        });
        socket.setTimeout(options.connectTimeoutMs, () => {
          socket.destroy(
            new WireError('CONNECT_TIMEOUT', `no connection within ${options.connectTimeoutMs} ms`),
          );
        });
      });
    } finally {
      options.signal?.removeEventListener('abort', giveUp);
    }
    socket.removeAllListeners('timeout');
    socket.setTimeout(options.idleTimeoutMs, () => {
      // The clock also runs while the caller is busy with what it has; that is not the line's fault.
      if (reader.#wake !== undefined) {
        socket.destroy(new WireError('IDLE_TIMEOUT', `no byte for ${options.idleTimeoutMs} ms`));
      }
    });
    return reader;
  }

  /** Whether the line can carry another request. */
  get isUsable(): boolean {
    return !this.#isEnded && this.#failure === undefined && !this.#socket.destroyed;
  }

  write(text: string): void {
    this.#socket.write(text, 'latin1');
  }

  /**
   * The next bytes, or `undefined` at the end of the line. They are lent: the next call overwrites them.
   *
   * @throws the socket's error, or {@link WireError} `IDLE_TIMEOUT`
   */
  async read(): Promise<Uint8Array | undefined> {
    for (;;) {
      const bytes = this.#buffers.take();
      if (!this.#isEnded && this.#buffers.wantsMore) this.#socket.resume();
      if (bytes !== undefined) return bytes;
      if (this.#failure !== undefined) throw this.#failure;
      if (this.#isEnded) return undefined;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  destroy(): void {
    this.#socket.destroy();
  }

  /** Keeps the line for later: it is watched for its end, and does not hold the process. */
  rest(): void {
    this.#isIdle = true;
    this.#socket.unref();
    this.#socket.resume();
  }

  /** Takes a kept line into use again. */
  resume(): void {
    this.#isIdle = false;
    this.#socket.ref();
  }

  #fail(error: Error): void {
    this.#failure ??= error;
    this.#notify();
  }

  #end(): void {
    this.#isEnded = true;
    this.#notify();
  }

  #notify(): void {
    const wake = this.#wake;
    this.#wake = undefined;
    wake?.();
  }
}
