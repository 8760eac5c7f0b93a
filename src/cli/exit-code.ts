import { isConnectorFailure } from '../contract/failure.ts';
import type { WriteReport } from '../contract/outcome.ts';
import { errorCatalogue } from '../errors/catalogue.ts';
import type { FailureCategory } from '../errors/catalogue/catalogue-entry.ts';

/** What the process tells its caller. */
export const ExitCode = {
  /** All rows fine. */
  ok: 0,
  /** Usage, configuration, or a data file that cannot be read. */
  usage: 1,
  /** Some rows failed, were left out or have an unknown outcome. */
  someRowsFailed: 2,
  /** A job or an operation failed. */
  operationFailed: 3,
  authentication: 4,
  limit: 5,
  interrupted: 130,
} as const;

export type ExitCode = (typeof ExitCode)[keyof typeof ExitCode];

const ofCategory: Readonly<Record<FailureCategory, ExitCode>> = {
  configuration: ExitCode.usage,
  data: ExitCode.usage,
  authentication: ExitCode.authentication,
  limit: ExitCode.limit,
  operation: ExitCode.operationFailed,
  cancelled: ExitCode.interrupted,
};

/** Exit code of a failure; codes that the catalogue does not know (another connector's) go by their recovery. */
export function exitCodeOf(error: unknown): ExitCode {
  if (!isConnectorFailure(error)) return ExitCode.operationFailed;
  const { code, recovery } = error;
  if (isCatalogued(code)) return ofCategory[errorCatalogue[code].category];
  if (recovery === 'fix-config' || recovery === 'fix-data') return ExitCode.usage;
  if (recovery === 'reauthenticate') return ExitCode.authentication;
  return recovery === 'cancelled' ? ExitCode.interrupted : ExitCode.operationFailed;
}

/** Exit code of a write that went through. */
export function exitCodeOfReport({ failed, unprocessed, unknown }: WriteReport): ExitCode {
  return failed + unprocessed + unknown === 0 ? ExitCode.ok : ExitCode.someRowsFailed;
}

function isCatalogued(code: string): code is keyof typeof errorCatalogue {
  return Object.hasOwn(errorCatalogue, code);
}
