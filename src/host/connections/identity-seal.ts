import type { SecretBox } from '../secrets/secret-box.ts';
import type { SavedFor } from './saved-for.ts';

/** Which connection a signature is for. */
export interface SignedConnection {
  readonly type: string;
  readonly name: string;
}

/** The signature that makes a {@link SavedFor} one of ours: nobody can write it without the key. */
export function identitySeal(
  box: SecretBox,
  { type, name }: SignedConnection,
  { typed, resolved: { host, user, trust } }: Omit<SavedFor, 'seal'>,
): string {
  return box.sign(
    JSON.stringify([type, name, inOrder(typed), host, user, trust]),
    'identity of a connection',
  );
}

/** Whether the signature is there and fits. */
export function isSealed(
  box: SecretBox | undefined,
  connection: SignedConnection,
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
