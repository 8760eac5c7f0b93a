import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import { ConnectorError } from '../../errors/connector-error.ts';

/** Length of the key in bytes. */
export const secretKeyBytes = 32;

const version = 'v1';
const nonceBytes = 12;
const tagBytes = 16;

/**
 * Keeps texts secret and unchanged at rest, with one key. Every text belongs to a purpose, such as the place where it
 * is kept: what was sealed for one purpose does not open for another, so that it cannot be moved.
 */
export interface SecretBox {
  /** AES-256-GCM with a fresh nonce: `v1.` and base64url. The same text looks different each time. */
  seal(text: string, purpose: string): string;
  /** @throws ConnectorError `secret-unreadable` for another key, another purpose, or anything changed */
  open(sealed: string, purpose: string): string;
  /** HMAC-SHA-256 as base64url: the same for the same text and purpose, and unpredictable without the key. */
  sign(text: string, purpose: string): string;
}

/**
 * Makes a box of a key. Encrypting and signing use keys of their own, derived by HKDF-SHA-256.
 *
 * @param key {@link secretKeyBytes} random bytes
 */
export function createSecretBox(key: Uint8Array): SecretBox {
  const sealingKey = derivedKey(key, 'seal');
  const signingKey = derivedKey(key, 'sign');
  return {
    seal(text, purpose) {
      const nonce = randomBytes(nonceBytes);
      const cipher = createCipheriv('aes-256-gcm', sealingKey, nonce).setAAD(Buffer.from(purpose));
      const hidden = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      return `${version}.${Buffer.concat([nonce, cipher.getAuthTag(), hidden]).toString('base64url')}`;
    },
    open(sealed, purpose) {
      const bytes = sealedBytes(sealed);
      if (bytes === undefined) throw unreadable(undefined);
      const decipher = createDecipheriv('aes-256-gcm', sealingKey, bytes.subarray(0, nonceBytes), {
        authTagLength: tagBytes,
      });
      decipher.setAAD(Buffer.from(purpose));
      decipher.setAuthTag(bytes.subarray(nonceBytes, nonceBytes + tagBytes));
      try {
        const shown = [decipher.update(bytes.subarray(nonceBytes + tagBytes)), decipher.final()];
        return Buffer.concat(shown).toString('utf8');
      } catch (error) {
        throw unreadable(error);
      }
    },
    sign: (text, purpose) =>
      createHmac('sha256', signingKey)
        .update(`${Buffer.byteLength(purpose)}:${purpose}${text}`)
        .digest('base64url'),
  };
}

function derivedKey(key: Uint8Array, use: string): Buffer {
  return Buffer.from(hkdfSync('sha256', key, '', `service-cloud-connector ${use} ${version}`, 32));
}

function sealedBytes(sealed: string): Buffer | undefined {
  const [, encoded] = /^v1\.([\w-]+)$/u.exec(sealed) ?? [];
  const bytes = Buffer.from(encoded ?? '', 'base64url');
  return bytes.byteLength < nonceBytes + tagBytes ? undefined : bytes;
}

function unreadable(cause: unknown): ConnectorError {
  return new ConnectorError('secret-unreadable', 'An encrypted value does not open with this key.', {
    ...(cause === undefined ? {} : { cause }),
  });
}
