import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import type { Dispatcher, request as sendRequest } from 'undici';
import { cancelled, type ConnectorError } from '../errors/connector-error.ts';
import { AnswerBody } from './answer-body.ts';
import { DownloadClient } from './download/download-client.ts';
import { LentBody } from './download/lent-body.ts';
import { networkFailure } from './network-failure.ts';
import { RequestSlots } from './request-slots.ts';
import type { RequestBody, RestRequest } from './rest-client.ts';

// Sixteen times the default: every chunk is a trip to the thread pool and back.
const inflatedChunkBytes = 256 * 1024;

/** How a {@link Transport} behaves. */
export interface TransportOptions {
  /** Milliseconds for name, TCP and TLS together. */
  readonly connectTimeoutMs: number;
  /** Milliseconds without a byte in either direction, while somebody waits for one. */
  readonly idleTimeoutMs: number;
  /** Exchanges that wait for the start of their answer at the same time; a body being read does not count. */
  readonly maxConcurrentRequests: number;
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

/** The start of an answer, its body still on the socket. The body must be read to its end or returned from. */
export interface TransportAnswer {
  readonly status: number;
  /** Names in lower case; several values of one name joined by `, `. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: AnswerBody | LentBody;
}

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
   * @throws ConnectorError `network-error` or `cancelled`; an error of the source of an upload comes back as it is
   */
  async exchange(request: TransportRequest): Promise<TransportAnswer> {
    await this.#slots.acquire(request.signal);
    try {
      if (this.closing.aborted) throw cancelled(this.closing);
      const client = await (this.#client ??= this.#open());
      const { statusCode, headers, body } = await client.request(request.url, {
        dispatcher: client.agent,
        method: request.method,
        headers: { ...request.headers, ...bodyHeaders(request.body) },
        body: this.#outgoing(request.body),
        signal: request.signal ?? null,
      });
      const flat = flatHeaders(headers);
      return { status: statusCode, headers: flat, body: this.#incoming(body, flat, request) };
    } catch (error) {
      throw networkFailure(error, request.call, request.signal);
    } finally {
      this.#slots.release();
    }
  }

  /**
   * As `exchange`, for a GET without a body. Chunks of a plain answer are lent: the next one overwrites them.
   *
   * @throws ConnectorError `network-error` or `cancelled`
   */
  async carry(request: TransportRequest): Promise<TransportAnswer> {
    if (this.closing.aborted) throw cancelled(this.closing);
    await this.#slots.acquire(request.signal);
    try {
      const { status, headers, body } = await this.#downloads.get(request);
      const toError = (error: unknown) => networkFailure(error, request.call, request.signal ?? this.closing);
      const counted = new LentBody(body, {
        onChunk: (byteLength) => {
          this.#bytesReceived += byteLength;
        },
        toError,
      });
      return {
        status,
        headers,
        body: isGzip(headers) ? inflated(Readable.from(owned(counted)), toError) : counted,
      };
    } catch (error) {
      throw networkFailure(error, request.call, request.signal ?? this.closing);
    } finally {
      this.#slots.release();
    }
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
    const { connectTimeoutMs, idleTimeoutMs } = this.#options;
    const agent = new Agent({
      connect: { timeout: connectTimeoutMs },
      headersTimeout: idleTimeoutMs,
      bodyTimeout: idleTimeoutMs,
      // One socket per exchange: the stream windows of HTTP/2 slow a large body down on a long line.
      allowH2: false,
      pipelining: 1,
    });
    return { request, agent };
  }

  #outgoing(body: RequestBody | undefined): Buffer | Readable | null {
    if (body === undefined) return null;
    if ('json' in body) {
      const bytes = Buffer.from(JSON.stringify(body.json));
      this.#bytesSent += bytes.byteLength;
      return bytes;
    }
    return body.byteLength === 0
      ? Buffer.alloc(0)
      : Readable.from(this.#counted(body.open()), { highWaterMark: 1 });
  }

  async *#counted(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    for await (const chunk of chunks) {
      this.#bytesSent += chunk.byteLength;
      yield chunk;
    }
  }

  #incoming(
    body: Readable,
    headers: Readonly<Record<string, string>>,
    request: TransportRequest,
  ): AnswerBody {
    const toError = (error: unknown) => networkFailure(error, request.call, request.signal);
    const onChunk = (byteLength: number): void => {
      this.#bytesReceived += byteLength;
    };
    const wire = new AnswerBody(body, { onChunk, toError });
    return isGzip(headers) ? inflated(wire, toError) : wire;
  }
}

function isGzip(headers: Readonly<Record<string, string>>): boolean {
  return headers['content-encoding']?.toLowerCase() === 'gzip';
}

function inflated(wire: AnswerBody | Readable, toError: (error: unknown) => ConnectorError): AnswerBody {
  // The callback form hands the same error to the reader of the last stream.
  return new AnswerBody(
    pipeline(wire, createGunzip({ chunkSize: inflatedChunkBytes }), () => undefined),
    { toError },
  );
}

/** Copies what was lent, for a reader that keeps several chunks. */
async function* owned(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, undefined, undefined> {
  for await (const chunk of chunks) yield Uint8Array.from(chunk);
  return undefined;
}

function bodyHeaders(body: RequestBody | undefined): Record<string, string> {
  if (body === undefined) return {};
  if ('json' in body) return { 'content-type': 'application/json; charset=UTF-8' };
  return { 'content-type': body.contentType, 'content-length': String(body.byteLength) };
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
