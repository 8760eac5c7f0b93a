import { encrypted, withoutKey } from '../secrets/encrypted-value.ts';
import type { SecretBox } from '../secrets/secret-box.ts';
import { withValueAt, type Fields } from './field-path.ts';
import { keptAs } from './kept-secret.ts';
import { usesVariable } from '../variables/variable-token.ts';
import { secretFields } from './secret-fields.ts';

/** What {@link encryptSecrets} works with. */
export interface SecretEncryption {
  /** Name of the connection. */
  readonly connection: string;
  /** The connector's schema of the connection. */
  readonly schema: unknown;
  readonly box: SecretBox | undefined;
}

/** Fields that are fit to be written. */
export interface EncryptedFields {
  readonly fields: Fields;
  /** Paths of the secrets that stood in clear text. */
  readonly encrypted: readonly string[];
}

/**
 * Encrypts every secret that stands in clear text; variables in it are kept as such.
 *
 * @throws ConnectorError `secret-unreadable` when there is something to encrypt, and no key
 */
export function encryptSecrets(
  fields: Fields,
  { connection, schema, box }: SecretEncryption,
): EncryptedFields {
  const clear = secretFields(schema, fields).filter(({ value }) => keptAs(value) === 'clear-text');
  if (clear.length > 0 && box === undefined) {
    const paths = clear.map(({ path }) => path);
    throw withoutKey(`${connection}: ${paths.join(', ')} would have to be encrypted`, { fields: paths });
  }
  const result = clear.reduce((done, { path, value }) => {
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    return box === undefined
      ? done
      : withValueAt(done, path, encrypted(box, text, { connection, path, variables: usesVariable(text) }));
  }, fields);
  return { fields: result, encrypted: clear.map(({ path }) => path) };
}
