import { createPrivateKey } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TlsOptions } from '../../../../src/connection/options/network-schema.ts';
import { readTls } from '../../../../src/connection/transport/line/tls-material.ts';
import { makeIdentity } from '../download/identity.ts';
import type { Identity } from '../download/line-server.ts';

let own: Identity;
let other: Identity;
let encryptedKey: string;
let folder: string;

beforeAll(async () => {
  own = await makeIdentity('own.example');
  other = await makeIdentity('other.example');
  encryptedKey = createPrivateKey(own.key)
    .export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'canary-passphrase' })
    .toString();
  folder = await mkdtemp(join(tmpdir(), 'tls-'));
});

afterAll(() => rm(folder, { recursive: true }));

async function fileOf(name: string, text: string): Promise<string> {
  await writeFile(join(folder, name), text);
  return join(folder, name);
}

const noCertificate = '-----BEGIN CERTIFICATE-----\nbm90aGluZw==\n-----END CERTIFICATE-----\n';
const noKey = '-----BEGIN PRIVATE KEY-----\nbm90aGluZw==\n-----END PRIVATE KEY-----\n';

describe('what the field tls names', () => {
  it('is nothing by default, so that Node decides', async () => {
    expect(await readTls({})).toBeUndefined();
  });

  it.each([
    ['an authority', () => ({ ca: own.cert })],
    [
      'several authorities with text between them',
      () => ({ ca: `# Own\n${own.cert}\n# Other\n${other.cert}` }),
    ],
    ['a certificate with its key', () => ({ certificate: own.cert, key: own.key })],
    ['a chain with a key', () => ({ certificate: own.cert + other.cert, key: own.key })],
    [
      'an encrypted key',
      () => ({ certificate: own.cert, key: encryptedKey, passphrase: 'canary-passphrase' }),
    ],
  ])('may be %s', async (_what, tls: () => TlsOptions) => {
    const material = await readTls(tls());
    expect(Object.keys(material ?? {})).toEqual(['target', 'proxy']);
  });

  it('may be in files', async () => {
    const tls = {
      caFile: await fileOf('ca.pem', other.cert),
      certificateFile: await fileOf('certificate.pem', own.cert),
      keyFile: await fileOf('key.pem', encryptedKey),
      passphrase: 'canary-passphrase',
    };
    expect(await readTls(tls)).toBeDefined();
  });

  it.each([
    ['an authority that is none', () => ({ ca: noCertificate }), ['tls.ca'], 'number 1'],
    ['a second one that is none', () => ({ ca: own.cert + noCertificate }), ['tls.ca'], 'number 2'],
    ['a key where an authority should be', () => ({ ca: own.key }), ['tls.ca'], 'holds no certificate'],
    [
      'a certificate that is none',
      () => ({ certificate: noCertificate, key: own.key }),
      ['tls.certificate'],
      'cannot be read',
    ],
    ['a key that is none', () => ({ certificate: own.cert, key: noKey }), ['tls.key'], 'no private key'],
    [
      'the key of another certificate',
      () => ({ certificate: own.cert, key: other.key }),
      ['tls.key', 'tls.certificate'],
      'is not the key of',
    ],
    [
      'an encrypted key without a passphrase',
      () => ({ certificate: own.cert, key: encryptedKey }),
      ['tls.passphrase', 'tls.key'],
      'is missing',
    ],
    [
      'a wrong passphrase',
      () => ({ certificate: own.cert, key: encryptedKey, passphrase: 'canary-wrong' }),
      ['tls.passphrase', 'tls.key'],
      'does not open',
    ],
  ])('cannot be %s', async (_what, tls: () => TlsOptions, fields, words) => {
    const error: unknown = await readTls(tls()).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({
      code: 'invalid-certificate',
      message: expect.stringContaining(words),
      details: { fields, failure: 'unreachable' },
    });
    const shown = inspect(error, { depth: Infinity, showHidden: true });
    expect(shown).not.toMatch(/canary|PRIVATE|bm90aGluZw/u);
  });

  it('is told by the field of the file when it was in one', async () => {
    const tls = {
      certificateFile: await fileOf('a.pem', own.cert),
      keyFile: await fileOf('b.pem', other.key),
    };
    await expect(readTls(tls)).rejects.toMatchObject({
      details: { fields: ['tls.keyFile', 'tls.certificateFile'] },
    });
  });

  it('cannot be in a file that is not there, or that is a folder', async () => {
    await expect(readTls({ caFile: join(folder, 'nowhere.pem') })).rejects.toMatchObject({
      code: 'file-not-found',
      details: { path: join(folder, 'nowhere.pem'), fields: ['tls.caFile'] },
    });
    await expect(readTls({ certificateFile: folder, key: own.key })).rejects.toMatchObject({
      code: 'file-unreadable',
      details: { fields: ['tls.certificateFile'] },
    });
  });
});
