import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { identityOf } from '../../../src/connection/options/connection-identity.ts';
import { parseConnectionOptions } from '../../../src/connection/options/connection-options.ts';
import { temporaryFolder } from '../../host/temporary-folder.ts';

const least = { name: 'org', username: 'me@example.com', password: 'secret' };

describe('identityOf', () => {
  const identity = (config: object) => identityOf(parseConnectionOptions({ ...least, ...config }));

  it('names host and user after the sandbox switch', () => {
    expect(identity({ sandbox: true })).toEqual({
      host: 'https://test.salesforce.com',
      user: 'me@example.com',
      secretFields: ['password', 'securityToken'],
    });
  });

  it('names the secrets that the way of logging in has', () => {
    const authentication = { type: 'oauth-username-password', clientId: 'app', clientSecret: 's' };
    expect(identity({ authentication })).toEqual({
      host: 'https://login.salesforce.com',
      user: 'me@example.com by app',
      secretFields: ['password', 'securityToken', 'authentication.clientSecret'],
    });
  });

  it('names the password of the proxy, where there is one', () => {
    const proxy = { url: 'http://proxy.example:3128', username: 'ada' };
    expect(identity({ proxy }).secretFields).toEqual(['password', 'securityToken']);
    expect(identity({ proxy: { ...proxy, password: 'p' } }).secretFields).toEqual([
      'password',
      'securityToken',
      'proxy.password',
    ]);
  });

  it('notices another authority in the same file; a file that is not there counts by its path', async () => {
    const caFile = join(await temporaryFolder(), 'ca.pem');
    const trust = () => identity({ tls: { caFile } }).trust;
    const missing = trust();
    expect(identity({ tls: { caFile: `${caFile}.other` } }).trust).not.toBe(missing);
    await writeFile(caFile, 'one');
    const one = trust();
    await writeFile(caFile, 'two');
    expect(new Set([missing, one, trust()]).size).toBe(3);
    await writeFile(caFile, 'one');
    expect(trust()).toBe(one);
  });
});
