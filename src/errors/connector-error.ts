import type { ConfigurationProblem, ConnectorFailure, Recovery } from '../contract/failure.ts';
import type { CatalogueEntry, FailureCategory } from './catalogue/catalogue-entry.ts';
import { errorCatalogue, type ErrorCode } from './catalogue.ts';

/** What an error may say beyond its code and message. */
export interface ConnectorErrorOptions {
  readonly cause?: unknown;
  /** Typed facts for machines: ids, positions, counts. Never secrets or field values. */
  readonly details?: Readonly<Record<string, unknown>>;
  /** Steps for exactly this case; they stand before those of the catalogue. */
  readonly nextSteps?: readonly string[];
  /** Milliseconds to wait before another try makes sense. */
  readonly retryAfterMs?: number;
}

/**
 * The one error class of this package. Decide by `code` or `recovery`; the message is for people and may change.
 */
export class ConnectorError extends Error implements ConnectorFailure {
  override readonly name = 'ConnectorError';
  readonly code: ErrorCode;
  readonly recovery: Recovery;
  readonly category: FailureCategory;
  readonly nextSteps: readonly string[];
  readonly details: Readonly<Record<string, unknown>>;
  readonly retryAfterMs?: number;

  constructor(code: ErrorCode, message: string, options: ConnectorErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    const { category, recovery, nextSteps }: CatalogueEntry = errorCatalogue[code];
    this.code = code;
    this.recovery = recovery;
    this.category = category;
    this.nextSteps = Object.freeze([...(options.nextSteps ?? []), ...nextSteps]);
    this.details = Object.freeze({ ...options.details });
    if (options.retryAfterMs !== undefined) this.retryAfterMs = options.retryAfterMs;
  }

  /**
   * The same failure with more facts, for a caller who knows more. It takes the place of this one, cause included.
   *
   * @param message in the place of this one's
   */
  withDetails(details: Readonly<Record<string, unknown>>, message = this.message): ConnectorError {
    const own = errorCatalogue[this.code].nextSteps.length;
    return new ConnectorError(this.code, message, {
      cause: this.cause,
      details: { ...this.details, ...details },
      nextSteps: this.nextSteps.slice(0, this.nextSteps.length - own),
      ...(this.retryAfterMs === undefined ? {} : { retryAfterMs: this.retryAfterMs }),
    });
  }
}

/** `invalid-configuration` with every problem at once; the message lists them one a line. */
export function invalidConfiguration(
  what: string,
  problems: readonly ConfigurationProblem[],
): ConnectorError {
  const lines = problems.map(({ path, message }) => (path === '' ? `  ${message}` : `  ${path}: ${message}`));
  return new ConnectorError('invalid-configuration', [`${what} is not valid:`, ...lines].join('\n'), {
    details: { problems },
  });
}

/** What a call rejects with after its signal aborted. */
export function cancelled(signal: AbortSignal | undefined): ConnectorError {
  return new ConnectorError('cancelled', 'Cancelled.', { cause: signal?.reason });
}
