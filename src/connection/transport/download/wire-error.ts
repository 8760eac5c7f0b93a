/**
 * Why bytes stopped coming, in the style of Node's own network errors.
 *
 * - `CONNECT_TIMEOUT`: no line in time, nothing was sent.
 * - `IDLE_TIMEOUT`: somebody waited for a byte, and none came.
 * - `ANSWER_CUT`: the line ended before the answer did.
 * - `NOT_HTTP`: what came cannot be read as HTTP/1.1, or can be read in two ways.
 * - `BAD_HEADER`: the request holds a header that cannot be sent; nothing was sent.
 * - `CLOSED`: our own side let go of the line.
 */
export type WireErrorCode =
  'CONNECT_TIMEOUT' | 'IDLE_TIMEOUT' | 'ANSWER_CUT' | 'NOT_HTTP' | 'BAD_HEADER' | 'CLOSED';

/**
 * A failure of the line itself; `networkFailure` turns it into the error that callers see. Its message never quotes
 * what came over the line.
 */
export class WireError extends Error {
  override readonly name = 'WireError';
  readonly code: WireErrorCode;

  constructor(code: WireErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}
