import { createSecretBox, ensureSecretKey, readSecretKey, type SecretBox } from '../host/index.ts';
import { sfscHome } from './sfsc-home.ts';

/**
 * The box that opens the secrets of this user; `undefined` without a key. A key that is none is a failure of whoever
 * uses it only: most commands need no key.
 */
export async function readableBox(): Promise<SecretBox | undefined> {
  const { key } = sfscHome(process.env);
  try {
    const bytes = await readSecretKey(key);
    return bytes === undefined ? undefined : createSecretBox(bytes);
  } catch (error) {
    const fail = (): never => {
      throw error;
    };
    return { seal: fail, open: fail, sign: fail };
  }
}

/**
 * The box for what is to be kept; makes the key file of this user if there is no key yet.
 *
 * @throws ConnectorError `secret-key-invalid`, `file-unreadable`, `file-unwritable`
 */
export async function writableBox(): Promise<SecretBox> {
  return createSecretBox(await ensureSecretKey(sfscHome(process.env).key));
}
