import { connect as connectPlain, type Socket } from 'node:net';
import { connect as connectTls, type SecureContextOptions } from 'node:tls';
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
}

/**
 * Bytes taken from the socket at once. Large enough that a file is written in few steps, small enough to be nothing
 * in the resident set.
 */
const bufferBytes = 1024 * 1024;

/**
 * A socket that is read into one buffer, again and again. The usual stream of a socket allocates 64 KiB for each read
 * and leaves them to the garbage collector: at wire speed that costs four times the CPU and 100 MB of resident set.
 *
 * Nothing is read while the caller works on what it was lent, so backpressure reaches the other end.
 */
export class LentReader {
  readonly #socket: Socket;
  #arrived: Uint8Array | undefined;
  #isEnded = false;
  #failure: Error | undefined;
  #wake: (() => void) | undefined;

  private constructor(options: LineOptions) {
    const { url } = options;
    const host = url.hostname.replace(/^\[|\]$/g, '');
    const onread = {
      buffer: Buffer.allocUnsafeSlow(bufferBytes),
      callback: (byteLength: number, buffer: Uint8Array): boolean => {
        this.#arrived = buffer.subarray(0, byteLength);
        this.#notify();
        return false;
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
    await new Promise<void>((resolve, reject) => {
      socket.once(options.url.protocol === 'https:' ? 'secureConnect' : 'connect', resolve);
      socket.once('error', reject);
      socket.setTimeout(options.connectTimeoutMs, () => {
        socket.destroy(
          new WireError('CONNECT_TIMEOUT', `no connection within ${options.connectTimeoutMs} ms`),
        );
      });
    });
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
    if (this.#arrived === undefined && !this.#isEnded && this.#failure === undefined) {
      this.#socket.resume();
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    const arrived = this.#arrived;
    this.#arrived = undefined;
    if (arrived !== undefined) return arrived;
    if (this.#failure !== undefined) throw this.#failure;
    return undefined;
  }

  destroy(): void {
    this.#socket.destroy();
  }

  /** Lets a process end although the line is kept for later. */
  idle(isIdle: boolean): void {
    if (isIdle) this.#socket.unref();
    else this.#socket.ref();
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
