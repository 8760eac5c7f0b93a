import { createHash } from 'node:crypto';
import { inOrder } from './identity-seal.ts';

/** SHA-256 of a JSON value, whatever the order of its keys; shows nothing of it but whether it is the same. */
export function fingerprint(value: unknown): string {
  return createHash('sha256')
    .update(JSON.stringify(inOrder(value ?? null)))
    .digest('hex');
}
