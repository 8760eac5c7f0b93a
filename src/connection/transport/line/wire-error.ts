/**
 * Why bytes stopped coming, in the style of Node's own network errors.
 *
 * - `CONNECT_TIMEOUT`: no line in time, nothing was sent.
 * - `LINE_REFUSED`: the line closed before it stood, nothing was sent.
 * - `ANSWER_TIMEOUT`: the request went out, and no answer began.
 * - `IDLE_TIMEOUT`: somebody waited for a byte of a body, and none came.
 * - `UPLOAD_STALLED`: the other end took no more bytes of a body.
 * - `ANSWER_CUT`: the line ended before the answer did.
 * - `NOT_HTTP`: what came cannot be read as HTTP/1.1, or can be read in two ways.
 * - `BAD_HEADER`: the request holds a header that cannot be sent; nothing was sent.
 * - `CLOSED`: our own side let go of the line.
 */
export type WireErrorCode =
  | 'CONNECT_TIMEOUT'
  | 'LINE_REFUSED'
  | 'ANSWER_TIMEOUT'
  | 'IDLE_TIMEOUT'
  | 'UPLOAD_STALLED'
  | 'ANSWER_CUT'
  | 'NOT_HTTP'
  | 'BAD_HEADER'
  | 'CLOSED';

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
