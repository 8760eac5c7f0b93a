import type { RowOutcome } from '../contract/outcome.ts';
import { ConnectorError } from '../errors/connector-error.ts';

/** A row that was never sent. */
export function notSent(rowIndex: number): RowOutcome {
  return { status: 'unprocessed', rowIndex, errors: [] };
}

/** A row that the org may have taken, after `error` kept the answer away; in an earlier attempt when there is none. */
export function unknown(rowIndex: number, error?: unknown): RowOutcome {
  const code =
    error === undefined ? 'outcome-unknown' : error instanceof ConnectorError ? error.code : 'internal-error';
  const message = 'The answer of the org was lost: the change may or may not have been made.';
  return { status: 'unknown', rowIndex, errors: [{ code, message, fields: [] }] };
}

/** A row that the org does not take even alone, in the org's own words. */
export function tooLarge(rowIndex: number, error: unknown): RowOutcome {
  const code = error instanceof ConnectorError ? error.code : 'internal-error';
  const message = error instanceof Error ? error.message : '';
  return { status: 'failed', rowIndex, errors: [{ code, message, fields: [] }] };
}
