import { ConnectorError } from '../errors/connector-error.ts';
import type { LiteralType } from './literal-type.ts';

/** Where a value goes. */
export interface LiteralTarget {
  /** What errors call the value: `The bind since`. */
  readonly what: string;
  /** What it is compared with, as written: `CALENDAR_YEAR(CreatedDate)`, `LIMIT`. */
  readonly field: string;
  readonly type: LiteralType;
}

/** `invalid-bind`; says what was expected, never the value. */
export function invalidBind(
  { what, field, type }: LiteralTarget,
  expected: string,
  nextSteps: readonly string[] = [],
): ConnectorError {
  return new ConnectorError('invalid-bind', `${what} does not fit ${field}: it must be ${expected}.`, {
    details: { bind: what, field, type, expected },
    nextSteps,
  });
}
