import type { SecretBox } from '../secrets/secret-box.ts';
import type { Fields } from './field-path.ts';
import { inOrder, type SignedConnection } from './identity-seal.ts';

/** What a mark vouches for. */
export interface EnteredSecret extends SignedConnection {
  readonly path: string;
  /** As it stands in the draft. */
  readonly value: unknown;
  /** The identity fields as written, by path. */
  readonly typed: Fields;
  /** The same with variables replaced. */
  readonly substituted: Fields;
}

/**
 * Signature over a secret that was entered in a draft, and for whom. It says nothing any more when the secret, or the
 * host or user of the draft, become others.
 */
export function enteredMark(box: SecretBox, secret: EnteredSecret): string {
  const { type, name, path, value, typed, substituted } = secret;
  return box.sign(
    JSON.stringify([type, name, path, inOrder(value), inOrder(typed), inOrder(substituted)]),
    'secret entered in a draft',
  );
}
