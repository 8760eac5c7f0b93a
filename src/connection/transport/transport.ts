import type { SecureContextOptions } from 'node:tls';
import type { Dispatcher, request as sendRequest } from 'undici';
import { cancelled, type ConnectorError } from '../../errors/connector-error.ts';
import { AnswerBody, type AnswerBodyListener } from './answer-body.ts';
import { DownloadClient } from './download/download-client.ts';
import { LentBody } from './download/lent-body.ts';
import { inflatedBody } from './inflated-body.ts';
import { networkFailure } from './network-failure.ts';
import { openBody, SourceFailure } from './outgoing-body.ts';
import { RequestSlots, type RequestSlot } from './request-slots.ts';
import type { RequestBody, RestRequest } from '../rest/rest-client.ts';

/** How a {@link Transport} behaves. */
export interface TransportOptions {
  /** Milliseconds for name, TCP and TLS together. */
  readonly connectTimeoutMs: number;
  /** Milliseconds without a byte in either direction, while somebody waits for one. */
  readonly idleTimeoutMs: number;
  /** Exchanges that wait for the start of their answer at the same time; a body being read does not count. */
  readonly maxConcurrentRequests: number;
  /** Told the headers of every answer, whatever its status. */
  readonly onAnswer?: ((headers: Readonly<Record<string, string>>) => void) | undefined;
  /** Trusted authorities, client certificate and the like; Node's own when missing. */
  readonly tls?: SecureContextOptions | undefined;
}

/** One HTTP request, ready to go. */
export interface TransportRequest {
  readonly method: RestRequest['method'];
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: RequestBody | undefined;
  /** The call in words for messages: no query, no values. */
  readonly call: string;
  readonly signal?: AbortSignal | undefined;
}

/** A GET whose bytes go straight on. */
export type CarryRequest = Omit<TransportRequest, 'method' | 'body'>;

/** The start of an answer, its body still on the socket. The body must be read to its end or returned from. */
export interface TransportAnswer {
  readonly status: number;
  /** Names in lower case; several values of one name joined by `, `. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: AnswerBody | LentBody;
  /** For whoever reads the answer to tell whether the org took the exchange; it decides how many run at once. */
  readonly pace: Pick<RequestSlot, 'tooMany' | 'taken'>;
}

type WireAnswer = Omit<TransportAnswer, 'pace'>;

interface Client {
  readonly request: typeof sendRequest;
  readonly agent: Dispatcher;
}

/**
 * HTTP/1.1 to one org: own pool of kept-alive sockets, timeouts, byte counts. One exchange is one request and one
 * answer of any status; it follows no redirect and repeats nothing. Opens nothing before the first exchange.
 */
export class Transport {
  readonly #options: TransportOptions;
  readonly #slots: RequestSlots;
  readonly #closing = new AbortController();
  readonly #downloads: DownloadClient;
  #client: Promise<Client> | undefined;
  #bytesSent = 0;
  #bytesReceived = 0;

  constructor(options: TransportOptions) {
    this.#options = options;
    this.#slots = new RequestSlots(options.maxConcurrentRequests);
    this.#downloads = new DownloadClient(options);
  }

  /** Body bytes on the wire so far, compressed where they travelled compressed. */
  get traffic(): { readonly bytesSent: number; readonly bytesReceived: number } {
    return { bytesSent: this.#bytesSent, bytesReceived: this.#bytesReceived };
  }

  /** Aborts when the transport closes; for waits that belong to its exchanges. */
  get closing(): AbortSignal {
    return this.#closing.signal;
  }

  /**
   * Sends the request and resolves when the status and headers of the answer are there. A gzip body comes
   * decompressed; any other is handed on as it arrives.
   *
   * @throws ConnectorError `network-error`, `cancelled`, or `file-unreadable` when the source of an upload gives more
   *   or fewer bytes than it said; what that source throws comes back as it is, whatever its class
   */
  exchange(request: TransportRequest): Promise<TransportAnswer> {
    return this.#inSlot(request, async (listener) => {
      const client = await (this.#client ??= this.#open());
      const outgoing = openBody(request.body, (byteLength) => {
        this.#bytesSent += byteLength;
      });
      const { statusCode, headers, body } = await client.request(request.url, {
        dispatcher: client.agent,
        method: request.method,
        headers: { ...request.headers, ...outgoing.headers },
        body: outgoing.body,
        signal: request.signal ?? null,
      });
      return plain(
        { status: statusCode, headers: flatHeaders(headers), body: new AnswerBody(body, listener) },
        listener,
      );
    });
  }

  /**
   * As `exchange`, for a GET without a body. Chunks are lent: the next one overwrites them.
   *
   * @throws ConnectorError `network-error` or `cancelled`
   */
  carry(request: CarryRequest): Promise<TransportAnswer> {
    return this.#inSlot(request, async (listener) => {
      const { status, headers, body } = await this.#downloads.get(request);
      return plain({ status, headers, body: new LentBody(body, listener) }, listener);
    });
  }

  /** Closes every socket; exchanges under way fail with `cancelled`. Calling it twice is fine. */
  async close(): Promise<void> {
    this.#closing.abort();
    this.#downloads.close();
    const client = await this.#client;
    await client?.agent.destroy();
  }

  // Loaded late: the package takes longer to start than the rest of the command line together.
  async #open(): Promise<Client> {
    const { Agent, request } = await import('undici');
    const { connectTimeoutMs, idleTimeoutMs, tls } = this.#options;
    const agent = new Agent({
      connect: { ...tls, timeout: connectTimeoutMs },
      headersTimeout: idleTimeoutMs,
      bodyTimeout: idleTimeoutMs,
      // One socket per exchange: the stream windows of HTTP/2 slow a large body down on a long line.
      allowH2: false,
      pipelining: 1,
    });
    return { request, agent };
  }

  /** What both ways of sending have in common: the wait for a slot, the count of bytes, the words for failures. */
  async #inSlot(
    request: CarryRequest,
    send: (listener: AnswerBodyListener) => Promise<WireAnswer>,
  ): Promise<TransportAnswer> {
    const toError = (error: unknown): ConnectorError => networkFailure(error, request.call, request.signal);
    const onChunk = (byteLength: number): void => {
      this.#bytesReceived += byteLength;
    };
    const slot = await this.#slots.acquire(request.signal);
    try {
      if (this.closing.aborted) throw cancelled(this.closing);
      const answer = await send({ onChunk, toError });
      this.#options.onAnswer?.(answer.headers);
      return { ...answer, pace: slot };
    } catch (error) {
      if (error instanceof SourceFailure && request.signal?.aborted !== true) throw error.thrown;
      throw toError(error);
    } finally {
      slot.release();
    }
  }
}

/** The answer with its body decompressed. */
function plain(answer: WireAnswer, listener: AnswerBodyListener): WireAnswer {
  const isGzip = answer.headers['content-encoding']?.toLowerCase() === 'gzip';
  return isGzip ? { ...answer, body: inflatedBody(answer.body, (error) => listener.toError(error)) } : answer;
}

function flatHeaders(
  headers: Readonly<Record<string, string | string[] | undefined>>,
): Record<string, string> {
  const flat: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) flat[name.toLowerCase()] = typeof value === 'string' ? value : value.join(', ');
  }
  return flat;
}
