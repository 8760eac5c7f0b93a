/** An answer as handlers give it; headers that every answer has are added when it is written. */
export interface OrgResponse {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Absent: no body at all. */
  readonly body?: ResponseBody;
  /** What goes wrong on the way to the client; only a fault script says so. */
  readonly wire?: WireFaults;
}

/** Damage that an answer takes on the wire. */
export interface WireFaults {
  /** `reset`: the connection is reset in the place of the answer. `stall`: nothing is ever sent. */
  readonly end?: 'reset' | 'stall';
  /** The connection is cut after so many bytes of the body; one that is no longer arrives whole. */
  readonly cutAfterBytes?: number;
  /** Put on last, in the place of what is there; several values repeat the header. */
  readonly setHeaders?: Readonly<Record<string, string | string[]>>;
  readonly dropHeaders?: readonly string[];
}

/** Text is sent as UTF-8 in one piece; a stream is sent chunk by chunk, at the speed the client reads. */
export type ResponseBody =
  | { readonly kind: 'text'; readonly contentType: string; readonly text: string }
  | {
      readonly kind: 'stream';
      readonly contentType: string;
      readonly chunks: AsyncIterable<Uint8Array | string>;
    };

/** A JSON answer. */
export function json(
  status: number,
  value: unknown,
  headers?: Readonly<Record<string, string>>,
): OrgResponse {
  const body = {
    kind: 'text',
    contentType: 'application/json;charset=UTF-8',
    text: JSON.stringify(value),
  } as const;
  return headers === undefined ? { status, body } : { status, headers, body };
}

/** 204, or another status without a body. */
export function empty(status = 204): OrgResponse {
  return { status };
}
