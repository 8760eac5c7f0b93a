import type { SqlValue } from '../records/column.ts';
import { makeRecordId } from '../records/record-id.ts';
import type { SeedableOrgDatabase } from '../records/sqlite-org-database.ts';

export interface SeedOptions {
  /** Username (and e-mail address) of the administrator. */
  readonly username: string;
}

/** Ids of the records that every org has. 18 characters each. */
export interface SeededOrg {
  readonly userId: string;
  readonly organizationId: string;
  readonly profileId: string;
  readonly queueId: string;
}

/** The ids are the same in every org: tests and demos can write them down. */
const SEEDED: SeededOrg = {
  userId: makeRecordId('005', 1),
  organizationId: makeRecordId('00D', 1),
  profileId: makeRecordId('00e', 1),
  queueId: makeRecordId('00G', 1),
};

/**
 * Makes the records that Salesforce makes with a new org: the Organization, a profile, the administrator and a case
 * queue. Records that the data file has already stay as they are. Business records: see `seedSamples`.
 */
export function seedOrg(db: SeedableOrgDatabase, options: SeedOptions): SeededOrg {
  const actor = { userId: SEEDED.userId };
  db.transaction(() => {
    for (const [object, row] of rows(options)) db.seed(object, new Map(Object.entries(row)), actor);
  });
  return SEEDED;
}

function rows({ username }: SeedOptions): readonly (readonly [string, Readonly<Record<string, SqlValue>>])[] {
  return [
    ['Organization', { ...ORGANIZATION, Id: SEEDED.organizationId }],
    [
      'Profile',
      { Id: SEEDED.profileId, Name: 'System Administrator', PermissionsApiEnabled: 1, UserType: 'Standard' },
    ],
    [
      'User',
      {
        ...ADMINISTRATOR,
        Id: SEEDED.userId,
        Username: username,
        Email: username,
        ProfileId: SEEDED.profileId,
      },
    ],
    ['Group', { Id: SEEDED.queueId, Name: 'Support Queue', DeveloperName: 'Support_Queue', Type: 'Queue' }],
    ['QueueSobject', { Id: makeRecordId('03g', 1), QueueId: SEEDED.queueId, SobjectType: 'Case' }],
  ];
}

const ORGANIZATION = {
  Name: 'Local Org',
  OrganizationType: 'Developer Edition',
  InstanceName: 'LOCAL',
  IsSandbox: 0,
  LanguageLocaleKey: 'en_US',
  DefaultLocaleSidKey: 'en_US',
  TimeZoneSidKey: 'GMT',
  FiscalYearStartMonth: 1,
};

const ADMINISTRATOR = {
  FirstName: 'Local',
  LastName: 'Admin',
  Alias: 'admin',
  CommunityNickname: 'admin',
  IsActive: 1,
  UserType: 'Standard',
  TimeZoneSidKey: 'GMT',
  LocaleSidKey: 'en_US',
  LanguageLocaleKey: 'en_US',
  EmailEncodingKey: 'UTF-8',
};
