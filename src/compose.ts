import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import pino, { type DestinationStream, type LevelWithSilent, type Logger as PinoLogger } from 'pino';
import type { Clock } from './contract/clock.ts';
import type { LogFields, Logger } from './contract/logger.ts';
import type { RunContext } from './contract/run-context.ts';

/** What {@link createRunContext} lets a caller choose. */
export interface RunContextOptions {
  /** Least severe level that is written. Default `silent`. */
  readonly logLevel?: LevelWithSilent;
  /** Where log lines (JSON, one a line) go. Default: standard error. */
  readonly logDestination?: DestinationStream;
  /** Folder for spool files; must exist. Default: the operating system's. */
  readonly temporaryFolder?: string;
}

/** The composition root: real time, real randomness, a real logger, as one {@link RunContext}. */
export function createRunContext(options: RunContextOptions = {}): RunContext {
  return {
    clock: systemClock,
    logger: pinoLogger(options),
    newId: randomUUID,
    random: Math.random,
    temporaryFolder: options.temporaryFolder ?? tmpdir(),
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

function pinoLogger(options: RunContextOptions): Logger {
  const level = options.logLevel ?? 'silent';
  const pinoOptions = { level, base: null };
  const destination = options.logDestination ?? pino.destination({ dest: 2, sync: true });
  const sink = pino(pinoOptions, destination);
  const write = (severity: 'debug' | 'info' | 'warn' | 'error') => {
    const line: PinoLogger['info'] = sink[severity].bind(sink);
    return (message: string, fields: LogFields = {}): void => {
      line(fields, message);
    };
  };
  return { debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') };
}
