import pino, { type DestinationStream, type LevelWithSilent } from 'pino';
import type { LogFields, Logger } from './contract/logger.ts';

/** How {@link createPinoLogger} writes. */
export interface PinoLoggerOptions {
  /** Least severe level that is written. Default `info`. */
  readonly level?: LevelWithSilent;
  /** Where the lines (JSON, one a line) go. Default: standard error, written at once. */
  readonly destination?: DestinationStream;
}

/** A {@link Logger} over pino. */
export function createPinoLogger(options: PinoLoggerOptions = {}): Logger {
  const destination = options.destination ?? pino.destination({ dest: 2, sync: true });
  const sink = pino({ level: options.level ?? 'info', base: null }, destination);
  const write =
    (severity: 'debug' | 'info' | 'warn' | 'error') =>
    (message: string, fields: LogFields = {}): void => {
      sink[severity](fields, message);
    };
  return { debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') };
}
