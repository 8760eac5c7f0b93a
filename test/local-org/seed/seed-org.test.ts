import { describe, expect, it } from 'vitest';
import { seedOrg } from '../../../src/local-org/seed/seed-org.ts';
import { openTestOrg } from '../records/test-org.ts';

describe('a new org', () => {
  it('has one administrator, an organization, a profile and a case queue, and no business records', () => {
    const org = openTestOrg();
    expect(org.ids.userId).toMatch(/^005\w{15}$/);
    expect(org.select('SELECT Id, Username, Name, IsActive, Profile.Name FROM User')).toMatchObject([
      {
        Id: org.ids.userId,
        Username: 'admin@example.org',
        Name: 'Local Admin',
        IsActive: true,
        Profile: { Name: 'System Administrator' },
      },
    ]);
    expect(org.select('SELECT Id, Name FROM Organization')).toMatchObject([{ Id: org.ids.organizationId }]);
    expect(
      org.select(`SELECT (SELECT SobjectType FROM QueueSobjects) FROM Group WHERE Type = 'Queue'`),
    ).toMatchObject([{ QueueSobjects: { records: [{ SobjectType: 'Case' }] } }]);
    for (const object of ['Account', 'Contact', 'Case'])
      expect(org.query(`SELECT COUNT() FROM ${object}`).totalSize()).toBe(0);
    org.db.close();
  });

  it('is not seeded twice', () => {
    const org = openTestOrg();
    expect(seedOrg(org.db, { username: 'other@example.org' })).toEqual(org.ids);
    expect(org.select('SELECT Username FROM User')).toMatchObject([{ Username: 'admin@example.org' }]);
    org.db.close();
  });

  it('gives new users ids behind that of the administrator', () => {
    const org = openTestOrg();
    const user = org.create('User', {
      ...{
        LastName: 'Two',
        Alias: 'two',
        Email: 'two@example.org',
        Username: 'two@example.org',
        CommunityNickname: 'two',
      },
      ...{
        TimeZoneSidKey: 'GMT',
        LocaleSidKey: 'en_US',
        EmailEncodingKey: 'UTF-8',
        LanguageLocaleKey: 'en_US',
      },
      ProfileId: org.ids.profileId,
    });
    expect(user > org.ids.userId).toBe(true);
    org.db.close();
  });
});
