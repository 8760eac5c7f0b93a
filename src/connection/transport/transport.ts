import { cancelled, ConnectorError } from '../../errors/connector-error.ts';
import { FailureClass } from '../../errors/failure-class.ts';
import { isLoopback } from '../options/server-host.ts';
import { AnswerBody, type AnswerBodyListener } from './answer-body.ts';
import { DownloadClient } from './download/download-client.ts';
import { LentBody } from './download/lent-body.ts';
import { ExchangeClient } from './exchange/exchange-client.ts';
import type { LinePatience } from './exchange/exchange-line.ts';
import { inflatedBody } from './inflated-body.ts';
import { LineOpener, type LineOpenerOptions } from './line/line-opener.ts';
import { networkFailure } from './network-failure.ts';
import { openBody, SourceFailure } from './outgoing-body.ts';
import { RequestSlots, type RequestSlot } from './request-slots.ts';
import type { RequestBody, RestRequest } from '../rest/rest-client.ts';

/** How a {@link Transport} behaves. */
export interface TransportOptions extends LineOpenerOptions, LinePatience {
  /** Exchanges that wait for the start of their answer at the same time; a body being read does not count. */
  readonly maxConcurrentRequests: number;
  /** Whether other machines may be reached without TLS. Default: they may not. */
  readonly allowInsecureHttp?: boolean | undefined;
  /** Told the headers of every answer, whatever its status. */
  readonly onAnswer?: ((headers: Readonly<Record<string, string>>) => void) | undefined;
}

/** One HTTP request. Address and headers are read when its turn has come, which may be long after it was given. */
export interface TransportRequest {
  readonly method: RestRequest['method'];
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: RequestBody | undefined;
  /** The call in words for messages: no query, no values. */
  readonly call: string;
  readonly signal?: AbortSignal | undefined;
  /** Whether it goes before all others that wait for their turn, because they need what it brings. Default false. */
  readonly isUrgent?: boolean;
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

/**
 * HTTP/1.1 to one org: own pool of kept-alive sockets, timeouts, byte counts. One exchange is one request and one
 * answer of any status; it follows no redirect and repeats nothing. Opens nothing before the first exchange.
 */
export class Transport {
  readonly #options: TransportOptions;
  readonly #slots: RequestSlots;
  readonly #closing = new AbortController();
  readonly #exchanges: ExchangeClient;
  readonly #downloads: DownloadClient;
  #bytesSent = 0;
  #bytesReceived = 0;

  constructor(options: TransportOptions) {
    this.#options = options;
    this.#slots = new RequestSlots(options.maxConcurrentRequests);
    const { answerTimeoutMs, idleTimeoutMs, maxConcurrentRequests: maxRestingLines } = options;
    const common = { lines: new LineOpener(options), answerTimeoutMs, idleTimeoutMs };
    this.#exchanges = new ExchangeClient({ ...common, maxRestingLines });
    this.#downloads = new DownloadClient(common);
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
   * @throws ConnectorError `network-error`, `cancelled`, `insecure-host`, `proxy-unreachable`, `proxy-authentication`,
   *   `proxy-refused`, what {@link LineOpener.open} says of settings that cannot be used, or `file-unreadable` when the
   *   source of an upload gives more or fewer bytes than it said; what that source throws comes back as it is, whatever its class
   */
  exchange(request: TransportRequest): Promise<TransportAnswer> {
    return this.#inSlot(request, async (listener) => {
      const { method, url, signal } = request;
      const { headers: bodyHeaders, body: outgoing } = openBody(request.body, (byteLength) => {
        this.#bytesSent += byteLength;
      });
      const question = { method, url, headers: { ...request.headers, ...bodyHeaders }, body: outgoing };
      const { statusCode, headers, body } = await this.#exchanges.send(question, signal);
      return plain(
        { status: statusCode, headers: flatHeaders(headers), body: new AnswerBody(body, listener) },
        listener,
      );
    });
  }

  /**
   * As `exchange`, for a GET without a body. Chunks are lent: the next one overwrites them.
   *
   * @throws ConnectorError as `exchange`
   */
  carry(request: CarryRequest): Promise<TransportAnswer> {
    return this.#inSlot(request, async (listener) => {
      const { status, headers, body } = await this.#downloads.get(request);
      return plain({ status, headers, body: new LentBody(body, listener) }, listener);
    });
  }

  /**
   * Begins no exchange any more, and closes every socket; exchanges under way fail with `cancelled`. Calling it twice
   * is fine.
   *
   * @param ending what the sockets stay open for; must settle by itself
   */
  async close(ending?: Promise<unknown>): Promise<void> {
    this.#closing.abort();
    if (ending !== undefined) await Promise.allSettled([ending]);
    this.#exchanges.close();
    this.#downloads.close();
  }

  // The last gate, whoever named the address: a login, an answer, the configuration.
  #requireTls({ url, call }: CarryRequest): void {
    if (url.protocol === 'https:' || isLoopback(url) || this.#options.allowInsecureHttp === true) return;
    throw new ConnectorError('insecure-host', `${call} would go to ${url.host} without TLS.`, {
      details: { call, host: url.host, fields: ['serverHost'], failure: FailureClass.unreachable },
    });
  }

  /** What both ways of sending have in common: the wait for a slot, the count of bytes, the words for failures. */
  async #inSlot(
    request: CarryRequest,
    send: (listener: AnswerBodyListener) => Promise<WireAnswer>,
  ): Promise<TransportAnswer> {
    const toError = (error: unknown): ConnectorError =>
      networkFailure(error, { call: request.call, signal: request.signal, limits: this.#options });
    const onChunk = (byteLength: number): void => {
      this.#bytesReceived += byteLength;
    };
    const slot = await this.#slots.acquire(request.signal, request.isUrgent);
    try {
      if (this.closing.aborted) throw cancelled(this.closing);
      this.#requireTls(request);
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
