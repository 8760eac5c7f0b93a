/** Why a local org could not start. */
export type LocalOrgErrorCode = 'address-in-use' | 'address-not-available' | 'invalid-options';

/** What `startLocalOrg` rejects with. Decide by `code`; `port` is the port that was asked for. */
export class LocalOrgError extends Error {
  override readonly name = 'LocalOrgError';
  readonly code: LocalOrgErrorCode;
  readonly port: number | undefined;

  constructor(code: LocalOrgErrorCode, message: string, options: { port?: number; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.port = options.port;
  }
}
