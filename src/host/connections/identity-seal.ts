import type { SecretBox } from '../secrets/secret-box.ts';
import type { SavedFor } from './saved-for.ts';
import type { SecretField } from './secret-fields.ts';

/** Which connection a signature is for. */
export interface SignedConnection {
  readonly type: string;
  readonly name: string;
}

/** What a seal ties together with an identity. */
export interface SealedConnection extends SignedConnection {
  /** The secret fields as the file holds them: encrypted, or as references. */
  readonly secrets: readonly SecretField[];
}

/**
 * The signature that makes a {@link SavedFor} one of ours: nobody can write it without the key, and it is good for
 * these secrets only, so that an older one does not send newer secrets to an older host.
 */
export function identitySeal(
  box: SecretBox,
  { type, name, secrets }: SealedConnection,
  { typed, resolved: { host, user, trust, variables = {} } }: Omit<SavedFor, 'seal'>,
): string {
  const asWritten = Object.fromEntries(secrets.map(({ path, value }) => [path, value]));
  return box.sign(
    JSON.stringify([type, name, inOrder(typed), host, user, trust, inOrder(variables), inOrder(asWritten)]),
    'identity of a connection',
  );
}

/** Whether the signature is there and fits. */
export function isSealed(
  box: SecretBox | undefined,
  connection: SealedConnection,
  saved: SavedFor | undefined,
): boolean {
  if (box === undefined || saved?.seal === undefined) return false;
  return saved.seal === identitySeal(box, connection, saved);
}

/** Keys in a fixed order, because the order in a file means nothing. */
export function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder);
  if (typeof value !== 'object' || value === null) return value;
  return Object.entries(value)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, item]: [string, unknown]) => [key, inOrder(item)]);
}
