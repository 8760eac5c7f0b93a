import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { performance } from 'node:perf_hooks';
import type { OrgClock } from './clock.ts';

/** Requests that are remembered; beyond this many the oldest are forgotten. */
const maxRequests = 10_000;

/** Parameters whose values are shown; those of others may be secret. */
const shownParameters = new Set(
  ['q', 'explain', 'fields', 'ids', 'locator', 'maxRecords', 'queryLocator', 'sObjects', 'start', 'end'].map(
    (name) => name.toLowerCase(),
  ),
);

/** One request that the org was sent. No values of headers, no bodies: they may hold passwords and tokens. */
export interface RequestReport {
  /** The first of the org is 1. */
  readonly number: number;
  /** When it came, in the org's time: milliseconds since 1970. */
  readonly atMs: number;
  readonly method: string;
  /** With its query, in which values that may be secret are `…`. */
  readonly path: string;
  /** Names in lower case. */
  readonly headerNames: readonly string[];
  /** 0 when no answer was begun. */
  status: number;
  /** On the socket, headers included; of pipelined requests together with the first. */
  bytesReceived: number;
  bytesSent: number;
  /** Of real time, until the last byte was handed over or the connection ended; `undefined` until then. */
  milliseconds: number | undefined;
  /** 18 characters; absent without a live session, and for SOAP. */
  userId?: string;
  /** Whether it counted against the daily limit; of SOAP calls: whether it worked and was not a login. */
  isApiCall: boolean;
  /** Name of the operation of a SOAP call. */
  soapOperation?: string;
}

/** What the org was sent, the last 10,000 requests. */
export class RequestLog {
  readonly #clock: OrgClock;
  #reports: RequestReport[] = [];
  #number = 0;
  readonly #ofHeaders = new WeakMap<IncomingHttpHeaders, RequestReport>();
  readonly #counted = new WeakMap<Socket, { received: number; sent: number }>();

  constructor(clock: OrgClock) {
    this.#clock = clock;
  }

  /** Notes a request as it comes; what is known later is filled in. */
  begin(incoming: IncomingMessage, outgoing: ServerResponse): void {
    const { method = '', url = '', headers, socket } = incoming;
    const startedMs = performance.now();
    const report: RequestReport = {
      number: ++this.#number,
      atMs: this.#clock.now(),
      method,
      path: withoutSecrets(url),
      headerNames: Object.keys(headers),
      status: 0,
      bytesReceived: 0,
      bytesSent: 0,
      milliseconds: undefined,
      isApiCall: false,
    };
    this.#ofHeaders.set(headers, report);
    this.#reports.push(report);
    // Cut seldom: moving 10,000 entries for each request would cost more than the request.
    if (this.#reports.length > 2 * maxRequests) this.#reports = this.#reports.slice(-maxRequests);
    outgoing.once('close', () => {
      const before = this.#counted.get(socket) ?? { received: 0, sent: 0 };
      const now = { received: socket.bytesRead, sent: socket.bytesWritten };
      this.#counted.set(socket, now);
      report.status = outgoing.headersSent ? outgoing.statusCode : 0;
      report.bytesReceived = now.received - before.received;
      report.bytesSent = now.sent - before.sent;
      report.milliseconds = performance.now() - startedMs;
      if (report.soapOperation !== undefined && report.soapOperation !== 'login') {
        report.isApiCall = report.status === 200;
      }
    });
  }

  /** The report of the request with these headers, to fill in what is found out about it. */
  of(headers: IncomingHttpHeaders): RequestReport | undefined {
    return this.#ofHeaders.get(headers);
  }

  /** The oldest first; copies, which do not change any more. */
  all(): RequestReport[] {
    return this.#reports.slice(-maxRequests).map((report) => ({ ...report }));
  }

  clear(): void {
    this.#reports = [];
    this.#number = 0;
  }
}

function withoutSecrets(url: string): string {
  const [path = '', ...query] = url.split('?');
  if (query.length === 0) return path;
  const shown = query
    .join('?')
    .split('&')
    .map((pair) => {
      const [name = ''] = pair.split('=', 1);
      return shownParameters.has(name.toLowerCase()) ? pair : `${name}=…`;
    });
  return `${path}?${shown.join('&')}`;
}
