import { z } from 'zod';
import { isConnectorFailure } from '../../contract/failure.ts';
import { ConnectorError } from '../../errors/connector-error.ts';
import type { SecretBox } from './secret-box.ts';

/** A secret as it stands in a file: `{"encrypted": "v1.…"}`. */
export const encryptedValue = z.strictObject({
  encrypted: z.string().startsWith('v1.'),
  /** Whether the text holds variables, such as `[password]suffix`; without it brackets mean nothing. */
  variables: z.literal(true).optional(),
});

/** A secret as it stands in a file. */
export type EncryptedValue = z.output<typeof encryptedValue>;

/** The one place that an encrypted value belongs to. */
export interface SecretPlace {
  /** Name of the connection. */
  readonly connection: string;
  /** Path of the field: `authentication.clientSecret`. */
  readonly path: string;
}

/** Encrypts a secret for one field of one connection; it opens nowhere else. */
export function encrypted(
  box: SecretBox,
  text: string,
  { connection, path, variables }: SecretPlace & { readonly variables: boolean },
): EncryptedValue {
  const sealed = box.seal(text, purposeOf({ connection, path }, variables));
  return variables ? { encrypted: sealed, variables } : { encrypted: sealed };
}

/**
 * What {@link encrypted} hid.
 *
 * @param where what messages call the field: `connections/production.json: password`
 * @throws ConnectorError `secret-unreadable`, also when there is no key; what the box throws for a key that is none
 */
export function decrypted(
  box: SecretBox | undefined,
  value: EncryptedValue,
  { where, ...place }: SecretPlace & { readonly where: string },
): string {
  const details = { path: where };
  if (box === undefined) throw withoutKey(`${where} is encrypted`, details);
  try {
    return box.open(value.encrypted, purposeOf(place, value.variables === true));
  } catch (error) {
    // A key that is none says more than that the value does not open.
    if (!isConnectorFailure(error) || error.code !== 'secret-unreadable') throw error;
    throw new ConnectorError(
      'secret-unreadable',
      `${where} does not open with this key, or was encrypted for another connection or field.`,
      { cause: error, details },
    );
  }
}

/** What to say where a key is needed and none is there. */
export function withoutKey(what: string, details: Readonly<Record<string, unknown>>): ConnectorError {
  return new ConnectorError(
    'secret-unreadable',
    `${what}, and there is no key: neither SFSC_KEY nor a key file.`,
    { details },
  );
}

function purposeOf({ connection, path }: SecretPlace, variables: boolean): string {
  return JSON.stringify(['secret of a connection', connection, path, variables]);
}
