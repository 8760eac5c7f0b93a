import { FailureClass, failureClassOf } from '../errors/failure-class.ts';

/** Whether the org gave a query up because it ran too long. */
export function ranTooLong(error: unknown): boolean {
  return failureClassOf(error) === FailureClass.ranTooLong;
}
