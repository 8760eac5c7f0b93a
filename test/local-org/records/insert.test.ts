import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { errorsOf, openTestOrg, type TestOrg } from './test-org.ts';

let org: TestOrg;
const schemaFile = fileURLToPath(new URL('test-schema.json', import.meta.url));

beforeAll(() => {
  org = openTestOrg({ schemaFile });
});
afterAll(() => {
  org.db.close();
});

function refusal(
  object: string,
  fields: Parameters<TestOrg['create']>[1],
): [string, string, readonly string[]] {
  const [error] = errorsOf(org.db.insert(object, fields, org.actor));
  return [error?.statusCode ?? 'accepted', error?.message ?? '', error?.fields ?? []];
}

describe('a create', () => {
  it('fills defaults, owner, audit fields and the case number', () => {
    const id = org.create('Case', { Subject: 'Broken' });
    const [record] = org.select(
      `SELECT Status, Priority, OwnerId, CreatedById, CreatedDate, SystemModstamp, CaseNumber, IsClosed, IsEscalated FROM Case WHERE Id = '${id}'`,
    );
    expect(record).toMatchObject({
      Status: 'New',
      Priority: 'Medium',
      OwnerId: org.ids.userId,
      CreatedById: org.ids.userId,
      CreatedDate: '2026-05-13T10:20:30.000+0000',
      SystemModstamp: '2026-05-13T10:20:30.000+0000',
      IsClosed: false,
      IsEscalated: false,
    });
    expect(record?.['CaseNumber']).toMatch(/^\d{8}$/);
  });

  it('takes object and field names in any case', () => {
    const id = org.create('cAsE', { sUBJECT: 'any case' });
    expect(org.select(`SELECT Subject FROM Case WHERE Id = '${id}'`)[0]?.['Subject']).toBe('any case');
  });

  it('makes the Name of a person from first and last name', () => {
    const both = org.create('Contact', { FirstName: 'Ann', LastName: 'Lee' });
    const last = org.create('Lead', { LastName: 'Lee', Company: 'X' });
    expect(org.select(`SELECT Name FROM Contact WHERE Id = '${both}'`)[0]?.['Name']).toBe('Ann Lee');
    expect(org.select(`SELECT Name FROM Lead WHERE Id = '${last}'`)[0]?.['Name']).toBe('Lee');
  });

  it('keeps text byte for byte: NUL, CRLF, emoji, 32,000 characters', () => {
    const text = `a\0b\r\n"😀"\u2028${'ü'.repeat(31_000)}`;
    const id = org.create('Case', { Description: text });
    expect(org.select(`SELECT Description FROM Case WHERE Id = '${id}'`)[0]?.['Description']).toBe(text);
  });

  it('turns Comments of a case into a case comment', () => {
    const id = org.create('Case', { Comments: 'called back' });
    const comments = org.select(`SELECT CommentBody FROM CaseComment WHERE ParentId = '${id}'`);
    expect(comments.map((comment) => comment['CommentBody'])).toEqual(['called back']);
    expect(org.select(`SELECT Comments FROM Case WHERE Id = '${id}'`)[0]?.['Comments']).toBeNull();
  });

  it('closes a case whose status says so', () => {
    const id = org.create('Case', { Status: 'Closed' });
    expect(org.select(`SELECT IsClosed, ClosedDate FROM Case WHERE Id = '${id}'`)[0]).toMatchObject({
      IsClosed: true,
      ClosedDate: '2026-05-13T10:20:30.000+0000',
    });
  });

  it('converts text by the type of the field', () => {
    const id = org.create('Case', { Cost__c: '1.5e2', IsEscalated: 'TRUE' });
    expect(org.select(`SELECT Cost__c, IsEscalated FROM Case WHERE Id = '${id}'`)[0]).toMatchObject({
      Cost__c: 150,
      IsEscalated: true,
    });
    const event = org.create('Event', {
      Subject: 'x',
      DurationInMinutes: '30',
      ActivityDateTime: '2026-01-31T10:00:00.9+02:00',
    });
    expect(
      org.select(`SELECT DurationInMinutes, ActivityDateTime FROM Event WHERE Id = '${event}'`)[0],
    ).toMatchObject({
      DurationInMinutes: 30,
      ActivityDateTime: '2026-01-31T08:00:00.000+0000',
    });
  });

  it('finds parents by external id, and owners of either kind', () => {
    const account = org.create('Account', { Name: 'Acme', Ext__c: 'A-1' });
    const id = org.create('Case', {
      Account: { externalIdField: 'ext__C', value: 'a-1' },
      Owner: { objectType: 'User', externalIdField: 'Username', value: 'admin@example.org' },
    });
    expect(org.select(`SELECT AccountId, OwnerId FROM Case WHERE Id = '${id}'`)[0]).toMatchObject({
      AccountId: account,
      OwnerId: org.ids.userId,
    });
    const queued = org.create('Case', { OwnerId: org.ids.queueId.slice(0, 15) });
    expect(org.select(`SELECT OwnerId FROM Case WHERE Id = '${queued}'`)[0]?.['OwnerId']).toBe(
      org.ids.queueId,
    );
  });

  it('numbers the auto-number fields of custom objects and gives their ids the custom prefix', () => {
    const id = org.create('Invoice__c', { Name: 'I-1' });
    expect(id).toMatch(/^a00/);
    expect(org.select(`SELECT Number__c, Paid__c FROM Invoice__c WHERE Id = '${id}'`)[0]).toMatchObject({
      Number__c: '00001001',
      Paid__c: false,
    });
  });
});

describe('a create is refused', () => {
  it('for an unknown object, an unknown field, a field that is not writable, and an Id', () => {
    expect(refusal('Nope', {})[0]).toBe('INVALID_TYPE');
    expect(refusal('Case', { Foo: 1 })).toEqual([
      'INVALID_FIELD',
      "No such column 'Foo' on sobject of type Case",
      [],
    ]);
    expect(refusal('Case', { CaseNumber: '1', IsClosed: true })).toEqual([
      'INVALID_FIELD_FOR_INSERT_UPDATE',
      'Unable to create/update fields: CaseNumber, IsClosed. Please check the security settings of this field and verify that it is read/write for your profile or permission set.',
      ['CaseNumber', 'IsClosed'],
    ]);
    expect(refusal('Case', { id: 'x' })[0]).toBe('INVALID_FIELD_FOR_INSERT_UPDATE');
  });

  it('for missing required fields, all of them named', () => {
    expect(refusal('Contact', {})).toEqual([
      'REQUIRED_FIELD_MISSING',
      'Required fields are missing: [LastName]',
      ['LastName'],
    ]);
    expect(refusal('Lead', { LastName: '' })[2]).toEqual(['LastName']);
    expect(refusal('Lead', {})[2]).toEqual(['LastName', 'Company']);
  });

  it('for text that is too long, with the limit', () => {
    expect(refusal('Case', { Subject: 'x'.repeat(256) })[1]).toMatch(
      /^Subject: data value too large: x+ \(max length=255\)$/,
    );
    expect(refusal('Case', { Subject: 'x'.repeat(255) })[0]).toBe('accepted');
  });

  it.each([
    ['Birthdate', '2026-02-30'],
    ['Birthdate', 'yesterday'],
    ['MailingLatitude', '12,5'],
    ['EmailBouncedDate', '2026-01-01 10:00'],
  ])('for a %s of %s', (field, value) => {
    expect(refusal('Contact', { LastName: 'x', [field]: value })[0]).toBe('INVALID_TYPE_ON_FIELD_IN_RECORD');
  });

  it('for malformed ids, ids of another object, and ids of nobody', () => {
    expect(refusal('Case', { AccountId: '001zz' })[0]).toBe('MALFORMED_ID');
    expect(refusal('Case', { AccountId: org.ids.userId })[0]).toBe('FIELD_INTEGRITY_EXCEPTION');
    expect(refusal('Case', { AccountId: '001RO00000zzzzz' })).toEqual([
      'INVALID_CROSS_REFERENCE_KEY',
      'invalid cross reference id',
      ['AccountId'],
    ]);
  });

  it('for values outside a restricted picklist, and only there', () => {
    expect(refusal('EmailMessage', { Status: '9' })[0]).toBe('INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST');
    expect(refusal('Case', { Origin: 'Carrier pigeon' })[0]).toBe('accepted');
  });

  it.each(['nobody', 'a@b', 'a b@c.de', '@c.de'])('for the e-mail address %s', (address) => {
    expect(refusal('Contact', { LastName: 'x', Email: address })[0]).toBe('INVALID_EMAIL_ADDRESS');
  });

  it('for a parent that no external id names', () => {
    const parent = { externalIdField: 'Ext__c', value: 'nobody' };
    expect(refusal('Case', { Account: parent })[1]).toBe(
      'Foreign key external ID: nobody not found for field Ext__c in entity Account',
    );
    expect(refusal('Case', { Owner: { externalIdField: 'Username', value: 'x' } })[0]).toBe('INVALID_FIELD');
  });

  it('for a value that another record has, whatever its case unless the field heeds it', () => {
    const first = org.create('Case', { MessageId__c: 'abc', Token__c: 'abc' });
    expect(refusal('Case', { MessageId__c: 'ABC' })).toEqual([
      'DUPLICATE_VALUE',
      `duplicate value found: MessageId__c duplicates value on record with id: ${first}`,
      ['MessageId__c'],
    ]);
    expect(refusal('Case', { Token__c: 'ABC' })[0]).toBe('accepted');
    expect(refusal('Case', { Token__c: 'abc' })[0]).toBe('DUPLICATE_VALUE');
  });
});
