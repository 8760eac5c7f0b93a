import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestOrg, START, type TestOrg } from '../records/test-org.ts';

let org: TestOrg;
let owned: string;

beforeAll(() => {
  org = openTestOrg();
  const account = org.create('Account', { Name: 'Acme' });
  owned = org.create('Contact', { LastName: 'Lee', AccountId: account });
  org.create('Case', { Subject: 'mine', ContactId: owned });
  org.create('Case', { Subject: 'queued', OwnerId: org.ids.queueId });
});
afterAll(() => {
  org.db.close();
});

function subjects(rest: string): unknown[] {
  return org.select(`SELECT Subject FROM Case ${rest}`).map(({ Subject }) => Subject);
}

describe('parents', () => {
  it('that are not there are null for conditions and order, and never lose their child', () => {
    expect(subjects('WHERE Contact.LastName = null')).toEqual(['queued']);
    expect(subjects(`WHERE Contact.Account.Name != 'x' ORDER BY Subject`)).toEqual(['mine', 'queued']);
    expect(subjects(`WHERE Contact.LastName = 'Lee' OR Subject = 'queued' ORDER BY Subject`)).toEqual([
      'mine',
      'queued',
    ]);
    expect(subjects('ORDER BY Contact.Account.Name')).toEqual(['queued', 'mine']);
    expect(subjects('ORDER BY Contact.Account.Name NULLS LAST')).toEqual(['mine', 'queued']);
  });

  it('are reached over the profile of a polymorphic owner', () => {
    const [mine, queued] = org.select('SELECT Owner.Profile.Name FROM Case ORDER BY Subject');
    expect(mine?.['Owner']).toMatchObject({ Profile: { attributes: { type: 'Profile' } } });
    expect(queued?.['Owner']).toMatchObject({ attributes: { type: 'Name' }, Profile: null });
  });

  it('take aliases that build on each other, and no alias of itself', () => {
    const soql = `SELECT u.Username FROM Contact c, c.Account a, a.Owner u WHERE a.Name = 'Acme'`;
    expect(org.select(soql)).toMatchObject([{ Account: { Owner: { Username: 'admin@example.org' } } }]);
    expect(() => org.query('SELECT a.Name FROM Contact c, a.Account a')).toThrow(
      "Didn't understand relationship 'a' in field path",
    );
  });

  it('are at most 55 in one query', () => {
    const steps = ['Owner', 'CreatedBy', 'LastModifiedBy', 'Parent'];
    const paths = steps.flatMap((a) => steps.flatMap((b) => steps.map((c) => `Parent.${a}.${b}.${c}.Id`)));
    const reachable = paths.filter((path) => {
      try {
        return org.query(`SELECT ${path} FROM Account`).object === 'Account';
      } catch {
        return false;
      }
    });
    expect(() => org.query(`SELECT ${[...reachable, ...managers()].join(', ')} FROM Account`)).toThrow(
      expect.objectContaining({ errorCode: 'QUERY_TOO_COMPLICATED' }),
    );
  });
});

function managers(): string[] {
  const steps = ['CreatedBy', 'LastModifiedBy', 'Manager'];
  return steps.flatMap((a) => steps.flatMap((b) => steps.map((c) => `Owner.${a}.${b}.${c}.Username`)));
}

describe('NOT', () => {
  it.each([
    [`NOT (NOT (NOT Subject = 'mine'))`, ['queued']],
    [`NOT (NOT (NOT (NOT Subject = 'mine')))`, ['mine']],
    [`NOT NOT NOT Subject IN ('mine')`, ['queued']],
    [`NOT (NOT (NOT Subject NOT IN ('mine') AND Id != null))`, ['mine']],
  ])('holds at any depth: %s', (where, expected) => {
    expect(subjects(`WHERE ${where}`)).toEqual(expected);
  });

  it('leaves any number of parentheses without effect', () => {
    const deep = `${'('.repeat(30)}Subject = 'mine'${')'.repeat(30)}`;
    expect(subjects(`WHERE ${deep} OR ${'('.repeat(12)}Subject = 'x'${')'.repeat(12)}`)).toEqual(['mine']);
    expect(() => subjects(`WHERE ${deep})`)).toThrow(
      expect.objectContaining({ errorCode: 'MALFORMED_QUERY' }),
    );
  });
});

describe('a list of values', () => {
  it('of thousands is compared as a short one is, nulls and case included', () => {
    const many = Array.from({ length: 5000 }, (_, i) => `'x${i}'`).join(', ');
    expect(subjects(`WHERE Subject IN (${many}, 'MINE')`)).toEqual(['mine']);
    expect(subjects(`WHERE Subject NOT IN (${many}, 'mine')`)).toEqual(['queued']);
    expect(subjects(`WHERE Contact.LastName NOT IN (${many}, null)`)).toEqual(['mine']);
  });
});

describe('USING SCOPE', () => {
  it.each([
    ['everything', ['mine', 'queued']],
    ['mine', ['mine']],
    ['queue_owned', ['queued']],
    ['USER_OWNED', ['mine']],
  ])('%s', (scope, expected) => {
    expect(subjects(`USING SCOPE ${scope} ORDER BY Subject`)).toEqual(expected);
  });

  it('mine_and_my_groups takes in what queues of the user own', () => {
    const GroupId = org.create('Group', { Name: 'Calls', Type: 'Queue' });
    org.create('QueueSobject', { QueueId: GroupId, SobjectType: 'Task' });
    org.create('Task', { Subject: 'of mine' });
    org.create('Task', { Subject: 'of the queue', OwnerId: GroupId });
    const soql = 'SELECT Subject FROM Task USING SCOPE mine_and_my_groups ORDER BY Subject';
    expect(org.select(soql)).toMatchObject([{ Subject: 'of mine' }]);
    org.create('GroupMember', { GroupId, UserOrGroupId: org.actor.userId });
    expect(org.select(soql)).toMatchObject([{ Subject: 'of mine' }, { Subject: 'of the queue' }]);
  });

  it.each([
    ['SELECT Id FROM Account USING SCOPE queue_owned', 'MALFORMED_QUERY'],
    ['SELECT Id FROM Account USING SCOPE myRule', 'MALFORMED_QUERY'],
    ['SELECT Id FROM Profile USING SCOPE mine', 'MALFORMED_QUERY'],
    ['SELECT Id USING SCOPE mine FROM Account', 'MALFORMED_QUERY'],
    ['SELECT Id FROM Account USING SCOPE team', 'NOT_EMULATED_HERE'],
    ['SELECT Id FROM Contact USING SCOPE scopingRule', 'NOT_EMULATED_HERE'],
    ['SELECT Id FROM Event USING SCOPE delegated', 'NOT_EMULATED_HERE'],
  ])('is refused where the object has no such scope: %s', (soql, errorCode) => {
    expect(() => org.query(soql)).toThrow(expect.objectContaining({ errorCode }));
  });
});

describe('the clauses at the end', () => {
  it('WITH of Apex changes nothing', () => {
    for (const mode of ['SECURITY_ENFORCED', 'USER_MODE', 'SYSTEM_MODE'])
      expect(subjects(`WHERE Subject = 'mine' WITH ${mode} ORDER BY Subject LIMIT 5`)).toEqual(['mine']);
    expect(subjects('UPDATE TRACKING')).toHaveLength(2);
    expect(subjects('UPDATE VIEWSTAT')).toHaveLength(2);
  });

  it('FOR VIEW and FOR REFERENCE mark the records they give', () => {
    const seen = () =>
      org.select('SELECT LastViewedDate, LastReferencedDate FROM Case ORDER BY Subject').map((record) => ({
        viewed: record['LastViewedDate'],
        referenced: record['LastReferencedDate'],
      }));
    expect(seen()).toEqual(Array.from({ length: 2 }, () => ({ viewed: null, referenced: null })));
    org.setTime('2026-06-01T00:00:00Z');
    subjects(`WHERE Subject = 'mine' FOR VIEW`);
    org.setTime('2026-06-02T00:00:00Z');
    subjects(`WHERE Subject = 'queued' FOR REFERENCE`);
    org.setTime(START);
    expect(seen()).toEqual([
      { viewed: '2026-06-01T00:00:00.000+0000', referenced: '2026-06-01T00:00:00.000+0000' },
      { viewed: null, referenced: '2026-06-02T00:00:00.000+0000' },
    ]);
  });

  it.each([
    ['FOR UPDATE', 'MALFORMED_QUERY', "unexpected token: 'UPDATE'"],
    ['ALL ROWS', 'MALFORMED_QUERY', 'unexpected token'],
    ['WHERE Id = :id', 'MALFORMED_QUERY', "unexpected token: ':'"],
    ['LIMIT :n', 'MALFORMED_QUERY', "unexpected token: ':'"],
    ['WITH DATA CATEGORY A__c AT b__c', 'NOT_EMULATED_HERE', 'DATA CATEGORY'],
    ['WITH RecordVisibilityContext (maxDescriptorPerRecord=100)', 'NOT_EMULATED_HERE', 'RecordVisibility'],
    ['LIMIT 99999999999999999999', 'NUMBER_OUTSIDE_VALID_RANGE', 'limit'],
    ['LIMIT 1 WHERE Id != null', 'MALFORMED_QUERY', "unexpected token: 'WHERE'"],
  ])('is refused: %s', (rest, errorCode, message) => {
    expect(() => subjects(rest)).toThrow(
      expect.objectContaining({ errorCode, message: expect.stringContaining(message) as unknown }),
    );
  });
});
