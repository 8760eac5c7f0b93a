import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import type { Clock } from './contract/clock.ts';
import type { Logger } from './contract/logger.ts';
import type { ProxyEnvironment } from './contract/proxy-environment.ts';
import type { RunContext } from './contract/run-context.ts';

/** What {@link createRunContext} lets a caller choose. */
export interface RunContextOptions {
  /** Where log lines go, e.g. `createPinoLogger()`. Default: nowhere. */
  readonly logger?: Logger;
  /** Folder for spool files; must exist. Default: the operating system's. */
  readonly temporaryFolder?: string;
}

/** The composition root: real time, real randomness, the environment's proxies, a logger, as one {@link RunContext}. */
export function createRunContext(options: RunContextOptions = {}): RunContext {
  return {
    clock: systemClock,
    logger: options.logger ?? silentLogger,
    newId: randomUUID,
    random: Math.random,
    temporaryFolder: options.temporaryFolder ?? tmpdir(),
    proxies: proxiesOf(process.env),
  };
}

/** The lower-case form of a name wins, as with curl; an empty value is none. */
function proxiesOf(environment: NodeJS.ProcessEnv): ProxyEnvironment {
  const valueOf = (name: string): string | undefined =>
    [environment[name.toLowerCase()], environment[name]].find(
      (value) => value !== undefined && value.trim() !== '',
    );
  return {
    httpsProxy: valueOf('HTTPS_PROXY'),
    httpProxy: valueOf('HTTP_PROXY'),
    noProxy: valueOf('NO_PROXY'),
  };
}

const systemClock: Clock = {
  now: Date.now,
  monotonicMs: () => performance.now(),
  async sleep(delayMs, signal) {
    try {
      await delay(delayMs, undefined, signal === undefined ? {} : { signal });
    } catch (error) {
      throw signal?.aborted === true ? signal.reason : error;
    }
  },
};

const drop = (): void => undefined;

const silentLogger: Logger = { debug: drop, info: drop, warn: drop, error: drop };
