/** Why bytes stopped coming, in the style of Node's own network errors. */
export type WireErrorCode = 'CONNECT_TIMEOUT' | 'IDLE_TIMEOUT' | 'ANSWER_CUT' | 'NOT_HTTP';

/** A failure of the line itself; `networkFailure` turns it into the error that callers see. */
export class WireError extends Error {
  override readonly name = 'WireError';
  readonly code: WireErrorCode;

  constructor(code: WireErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}
