import type { Socket } from 'node:net';
import { WireError } from './wire-error.ts';

/**
 * One try at making a line: name, TCP, tunnel and TLS together have one limit of time and one end from our side. What
 * has been opened on the way is closed when the try fails.
 */
export class ConnectAttempt {
  readonly #connectTimeoutMs: number;
  readonly #deadline: AbortSignal;
  readonly #signal: AbortSignal;
  readonly #sockets = new Set<Socket>();
  #end: WireError | undefined;

  /** @param signal ends the try with `CLOSED` */
  constructor(connectTimeoutMs: number, signal: AbortSignal) {
    this.#connectTimeoutMs = connectTimeoutMs;
    this.#signal = signal;
    this.#deadline = AbortSignal.timeout(connectTimeoutMs);
    this.#deadline.addEventListener('abort', this.#onLate, { once: true });
    signal.addEventListener('abort', this.#onAbort, { once: true });
    if (signal.aborted) this.#onAbort();
  }

  /**
   * Waits for news of a socket, which is this try's to close from now on.
   *
   * @throws the socket's error; {@link WireError} `CONNECT_TIMEOUT`, `CLOSED` or `LINE_REFUSED`
   */
  async until(socket: Socket, event: 'connect' | 'secureConnect'): Promise<void> {
    await this.#next(socket, event);
  }

  /** The next bytes of a standing socket, which is left paused. Throws as `until`. */
  async nextBytes(socket: Socket): Promise<Uint8Array> {
    socket.resume();
    return (await this.#next(socket, 'data')) as Uint8Array;
  }

  /** The line stands: it is no longer this try's. */
  succeed(): void {
    this.#stopWatching();
  }

  /** Closes what was opened. */
  fail(): void {
    this.#stopWatching();
    for (const socket of this.#sockets) socket.destroy();
  }

  async #next(socket: Socket, event: 'connect' | 'secureConnect' | 'data'): Promise<unknown> {
    this.#sockets.add(socket);
    if (this.#end !== undefined) socket.destroy(this.#end);
    return await new Promise((resolve, reject) => {
      const settle = (): void => {
        socket.off(event, onEvent).off('error', onError).off('close', onClose);
        // An error between two listeners would end the process; whoever comes next finds it in `errored`.
        socket.on('error', () => undefined);
      };
      const onEvent = (value: unknown): void => {
        // Between two reads nobody listens, and a flowing socket would lose what comes.
        if (event === 'data') socket.pause();
        settle();
        resolve(value);
      };
      const onError = (error: Error): void => {
        settle();
        reject(this.#end ?? error);
      };
      const onClose = (): void => {
        settle();
        reject(this.#end ?? new WireError('LINE_REFUSED', 'the line closed before it stood'));
      };
      socket.on(event, onEvent).on('error', onError).on('close', onClose);
    });
  }

  readonly #onLate = (): void => {
    this.#giveUp(new WireError('CONNECT_TIMEOUT', `no connection within ${this.#connectTimeoutMs} ms`));
  };

  readonly #onAbort = (): void => {
    this.#giveUp(new WireError('CLOSED', 'the line was closed by its user'));
  };

  #giveUp(reason: WireError): void {
    this.#end ??= reason;
    for (const socket of this.#sockets) socket.destroy(reason);
  }

  #stopWatching(): void {
    this.#deadline.removeEventListener('abort', this.#onLate);
    this.#signal.removeEventListener('abort', this.#onAbort);
  }
}
