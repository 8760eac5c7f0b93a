import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { readPrivateKey } from '../../../src/connection/login/private-key.ts';
import { keyPair, privateKey } from './oauth-org.ts';

const passphrase = 'PassphraseCanary';
const cipher = 'aes-256-cbc';
const pkcs1 = keyPair.privateKey.export({ type: 'pkcs1', format: 'pem' });
const pkcs8Locked = keyPair.privateKey.export({ type: 'pkcs8', format: 'pem', cipher, passphrase });
const pkcs1Locked = keyPair.privateKey.export({ type: 'pkcs1', format: 'pem', cipher, passphrase });
const publicKey = keyPair.publicKey.export({ type: 'spki', format: 'pem' });

const pemOf = (key: KeyObject) => key.export({ type: 'pkcs8', format: 'pem' });
const elliptic = pemOf(generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey);
const short = pemOf(generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey);
const pss = pemOf(generateKeyPairSync('rsa-pss', { modulusLength: 2048 }).privateKey);
const cut = String(privateKey).replace(/[\s\S]{200}(?=-----END)/u, '');

describe('a private key', () => {
  it.each([
    ['PKCS #8', privateKey, undefined],
    ['PKCS #1', pkcs1, undefined],
    ['encrypted PKCS #8', pkcs8Locked, passphrase],
    ['encrypted PKCS #1', pkcs1Locked, passphrase],
    ['on one line, with \\n', String(privateKey).replaceAll('\n', '\\n'), undefined],
    ['with the line ends of Windows', String(privateKey).replaceAll('\n', '\r\n'), undefined],
    ['behind a byte order mark', `\uFEFF${String(privateKey)}`, undefined],
    [
      'behind its certificate',
      `-----BEGIN CERTIFICATE-----\nAA==\n-----END CERTIFICATE-----\n${String(privateKey)}`,
      undefined,
    ],
  ])('is read: %s', async (_what, pem, privateKeyPassphrase) => {
    const key = await readPrivateKey({ privateKey: String(pem), privateKeyPassphrase });
    expect(key.equals(keyPair.privateKey)).toBe(true);
  });

  it('is read from a file, anew each time', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'private-key-'));
    try {
      const privateKeyFile = join(folder, 'key.pem');
      await writeFile(privateKeyFile, elliptic);
      await expect(readPrivateKey({ privateKeyFile })).rejects.toMatchObject({
        code: 'private-key-unusable',
        details: { fields: ['authentication.privateKeyFile'] },
      });
      await writeFile(privateKeyFile, privateKey);
      expect((await readPrivateKey({ privateKeyFile })).equals(keyPair.privateKey)).toBe(true);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it.each([
    ['no PEM', 'c2VjcmV0', undefined, 'privateKey', /no private key in PEM form/u],
    ['a public key', publicKey, undefined, 'privateKey', /no private key in PEM form/u],
    ['half a key', cut, undefined, 'privateKey', /cannot be read/u],
    ['an elliptic key', elliptic, undefined, 'privateKey', /another kind than RSA/u],
    ['a key for RSA-PSS', pss, undefined, 'privateKey', /another kind than RSA/u],
    ['a short key', short, undefined, 'privateKey', /less than 2048 bits/u],
    ['a locked key without a passphrase', pkcs8Locked, undefined, 'privateKeyPassphrase', /is missing/u],
    ['a locked old key without a passphrase', pkcs1Locked, undefined, 'privateKeyPassphrase', /is missing/u],
    ['a wrong passphrase', pkcs8Locked, 'WrongCanary', 'privateKeyPassphrase', /does not open/u],
    [
      'a wrong passphrase of an old key',
      pkcs1Locked,
      'WrongCanary',
      'privateKeyPassphrase',
      /does not open/u,
    ],
  ])(
    'is refused, naming the field and showing nothing of it: %s',
    async (_what, pem, phrase, field, message) => {
      const failure: unknown = await readPrivateKey({
        privateKey: String(pem),
        privateKeyPassphrase: phrase,
      }).catch((error: unknown) => error);
      expect(failure).toMatchObject({
        code: 'private-key-unusable',
        recovery: 'fix-config',
        message: expect.stringMatching(message),
        details: { fields: [`authentication.${field}`] },
      });
      const shown = inspect(failure, { depth: Infinity, showHidden: true });
      expect(shown).not.toContain('Canary');
      for (const line of String(pem)
        .split('\n')
        .filter((text) => text.length > 7 && !text.includes(' '))) {
        expect(shown).not.toContain(line);
      }
    },
  );

  it('in a file that is not there is told by the path of the field and of the file', async () => {
    await expect(readPrivateKey({ privateKeyFile: '/nowhere/key.pem' })).rejects.toMatchObject({
      code: 'private-key-unusable',
      message: 'authentication.privateKeyFile names /nowhere/key.pem, which cannot be read (ENOENT).',
    });
  });
});
