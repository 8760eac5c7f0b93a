import type { Readable } from 'node:stream';
import type { buildConnector, Client as UndiciClient } from 'undici';
import type { LineOpener } from '../line/line-opener.ts';
import { watchUpload } from './watch-upload.ts';

/** Milliseconds of silence that a line stands. */
export interface LinePatience {
  /** From the end of the request to the start of the answer. */
  readonly answerTimeoutMs: number;
  /** In the middle of a body, in either direction, while somebody waits. */
  readonly idleTimeoutMs: number;
}

/** One request as it goes on the line. */
export interface LineQuestion {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer | Readable | null;
}

/** The head of the answer, and its body. */
export interface LineReply {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Readable;
}

/**
 * One socket at a time to one origin, for one exchange at a time. The socket is opened for the first exchange, kept for
 * the next, and opened again when the other end has closed it meanwhile.
 */
export class ExchangeLine {
  readonly origin: string;
  readonly #client: UndiciClient;
  readonly #patience: LinePatience;
  /** Ends connecting. */
  readonly #stop = new AbortController();

  constructor(
    { Client }: { readonly Client: typeof UndiciClient },
    origin: string,
    { lines, ...patience }: LinePatience & { readonly lines: LineOpener },
  ) {
    this.origin = origin;
    this.#patience = patience;
    this.#client = new Client(origin, {
      connect: this.#connector(lines),
      bodyTimeout: patience.idleTimeoutMs,
      // HTTP/1.1 only: the stream windows of HTTP/2 slow a large body down on a long line.
      allowH2: false,
      pipelining: 1,
    });
  }

  /** Sends the request and resolves when the head of the answer is there. */
  async send({ method, url, headers, body }: LineQuestion): Promise<LineReply> {
    const { answerTimeoutMs, idleTimeoutMs } = this.#patience;
    const isUpload = body !== null && !Buffer.isBuffer(body);
    return await this.#client.request({
      method,
      path: `${url.pathname}${url.search}`,
      headers,
      body,
      // This clock also runs while an upload waits for the other end, which is the business of `watchUpload`.
      headersTimeout: isUpload ? Math.max(answerTimeoutMs, 2 * idleTimeoutMs) : answerTimeoutMs,
    });
  }

  /** Closes the socket, also one that is being opened; whoever waits for it gets the reason. */
  destroy(reason: Error): void {
    this.#stop.abort();
    // Settles when the socket has closed, for which nobody needs to wait.
    void this.#client.destroy(reason);
  }

  #connector(lines: LineOpener): buildConnector.connector {
    const { idleTimeoutMs } = this.#patience;
    return (_, callback) => {
      lines.open(new URL(this.origin), { signal: this.#stop.signal }).then(
        (socket) => {
          socket.setKeepAlive(true, 60_000);
          watchUpload(socket, idleTimeoutMs);
          callback(null, socket);
        },
        (error: unknown) => {
          callback(error as Error, null);
        },
      );
    };
  }
}
