import { generate } from 'selfsigned';
import type { Identity } from './line-server.ts';

/** A new key and a certificate that it signed itself, for the given host name or 127.0.0.1. Valid for a day. */
export async function makeIdentity(host: string): Promise<Identity> {
  const dayMs = 86_400_000;
  const now = Date.now();
  const { private: key, cert } = await generate([{ name: 'commonName', value: host }], {
    keyType: 'ec',
    algorithm: 'sha256',
    notBeforeDate: new Date(now - dayMs),
    notAfterDate: new Date(now + dayMs),
    extensions: [
      { name: 'basicConstraints', cA: true },
      {
        name: 'subjectAltName',
        altNames: [host === '127.0.0.1' ? { type: 7, ip: host } : { type: 2, value: host }],
      },
    ],
  });
  return { key, cert };
}
