import type { OrgDatabase } from '../records/org-database.ts';

/** What the User record of a user says. */
export interface UserRecord {
  readonly name: string;
  readonly firstName: string | null;
  readonly lastName: string;
  readonly email: string;
  readonly nickname: string;
  readonly timeZone: string;
  readonly locale: string;
  readonly language: string;
  readonly profileId: string;
  readonly roleId: string | null;
  readonly userType: string;
  readonly isActive: boolean;
  /** As REST writes times. */
  readonly lastModified: string;
}

const soql =
  'SELECT Name, FirstName, LastName, Email, CommunityNickname, TimeZoneSidKey, LocaleSidKey, LanguageLocaleKey, ' +
  'ProfileId, UserRoleId, UserType, IsActive, LastModifiedDate FROM User WHERE Id = ';

/** Reads the User record of a user who can sign in; users cannot be deleted. */
export function readUserRecord(database: OrgDatabase, userId: string): UserRecord {
  const options = { actor: { userId }, includeDeleted: true, dialect: 'rest' } as const;
  const [record = {}] = database.query(`${soql}'${userId}'`, options).records('');
  const text = (field: string): string | null => {
    const value = record[field];
    return typeof value === 'string' ? value : null;
  };
  return {
    name: text('Name') ?? '',
    firstName: text('FirstName'),
    lastName: text('LastName') ?? '',
    email: text('Email') ?? '',
    nickname: text('CommunityNickname') ?? '',
    timeZone: text('TimeZoneSidKey') ?? 'GMT',
    locale: text('LocaleSidKey') ?? 'en_US',
    language: text('LanguageLocaleKey') ?? 'en_US',
    profileId: text('ProfileId') ?? '',
    roleId: text('UserRoleId'),
    userType: text('UserType') ?? 'Standard',
    isActive: record['IsActive'] === true,
    lastModified: text('LastModifiedDate') ?? '',
  };
}
