import type { Clock } from './clock.ts';
import type { Logger } from './logger.ts';

/**
 * What a host lends to a connection for its whole life. The connector reaches the outside world through it and
 * through nothing ambient, so that a test or another runtime can replace each part.
 */
export interface RunContext {
  readonly clock: Clock;
  readonly logger: Logger;
  /** A fresh identifier, unique for this process: at least 16 characters of `[A-Za-z0-9_-]`. */
  newId(): string;
  /** A number in `[0, 1)`, for jitter. Need not be cryptographic. */
  random(): number;
  /** An existing folder for spool files. The connector removes what it puts there, also after an error. */
  readonly temporaryFolder: string;
}
