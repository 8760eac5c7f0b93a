import { validateHeaderName, validateHeaderValue } from 'node:http';
import type { SecureContextOptions } from 'node:tls';
import { readAnswerHead, type AnswerHead } from './answer-head.ts';
import { framedBody, keepsLine } from './framed-body.ts';
import { LentReader } from './lent-reader.ts';

/** How a {@link DownloadClient} connects. */
export interface DownloadClientOptions {
  /** Milliseconds for name, TCP and TLS together. */
  readonly connectTimeoutMs: number;
  /** Milliseconds without a byte while somebody waits for one. */
  readonly idleTimeoutMs: number;
  readonly tls?: SecureContextOptions;
}

/** A GET whose answer goes somewhere as bytes. */
export interface DownloadRequest {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal | undefined;
}

/** The start of an answer. */
export interface DownloadAnswer {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** Lent: a chunk is valid until the next one is asked for. Read it to the end or return from it. */
  readonly body: AsyncIterableIterator<Uint8Array, undefined, undefined>;
}

/**
 * HTTP/1.1 for large answers: GET only, one request on a line at a time, lines kept for the next request. It exists
 * because a general client hands out freshly allocated chunks; this one lends the same memory again and again.
 */
export class DownloadClient {
  readonly #options: DownloadClientOptions;
  readonly #idle = new Map<string, LentReader[]>();
  readonly #busy = new Set<LentReader>();
  #isClosed = false;

  constructor(options: DownloadClientOptions) {
    this.#options = options;
  }

  /**
   * Sends the request and resolves with the head of the answer, whatever its status. Follows no redirect, repeats
   * nothing.
   *
   * @throws the error of the socket, a WireError, or the reason of the signal
   */
  async get(request: DownloadRequest): Promise<DownloadAnswer> {
    request.signal?.throwIfAborted();
    const line = await this.#line(request);
    const onAbort = (): void => {
      line.destroy();
    };
    request.signal?.addEventListener('abort', onAbort, { once: true });
    const release = (isReusable: boolean): void => {
      request.signal?.removeEventListener('abort', onAbort);
      this.#release(request.url, line, isReusable);
    };
    try {
      line.write(requestHead(request));
      const head = await readAnswerHead(line);
      return { status: head.status, headers: head.headers, body: bodyOf(line, head, release) };
    } catch (error) {
      release(false);
      request.signal?.throwIfAborted();
      throw error;
    }
  }

  /** Closes every line, also those in use. */
  close(): void {
    this.#isClosed = true;
    for (const line of [...this.#busy, ...[...this.#idle.values()].flat()]) line.destroy();
    this.#idle.clear();
  }

  async #line({ url, signal }: DownloadRequest): Promise<LentReader> {
    const idle = this.#idle.get(url.origin) ?? [];
    for (let line = idle.pop(); line !== undefined; line = idle.pop()) {
      if (!line.isUsable) continue;
      line.resume();
      this.#busy.add(line);
      return line;
    }
    const line = await LentReader.connect({ ...this.#options, url, signal });
    if (this.#isClosed || signal?.aborted === true) line.destroy();
    this.#busy.add(line);
    return line;
  }

  #release(url: URL, line: LentReader, isReusable: boolean): void {
    this.#busy.delete(line);
    if (!isReusable || this.#isClosed || !line.isUsable) {
      line.destroy();
      return;
    }
    line.rest();
    this.#idle.set(url.origin, [...(this.#idle.get(url.origin) ?? []), line]);
  }
}

/** Gives the line back exactly once: at the end, at a failure, or when the reader leaves, also before the start. */
function bodyOf(
  line: LentReader,
  head: AnswerHead,
  release: (isReusable: boolean) => void,
): DownloadAnswer['body'] {
  const slices = framedBody(line, head);
  let isHeld = true;
  const giveBack = (isReusable: boolean): void => {
    if (isHeld) release(isReusable);
    isHeld = false;
  };
  return {
    [Symbol.asyncIterator]() {
      return this;
    },
    async next() {
      try {
        const result = await slices.next();
        if (result.done === true) giveBack(keepsLine(head));
        return result;
      } catch (error) {
        giveBack(false);
        throw error;
      }
    },
    async return() {
      giveBack(false);
      return slices.return(undefined);
    },
  };
}

function requestHead({ url, headers }: DownloadRequest): string {
  const all: Record<string, string> = { host: url.host, ...headers, connection: 'keep-alive' };
  const lines = Object.entries(all).map(([name, value]) => {
    // Nothing that came from outside may end a header line.
    validateHeaderName(name);
    validateHeaderValue(name, value);
    return `${name}: ${value}\r\n`;
  });
  return `GET ${url.pathname}${url.search} HTTP/1.1\r\n${lines.join('')}\r\n`;
}
