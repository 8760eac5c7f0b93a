/**
 * How safe it is to send a request twice; decides what happens after a lost answer.
 *
 * - `idempotent`: reads and writes whose repetition changes nothing. Repeated by the retry policy.
 * - `poll`: as idempotent, with more patience: what is looked at goes on meanwhile.
 * - `upload`: sends bytes from a re-openable source. Repeated after a definite refusal (401, 503), never after an
 *   answer was lost: then it fails with `outcome-unknown`.
 * - `create`: makes something new each time. Repeated only after a definite refusal (401, 503); a lost answer fails
 *   with `outcome-unknown`.
 */
export type CallClass = 'idempotent' | 'poll' | 'upload' | 'create';

/** A body that can be sent again. */
export type RequestBody =
  | { readonly json: unknown }
  | { readonly contentType: string; readonly text: string }
  | {
      readonly contentType: string;
      /** Sent as content-length; the chunks must add up to it. */
      readonly byteLength: number;
      /** Called once per attempt. What it throws ends the call at once and comes back to the caller as it is. */
      open(): AsyncIterable<Uint8Array>;
    };

/** One call on the connection's session. */
export interface RestRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /**
   * Below the versioned root when relative (`sobjects/Case/describe`), from the host when it starts with `/`
   * (a `nextRecordsUrl`, followed verbatim). Segments from outside are encoded by the caller.
   */
  readonly path: string;
  /** Appended to the path, percent-encoded. */
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: RequestBody;
  readonly callClass: CallClass;
  readonly signal?: AbortSignal | undefined;
}

/** A whole answer; header names in lower case. */
export interface RestAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Parsed JSON; `undefined` for an empty body. Check its shape with a parser of the module that asked. */
  readonly body: unknown;
  /** Bytes of the body after decompression. */
  readonly byteLength: number;
  /**
   * Set when the answer to an earlier attempt of this call was lost: the org may have done the work then, and says now
   * what it makes of the repetition.
   */
  readonly followsLostAnswer?: true;
}

/** An answer whose body is still on the socket. */
export interface RestByteAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Decompressed. Must be read to the end or returned from (`break`); either frees the socket. Pulling drives it. */
  readonly body: AsyncIterable<Uint8Array>;
}

/**
 * Calls to the org under the connection's session: login, re-login after expiry, retries and error classification
 * are behind it.
 *
 * Every method rejects with a {@link ConnectorError}, or with what the source of an upload threw. For a refusal by the
 * org `details` holds `status` and `errors` (`{errorCode, message, fields}[]`, all of them, as the org sent them, session
 * ids and the connection's own secrets blanked out).
 *
 * What follows from which refusal is in `retry-policy.ts`. An error after several attempts has `attempts` and
 * `triedForMs` in its `details`, and `isOutcomeOpen` when the org may have done the work at one before the last; one that
 * asks for too much at once has `failure: 'too-large'` or `'ran-too-long'`. With a reserve of API calls every method may
 * reject with `api-reserve-reached`: the call was not made.
 *
 * At most `maxConcurrentRequests` of the connection, fewer while the org says that this is too much, wait for an answer
 * at a time; the others queue. A body that is being read no longer counts, so reading from and writing to one connection
 * cannot block each other.
 *
 * Aborting the signal rejects with `cancelled` at once. The org may still carry out what it has received.
 */
export interface RestClient {
  /** Sends the request and reads a JSON (or empty) answer, at most 64 MiB. */
  send(request: RestRequest): Promise<RestAnswer>;
  /** Sends the request and resolves when the headers are there. Failures after that surface in the body. */
  stream(request: RestRequest): Promise<RestByteAnswer>;
  /**
   * As `stream`, for a GET whose bytes go straight on to a file or a scan: fastest and in flat memory. A chunk is
   * lent: it is overwritten when the next one is asked for, so copy what has to outlive that.
   */
  carry(request: RestRequest & { readonly method: 'GET'; readonly body?: never }): Promise<RestByteAnswer>;
}
