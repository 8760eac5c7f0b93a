/**
 * A line could not be made: whatever it was meant for, nothing was sent. Carries the code of what happened, which
 * alone does not tell: a standing line can be lost with the same ones.
 */
export class ConnectFailure extends Error {
  override readonly name = 'ConnectFailure';
  /** Code of the cause, such as `ECONNREFUSED`, `CERT_HAS_EXPIRED`, `CONNECT_TIMEOUT`. */
  readonly code: string;

  constructor(cause: unknown) {
    const { message, code } = describe(cause);
    super(message, { cause });
    this.code = code;
  }
}

function describe(cause: unknown): { readonly message: string; readonly code: string } {
  if (!(cause instanceof Error)) return { message: '', code: 'UNKNOWN' };
  const code = 'code' in cause && typeof cause.code === 'string' ? cause.code : 'UNKNOWN';
  // An attempt over several addresses fails with an AggregateError, whose own message is empty.
  return { message: cause.message === '' ? code : cause.message, code };
}
