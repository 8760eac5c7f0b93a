/** Codes of an org that does not know, or does not take, what it had described. */
const contradicting: ReadonlySet<string> = new Set([
  'INVALID_FIELD',
  'INVALID_FIELD_FOR_INSERT_UPDATE',
  'INVALID_TYPE',
  'InvalidBatch',
]);

/** Whether errors of the org may mean that its objects or fields have changed since they were described. */
export function contradictDescription(errorCodes: readonly string[]): boolean {
  return errorCodes.some((errorCode) => contradicting.has(errorCode));
}
