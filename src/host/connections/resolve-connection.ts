import { decrypted } from '../secrets/encrypted-value.ts';
import type { SecretBox } from '../secrets/secret-box.ts';
import { substituteVariables, type SubstitutionOptions } from '../variables/substitute-variables.ts';
import type { Fields } from './field-path.ts';

/** What {@link resolveConnection} works with. */
export interface ConnectionResolution extends Pick<SubstitutionOptions, 'scope' | 'where' | 'onUnset'> {
  /** Name of the connection. */
  readonly connection: string;
  /** The connector's schema of the connection. */
  readonly schema: unknown;
  readonly box: SecretBox | undefined;
  /** Takes the place of an encrypted value while there is no key; default: that is an error. */
  readonly onLocked?: (path: string) => string;
}

/**
 * A connection's fields as its connector takes them: variables replaced, secrets decrypted.
 *
 * @throws ConnectorError `variable-unset`, `secret-unreadable`
 */
export function resolveConnection(fields: Fields, options: ConnectionResolution): Fields {
  const { connection, schema, box, onLocked, ...substitution } = options;
  return substituteVariables(fields, {
    ...substitution,
    schema,
    openSecret: (value, path) => {
      const where = `${substitution.where}: ${path}`;
      if (box === undefined && onLocked !== undefined) return onLocked(where);
      return decrypted(box, value, { connection, path, where });
    },
  }) as Fields;
}
