import type { ErrorCode } from '../../errors/catalogue.ts';
import { ConnectorError } from '../../errors/connector-error.ts';
import { failureClassOf, neverSent } from '../../errors/failure-class.ts';

/** Said by this machine alone, before anything goes out. */
const localCodes: ReadonlySet<ErrorCode> = new Set([
  'api-reserve-reached',
  'login-limit-reached',
  'invalid-configuration',
  'invalid-certificate',
  'private-key-unusable',
  'secret-key-invalid',
  'file-not-found',
  'file-unreadable',
]);

/** Whether a login that failed had gone out; `details.sent` is false where it failed on this machine. */
export function wasSent(error: unknown): boolean {
  if (neverSent.has(failureClassOf(error))) return false;
  if (!(error instanceof ConnectorError)) return true;
  const { code, details } = error;
  // What is cancelled under way names its call.
  if (code === 'cancelled' && !('call' in details)) return false;
  return !localCodes.has(code) && details['sent'] !== false;
}
