import { schemaRecordId } from '../catalogue/record-types.ts';
import type { UserEntry } from '../auth/user-entry.ts';
import type { Actor } from '../records/org-database.ts';
import type { SeedableOrgDatabase } from '../records/sqlite-org-database.ts';
import type { SeededOrg } from './seed-org.ts';

/** The id of the User record of a user of the users file: the same in every org. */
export function userIdOf(username: string): string {
  return schemaRecordId('005', 'User', username);
}

/**
 * Makes the User records, and their profiles, of the users of a users file. Records that a data file has already stay as
 * they are.
 */
export function seedUsers(
  db: SeedableOrgDatabase,
  users: readonly UserEntry[],
  { seeded, actor }: { readonly seeded: SeededOrg; readonly actor: Actor },
): void {
  db.transaction(() => {
    for (const user of users) {
      const ProfileId = isAdministrators(user)
        ? seeded.profileId
        : schemaRecordId('00e', 'Profile', user.profile);
      const PermissionsApiEnabled = user.permissions.includes('ApiEnabled') ? 1 : 0;
      const profile = { Id: ProfileId, Name: user.profile, PermissionsApiEnabled, UserType: 'Standard' };
      db.seed('Profile', new Map(Object.entries(profile)), actor);
      db.seed('User', new Map(Object.entries({ ...rowOf(user), ProfileId })), actor);
    }
  });
}

function isAdministrators({ profile }: UserEntry): boolean {
  return profile === 'System Administrator';
}

function rowOf({ username, ...user }: UserEntry): Readonly<Record<string, string | number | null>> {
  const name = user.name ?? username;
  const lastSpace = name.lastIndexOf(' ');
  const nickname = username.replace(/@.*$/, '');
  return {
    Id: userIdOf(username),
    Username: username,
    FirstName: lastSpace < 0 ? null : name.slice(0, lastSpace),
    LastName: name.slice(lastSpace + 1),
    Email: user.email ?? username,
    Alias: nickname.slice(0, 8),
    CommunityNickname: nickname.slice(0, 40),
    IsActive: user.isActive ? 1 : 0,
    UserType: 'Standard',
    TimeZoneSidKey: user.timezone,
    LocaleSidKey: user.locale,
    LanguageLocaleKey: user.language,
    EmailEncodingKey: 'UTF-8',
  };
}
