import type { LineOpener } from '../line/line-opener.ts';
import { WireError } from '../line/wire-error.ts';
import { ExchangeLine, type LinePatience, type LineQuestion, type LineReply } from './exchange-line.ts';

/** How an {@link ExchangeClient} behaves. */
export interface ExchangeClientOptions extends LinePatience {
  readonly lines: LineOpener;
  /** Lines that are kept for later; more are closed after their exchange. */
  readonly maxRestingLines: number;
}

/**
 * HTTP/1.1 by undici, whose lines we keep ourselves: one exchange has one line, so that giving up an exchange closes
 * exactly its socket, at whatever stage it is. Undici's own pool lets a request that was given up wait for its socket.
 */
export class ExchangeClient {
  readonly #options: ExchangeClientOptions;
  readonly #busy = new Set<ExchangeLine>();
  #resting: readonly ExchangeLine[] = [];
  #isClosed = false;

  constructor(options: ExchangeClientOptions) {
    this.#options = options;
  }

  /**
   * Sends a request and resolves with the head of the answer, whatever its status. Follows no redirect, repeats
   * nothing. The line is free again when the body has been read to its end, and closed when its reader leaves earlier.
   *
   * @throws the error of undici, of the line, or of opening it; WireError `CLOSED` when the signal aborts or the client
   *   closes. The body fails with the same.
   */
  async send(question: LineQuestion, signal?: AbortSignal): Promise<LineReply> {
    // Loaded late: the package takes longer to start than the rest of the command line together.
    const undici = await import('undici');
    if (this.#isClosed || signal?.aborted === true) throw closed();
    const { origin } = question.url;
    const line = this.#restedLine(origin) ?? new ExchangeLine(undici, origin, this.#options);
    this.#busy.add(line);
    const onAbort = (): void => {
      line.destroy(closed());
    };
    signal?.addEventListener('abort', onAbort, { once: true });
    const release = (isReusable: boolean): void => {
      if (!this.#busy.delete(line)) return;
      signal?.removeEventListener('abort', onAbort);
      this.#keep(line, isReusable);
    };
    try {
      const reply = await line.send(question);
      reply.body.once('end', () => {
        release(true);
      });
      reply.body.once('close', () => {
        release(false);
      });
      return reply;
    } catch (error) {
      release(false);
      throw error;
    }
  }

  /** Closes every line, also those in use or still connecting; their callers get `CLOSED`. */
  close(): void {
    this.#isClosed = true;
    for (const line of [...this.#busy, ...this.#resting]) line.destroy(closed());
    this.#resting = [];
  }

  #restedLine(origin: string): ExchangeLine | undefined {
    // The one used last is the one the other end has not grown tired of.
    const line = this.#resting.findLast((resting) => resting.origin === origin);
    this.#resting = this.#resting.filter((resting) => resting !== line);
    return line;
  }

  #keep(line: ExchangeLine, isReusable: boolean): void {
    if (isReusable && !this.#isClosed && this.#resting.length < this.#options.maxRestingLines) {
      this.#resting = [...this.#resting, line];
    } else line.destroy(closed());
  }
}

function closed(): WireError {
  return new WireError('CLOSED', 'the line was closed by its user');
}
