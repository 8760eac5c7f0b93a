import { describe, expect, it } from 'vitest';
import { readUsersFile, UsersFileError } from '../../../src/local-org/auth/users-file.ts';
import { startTestOrg } from '../../support/local-org.ts';
import { at, queryPath, signIn } from '../server/org-client.ts';
import { startUsersOrg, withUsersFile } from './users-org.ts';

const builtIn = { username: 'admin@local.example', clientId: 'local-client-id' };

function problemsOf(content: unknown): Promise<readonly string[]> {
  return withUsersFile(content, (file) => {
    try {
      readUsersFile(file, builtIn);
    } catch (error) {
      if (error instanceof UsersFileError) return Promise.resolve(error.problems);
      throw error;
    }
    return Promise.resolve([]);
  });
}

describe('a users file', () => {
  it('is refused with everything that is wrong in it, each with its place', async () => {
    const problems = await problemsOf({
      users: [
        { username: 'no address', password: '', colour: 'red' },
        { username: 'a@b', password: 'x', timezone: 'Middle/Earth', permissions: ['Fly'] },
        {
          username: 'c@d',
          password: 'x',
          loginHours: [{ day: 'monday', from: '18:00', to: '08:00' }],
          loginIpRanges: [{ start: '10.0.0.9', end: '10.0.0.1' }],
        },
      ],
      clients: [{ clientId: 'x', publicKey: 'no key' }],
      org: { maxLoginAttempts: 0 },
    });
    for (const place of [
      'users.0.username: must have the form of an e-mail address',
      'users.0.password:',
      'users.0: Unrecognized key: "colour"',
      'users.1.timezone: must be a time zone like Europe/Berlin',
      'users.1.permissions.0:',
      'users.2.loginHours.0: from must be before to',
      'users.2.loginIpRanges.0: must be two IP addresses of one family, the lower one first',
      'clients.0.publicKey: must be the PEM of a public RSA key or a certificate with one',
      'org.maxLoginAttempts:',
    ]) {
      expect(problems.filter((problem) => problem.startsWith(place))).toHaveLength(1);
    }
    expect(problems).toHaveLength(9);
  });

  it('names nobody twice, and nobody who is not there', async () => {
    const problems = await problemsOf({
      users: [
        { username: 'Admin@Local.Example', password: 'x' },
        { username: 'a@b', password: 'x' },
        { username: 'A@B', password: 'x' },
      ],
      clients: [
        { clientId: 'local-client-id', runAs: 'nobody@b' },
        { clientId: 'x', runAs: 'A@b', refreshTokens: [{ token: 't', username: 'ghost@b' }] },
      ],
    });
    expect(problems).toEqual([
      'users.0: Admin@Local.Example is there twice',
      'users.2: A@B is there twice',
      'clients.0: local-client-id is there twice',
      'clients.0: there is no user nobody@b',
      'clients.1: there is no user ghost@b',
    ]);
  });

  it('that is no JSON, or not there, stops the start with its name and without its content', async () => {
    await expect(startUsersOrg('{ "canary-password"')).rejects.toThrow(/users\.json: is no JSON$/);
    await expect(startTestOrg({ usersFile: '/no/such/users.json' })).rejects.toThrow(
      '/no/such/users.json: ENOENT',
    );
  });

  it('makes User records with profiles, whose ids are the same in every org', async () => {
    const users = [
      {
        username: 'ina@shop.example',
        password: 'secret12',
        name: 'Ina Maria Gration',
        email: 'mail@shop.example',
        timezone: 'Europe/Berlin',
        locale: 'de_DE',
        language: 'de',
        profile: 'Integration',
      },
      {
        username: 'gone@shop.example',
        password: 'secret12',
        isActive: false,
        profile: 'System Administrator',
      },
    ];
    const read = async () => {
      await using org = await startUsersOrg({ users });
      const client = await signIn(org);
      const fields =
        'Id, Username, FirstName, LastName, Email, TimeZoneSidKey, LocaleSidKey, Profile.Name, IsActive';
      const soql = `SELECT ${fields} FROM User WHERE Username LIKE '%@shop.example' ORDER BY Username`;
      return at(await client.call('GET', queryPath(soql)), 'records');
    };
    const records = await read();
    expect(records).toMatchObject([
      {
        FirstName: null,
        LastName: 'gone@shop.example',
        Email: 'gone@shop.example',
        TimeZoneSidKey: 'GMT',
        Profile: { Name: 'System Administrator' },
        IsActive: false,
      },
      {
        FirstName: 'Ina Maria',
        LastName: 'Gration',
        Email: 'mail@shop.example',
        TimeZoneSidKey: 'Europe/Berlin',
        LocaleSidKey: 'de_DE',
        Profile: { Name: 'Integration' },
        IsActive: true,
      },
    ]);
    expect(await read()).toEqual(records);
  });
});
