import { createPrivateKey, type KeyObject } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { ConnectorError } from '../../errors/connector-error.ts';
import { FailureClass } from '../../errors/failure-class.ts';

/** Where a key is, and what opens it. Exactly one of text and file is given. */
export interface PrivateKeySource {
  /** PEM text; line breaks may be written `\n`, as environment variables often have them. */
  readonly privateKey?: string | undefined;
  /** Path of a PEM file. */
  readonly privateKeyFile?: string | undefined;
  readonly privateKeyPassphrase?: string | undefined;
}

/** RS256 wants at least this. */
const minModulusBits = 2048;

/**
 * Reads an RSA key: PKCS #8, PKCS #1, encrypted or not. The file is read anew at each login, so that a replaced one
 * counts.
 *
 * @throws ConnectorError `private-key-unusable`, with the field to correct in `details.fields`; no error shows
 *   anything of the key
 */
export async function readPrivateKey(source: PrivateKeySource): Promise<KeyObject> {
  const { privateKeyFile, privateKeyPassphrase } = source;
  const field = privateKeyFile === undefined ? 'privateKey' : 'privateKeyFile';
  const pem = privateKeyFile === undefined ? (source.privateKey ?? '') : await readPem(privateKeyFile);
  const text = pem.replaceAll('\\n', '\n').trim();
  if (!/-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----/u.test(text)) {
    throw unusable(field, 'holds no private key in PEM form (-----BEGIN PRIVATE KEY-----)');
  }
  const key = openKey(text, privateKeyPassphrase);
  if (key === undefined) throw unopened(text, field, privateKeyPassphrase);
  if (key.asymmetricKeyType !== 'rsa') {
    throw unusable(
      field,
      'holds a key of another kind than RSA, which is the only one that Salesforce takes',
    );
  }
  if ((key.asymmetricKeyDetails?.modulusLength ?? 0) < minModulusBits) {
    throw unusable(field, `holds an RSA key of less than ${minModulusBits} bits`);
  }
  return key;
}

async function readPem(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    throw unusable('privateKeyFile', `names ${path}, which cannot be read (${reason})`);
  }
}

// What OpenSSL says of a key is different from version to version, so its words are not passed on.
function openKey(text: string, passphrase: string | undefined): KeyObject | undefined {
  try {
    return createPrivateKey({
      key: text,
      format: 'pem',
      ...(passphrase === undefined ? {} : { passphrase }),
    });
  } catch {
    return undefined;
  }
}

function unopened(text: string, field: string, passphrase: string | undefined): ConnectorError {
  if (!/BEGIN ENCRYPTED |^Proc-Type: 4,ENCRYPTED/mu.test(text)) {
    return unusable(field, 'holds a private key that cannot be read: is it whole?');
  }
  return passphrase === undefined
    ? unusable('privateKeyPassphrase', 'is missing; the private key is encrypted')
    : unusable('privateKeyPassphrase', 'does not open the private key');
}

function unusable(field: string, problem: string): ConnectorError {
  const path = `authentication.${field}`;
  return new ConnectorError('private-key-unusable', `${path} ${problem}.`, {
    details: { failure: FailureClass.sessionRefused, sent: false, fields: [path] },
  });
}
