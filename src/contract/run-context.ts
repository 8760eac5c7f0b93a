import type { Clock } from './clock.ts';
import type { Logger } from './logger.ts';
import type { ProxyEnvironment } from './proxy-environment.ts';
import type { StateStore } from './state-store.ts';

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
  /** Where connections keep what outlives the process. Without one nothing does, and what needs it says so. */
  readonly state?: StateStore | undefined;
  /** Proxies of the environment, for connections that are set to follow it. Without it they connect directly. */
  readonly proxies?: ProxyEnvironment | undefined;
}
