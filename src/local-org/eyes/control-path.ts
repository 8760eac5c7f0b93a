/** Where the test's own resources are. */
export const controlPrefix = '/_local/';

/** Whether a request target is one of the test's own: it is neither counted nor remembered. */
export function isControlPath(target: string): boolean {
  return target.startsWith(controlPrefix);
}
