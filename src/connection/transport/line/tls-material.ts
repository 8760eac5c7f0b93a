import { createPrivateKey, X509Certificate, type KeyObject } from 'node:crypto';
import {
  createSecureContext,
  getCACertificates,
  rootCertificates,
  type SecureContextOptions,
} from 'node:tls';
import type { TlsOptions } from '../../options/network-schema.ts';
import type { LineTls } from './open-line.ts';
import { pemOf, type PemField } from './pem-field.ts';
import { unusable } from './tls-problem.ts';

/**
 * Reads what the field `tls` names, and checks it, so that a mistake is told by the field and not by a handshake that
 * fails. `undefined` when it names nothing. Authorities of its own stand beside those that Node trusts.
 *
 * @throws ConnectorError `file-not-found`, `file-unreadable` or `invalid-certificate`, with the fields to correct in
 *   `details.fields`
 */
export async function readTls(tls: TlsOptions): Promise<LineTls | undefined> {
  const [ca, certificate, key] = await Promise.all([
    pemOf(tls, 'ca'),
    pemOf(tls, 'certificate'),
    pemOf(tls, 'key'),
  ]);
  if (ca === undefined && certificate === undefined) return undefined;
  const trust: SecureContextOptions =
    ca === undefined ? {} : { ca: [...trustedByNode(), ...certificatesIn(ca).map(String)] };
  const identity =
    certificate === undefined || key === undefined ? {} : checkedIdentity(certificate, key, tls.passphrase);
  try {
    return { target: createSecureContext({ ...trust, ...identity }), proxy: createSecureContext(trust) };
  } catch {
    // What is left: OpenSSL finds them too weak, or has no use for this kind of key.
    throw unusable(
      [(certificate ?? ca)?.path ?? 'tls', ...(key === undefined ? [] : [key.path])],
      'is refused by OpenSSL',
    );
  }
}

/** With them come those of NODE_EXTRA_CA_CERTS, where this Node can tell. */
function trustedByNode(): readonly string[] {
  // Missing before Node 22.15, whatever the types say.
  const list = getCACertificates as typeof getCACertificates | undefined;
  return list?.('default') ?? rootCertificates;
}

function checkedIdentity(certificate: PemField, key: PemField, passphrase = ''): SecureContextOptions {
  const chain = certificatesIn(certificate);
  const [own] = chain;
  if (own?.checkPrivateKey(keyIn(key, passphrase)) !== true) {
    throw unusable([key.path, certificate.path], 'is not the key of the client certificate');
  }
  // Written anew, because OpenSSL takes no text or missing line ends between them.
  return { cert: chain.map(String).join(''), key: key.text, ...(passphrase === '' ? {} : { passphrase }) };
}

function certificatesIn({ path, text }: PemField): readonly X509Certificate[] {
  const blocks =
    text.match(/-----BEGIN (?:X509 |TRUSTED )?CERTIFICATE-----[^-]*-----END [A-Z0-9 ]+-----/gu) ?? [];
  if (blocks.length === 0) throw unusable([path], 'holds no certificate (-----BEGIN CERTIFICATE-----)');
  return blocks.map((block, index) => {
    try {
      return new X509Certificate(block);
    } catch {
      throw unusable([path], `holds a certificate that cannot be read (number ${index + 1})`);
    }
  });
}

function keyIn({ path, text }: PemField, passphrase: string): KeyObject {
  const isEncrypted = text.includes('ENCRYPTED');
  if (isEncrypted && passphrase === '') {
    throw unusable(['tls.passphrase', path], 'is missing; the key of the client certificate is encrypted');
  }
  try {
    return createPrivateKey({ key: text, ...(passphrase === '' ? {} : { passphrase }) });
  } catch {
    throw isEncrypted
      ? unusable(['tls.passphrase', path], 'does not open the key of the client certificate')
      : unusable([path], 'holds no private key that can be read');
  }
}
