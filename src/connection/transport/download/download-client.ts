import type { LinePatience } from '../exchange/exchange-line.ts';
import type { LineOpener } from '../line/line-opener.ts';
import { readAnswerHead } from './answer-head.ts';
import { keepsLine, parseBodyFraming } from './body-framing.ts';
import { DownloadBody } from './download-body.ts';
import { framedBody } from './framed-body.ts';
import { LentReader } from './lent-reader.ts';
import { requestHead } from './request-head.ts';
import { WireError } from '../line/wire-error.ts';

/** How a {@link DownloadClient} behaves. */
export interface DownloadClientOptions extends LinePatience {
  readonly lines: LineOpener;
}

/** A GET whose answer goes somewhere as bytes. */
export interface DownloadRequest {
  /** `http:` or `https:`; user name, password and fragment are not sent. */
  readonly url: URL;
  /** Without those that belong to the line (`host`, `connection`) or frame a body: they are left out. */
  readonly headers: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal | undefined;
}

/** The start of an answer. */
export interface DownloadAnswer {
  readonly status: number;
  /** Names in lower case; several values of one name joined by `, `. */
  readonly headers: Readonly<Record<string, string>>;
  /** Lent: a chunk is valid until the next one is asked for. Read it to the end or return from it. */
  readonly body: DownloadBody;
}

/**
 * HTTP/1.1 for large answers: GET only, one request on a line at a time, lines kept for the next request. It exists
 * because a general client hands out freshly allocated chunks; this one lends the same memory again and again.
 */
export class DownloadClient {
  readonly #options: DownloadClientOptions;
  readonly #busy = new Set<LentReader>();
  readonly #connecting = new Set<AbortController>();
  #resting: readonly LentReader[] = [];
  #isClosed = false;

  constructor(options: DownloadClientOptions) {
    this.#options = options;
  }

  /**
   * Sends the request and resolves with the head of the answer, whatever its status. Follows no redirect, repeats
   * nothing: a kept line that turns out to be dead is a failure like any other.
   *
   * @throws the error of the socket, or of opening it; a WireError: `BAD_HEADER` for a header that cannot be sent, `CLOSED` when the
   *   signal aborts or the client closes. The body throws the same.
   */
  async get({ url, headers, signal }: DownloadRequest): Promise<DownloadAnswer> {
    const question = requestHead(url, headers);
    if (this.#isOver(signal)) throw new WireError('CLOSED', 'nothing was sent');
    const line = this.#restedLine(url.origin) ?? (await this.#open(url, signal));
    this.#busy.add(line);
    const onAbort = (): void => {
      line.destroy();
    };
    // While it opened, nobody else could end it.
    if (this.#isOver(signal)) line.destroy();
    signal?.addEventListener('abort', onAbort, { once: true });
    const release = (isReusable: boolean): void => {
      signal?.removeEventListener('abort', onAbort);
      this.#release(line, isReusable);
    };
    try {
      line.allow({ code: 'ANSWER_TIMEOUT', ms: this.#options.answerTimeoutMs });
      line.write(question);
      const head = await readAnswerHead(line);
      line.allow({ code: 'IDLE_TIMEOUT', ms: this.#options.idleTimeoutMs });
      const framing = parseBodyFraming(head);
      const body = new DownloadBody(line, framedBody(line, head.rest, framing), (isReusable) => {
        release(isReusable && keepsLine(head, framing));
      });
      return { status: head.status, headers: head.headers, body };
    } catch (error) {
      release(false);
      throw error;
    }
  }

  /** Closes every line, also those in use or still connecting; their callers get `CLOSED`. */
  close(): void {
    this.#isClosed = true;
    for (const stop of this.#connecting) stop.abort();
    for (const line of [...this.#busy, ...this.#resting]) line.destroy();
  }

  async #open(url: URL, signal: AbortSignal | undefined): Promise<LentReader> {
    const stop = new AbortController();
    const onAbort = (): void => {
      stop.abort();
    };
    this.#connecting.add(stop);
    signal?.addEventListener('abort', onAbort, { once: true });
    try {
      return await LentReader.open(this.#options.lines, url, stop.signal);
    } finally {
      signal?.removeEventListener('abort', onAbort);
      this.#connecting.delete(stop);
    }
  }

  #isOver(signal: AbortSignal | undefined): boolean {
    return this.#isClosed || signal?.aborted === true;
  }

  #restedLine(origin: string): LentReader | undefined {
    // The one used last is the one the other end has not grown tired of.
    const line = this.#resting.findLast((resting) => resting.origin === origin && resting.isUsable);
    if (line === undefined) return undefined;
    this.#forget(line);
    line.wakeUp();
    return line;
  }

  #release(line: LentReader, isReusable: boolean): void {
    this.#busy.delete(line);
    if (!isReusable || this.#isClosed || !line.isUsable) {
      line.destroy();
      return;
    }
    this.#resting = [...this.#resting, line];
    line.rest(() => {
      this.#forget(line);
    });
  }

  #forget(line: LentReader): void {
    this.#resting = this.#resting.filter((other) => other !== line);
  }
}
