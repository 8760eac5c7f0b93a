import { ConnectorError } from '../../errors/connector-error.ts';
import { failureClassOf, neverSent } from '../../errors/failure-class.ts';

/** Whether a login that failed had gone out; `details.sent` is false where it failed on this machine. */
export function wasSent(error: unknown): boolean {
  const stayedHere = error instanceof ConnectorError && error.details['sent'] === false;
  return !stayedHere && !neverSent.has(failureClassOf(error));
}
