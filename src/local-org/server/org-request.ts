import type { IncomingHttpHeaders } from 'node:http';
import type { Session } from '../auth/sessions.ts';

/** A request as handlers see it: no socket, no response object. */
export interface OrgRequest {
  /** Upper case. */
  readonly method: string;
  /** Absolute, built from the Host header that the client sent. */
  readonly url: URL;
  /** Keys in lower case. */
  readonly headers: IncomingHttpHeaders;
  /** The body, to be read at most once. Rejects when the client goes away before its end. */
  readonly body: AsyncIterable<Uint8Array>;
  /** Whether it comes from this machine. */
  readonly fromLoopback?: boolean;
  /** IP address that the client came from. */
  readonly remoteAddress: string;
  /** Set behind the session check: everything under `/services/data/vNN.0`. */
  readonly session?: Session;
}

/** The first value of a header, or `undefined`. */
export function headerOf(request: Pick<OrgRequest, 'headers'>, name: string): string | undefined {
  const value = request.headers[name.toLowerCase()];
  return Array.isArray(value) ? value[0] : value;
}
