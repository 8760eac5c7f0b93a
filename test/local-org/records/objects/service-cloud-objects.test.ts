import { describe, expect, test } from 'vitest';
import type { InputFields } from '../../../../src/local-org/records/org-database.ts';
import { openTestOrg, START, type TestOrg } from '../test-org.ts';

/** The one record of a query. */
function one(org: TestOrg, soql: string): Record<string, unknown> {
  const [record] = org.select(soql);
  return record!;
}

function refusal(org: TestOrg, object: string, fields: InputFields): string {
  const result = org.db.insert(object, fields, org.actor);
  if (result.success) throw new TypeError(`${object} was accepted`);
  return `${result.errors[0]!.statusCode}: ${result.errors[0]!.message}`;
}

const account = (org: TestOrg): string => org.create('Account', { Name: 'Acme' });

describe('a case', () => {
  test('is closed by its status, at the time of the change, and opened again', () => {
    const org = openTestOrg();
    const id = org.create('Case', { Subject: 'x' });
    const state = () => one(org, `SELECT IsClosed, ClosedDate FROM Case WHERE Id = '${id}'`);
    expect(state()).toMatchObject({ IsClosed: false, ClosedDate: null });
    org.setTime('2026-05-14T08:00:00Z');
    org.db.update('Case', id, { Status: 'Closed' }, org.actor);
    expect(state()).toMatchObject({ IsClosed: true, ClosedDate: '2026-05-14T08:00:00.000+0000' });
    org.db.update('Case', id, { Status: 'Working' }, org.actor);
    expect(state()).toMatchObject({ IsClosed: false, ClosedDate: null });
  });

  test('turns Comments into a comment', () => {
    const org = openTestOrg();
    const ParentId = org.create('Case', { Comments: 'We look into it' });
    expect(org.select('SELECT ParentId, CommentBody FROM CaseComment')).toMatchObject([
      { ParentId, CommentBody: 'We look into it' },
    ]);
  });
});

test('a case comment is limited in bytes, not in characters', () => {
  const org = openTestOrg();
  const ParentId = org.create('Case', {});
  org.create('CaseComment', { ParentId, CommentBody: 'a'.repeat(4000) });
  expect(refusal(org, 'CaseComment', { ParentId, CommentBody: 'ö'.repeat(2001) })).toMatch(
    /^STRING_TOO_LONG/,
  );
});

describe('an e-mail message', () => {
  test('has a status of digits that belongs to a list', () => {
    const org = openTestOrg();
    expect(refusal(org, 'EmailMessage', { Status: '9' })).toMatch(/^INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST/);
    const id = org.create('EmailMessage', { Subject: 'Hello' });
    expect(one(org, `SELECT Status, Name, MessageDate FROM EmailMessage WHERE Id = '${id}'`)).toMatchObject({
      Status: '0',
      Name: 'Hello',
      MessageDate: START.replace('.456Z', '.000+0000'),
    });
  });

  test('of a case is related to it too', () => {
    const org = openTestOrg();
    const ParentId = org.create('Case', {});
    const id = org.create('EmailMessage', { ParentId });
    expect(one(org, `SELECT RelatedToId FROM EmailMessage WHERE Id = '${id}'`)).toMatchObject({
      RelatedToId: ParentId,
    });
    expect(
      org.select('SELECT (SELECT Id FROM EmailMessages), (SELECT Id FROM Emails) FROM Case'),
    ).toMatchObject([{ EmailMessages: { totalSize: 1 }, Emails: { totalSize: 1 } }]);
  });

  test('can be changed as long as it is a draft', () => {
    const org = openTestOrg();
    const draft = org.create('EmailMessage', { Status: '5' });
    const sent = org.create('EmailMessage', { Status: '3' });
    const change = (id: string) => org.db.update('EmailMessage', id, { Subject: 'new' }, org.actor);
    expect(change(draft).success).toBe(true);
    expect(change(sent)).toMatchObject({ errors: [{ statusCode: 'INSUFFICIENT_ACCESS_OR_READONLY' }] });
  });
});

describe('an asset', () => {
  test('needs an account or a contact', () => {
    const org = openTestOrg();
    expect(refusal(org, 'Asset', { Name: 'Printer' })).toBe(
      'FIELD_INTEGRITY_EXCEPTION: Every asset needs an account, a contact, or both.',
    );
    org.create('Asset', { Name: 'Printer', ContactId: org.create('Contact', { LastName: 'Ada' }) });
  });

  test('knows the top of its hierarchy', () => {
    const org = openTestOrg();
    const AccountId = account(org);
    const root = org.create('Asset', { Name: 'Press', AccountId });
    const part = org.create('Asset', { Name: 'Roll', AccountId, ParentId: root });
    org.create('Asset', { Name: 'Bearing', AccountId, ParentId: part });
    expect(org.select('SELECT Name, RootAssetId, AssetLevel FROM Asset ORDER BY AssetLevel')).toMatchObject([
      { Name: 'Press', RootAssetId: root, AssetLevel: 1 },
      { Name: 'Roll', RootAssetId: root, AssetLevel: 2 },
      { Name: 'Bearing', RootAssetId: root, AssetLevel: 3 },
    ]);
  });
});

test('an entitlement is inactive, active and expired as the days go by', () => {
  const org = openTestOrg();
  const fields = { Name: 'Gold', AccountId: account(org), StartDate: '2026-06-01', EndDate: '2026-06-30' };
  org.create('Entitlement', fields);
  const status = () => org.select('SELECT Status FROM Entitlement')[0]!['Status'];
  expect(status()).toBe('Inactive');
  org.setTime('2026-06-30T12:00:00Z');
  expect(status()).toBe('Active');
  expect(org.select("SELECT Id FROM Entitlement WHERE Status = 'Active'")).toHaveLength(1);
  org.setTime('2026-07-01T12:00:00Z');
  expect(status()).toBe('Expired');
});

describe('a service contract', () => {
  test('ends with its term', () => {
    const org = openTestOrg();
    org.create('ServiceContract', { Name: 'Two years', StartDate: '2026-01-01', Term: 24 });
    expect(org.select('SELECT EndDate, Status FROM ServiceContract')).toMatchObject([
      { EndDate: '2027-12-31', Status: 'Active' },
    ]);
  });

  test('sums up its lines, deleted ones left out', () => {
    const org = openTestOrg();
    const Product2Id = org.create('Product2', { Name: 'Service' });
    const Pricebook2Id = org.create('Pricebook2', { Name: 'Standard' });
    const PricebookEntryId = org.create('PricebookEntry', { Pricebook2Id, Product2Id, UnitPrice: 50 });
    const ServiceContractId = org.create('ServiceContract', { Name: 'Gold', Tax: 10 });
    const line = { ServiceContractId, PricebookEntryId, UnitPrice: 50 };
    org.create('ContractLineItem', { ...line, Quantity: 2, Discount: 50 });
    const second = org.create('ContractLineItem', { ...line, Quantity: 1 });
    const soql = 'SELECT LineItemCount, Subtotal, TotalPrice, Discount, GrandTotal FROM ServiceContract';
    const [sums] = org.select(soql);
    expect(sums).toMatchObject({ LineItemCount: 2, Subtotal: 150, TotalPrice: 100, GrandTotal: 110 });
    expect(sums!['Discount']).toBeCloseTo(33.33, 2);
    org.db.delete(second, org.actor);
    expect(org.select(soql)).toMatchObject([
      { LineItemCount: 1, Subtotal: 100, TotalPrice: 50, GrandTotal: 60 },
    ]);
  });
});

test('a work order has the category of its status, and counts its lines', () => {
  const org = openTestOrg();
  const id = org.create('WorkOrder', { Subject: 'Repair' });
  org.create('WorkOrderLineItem', { WorkOrderId: id, Quantity: 2, UnitPrice: 10 });
  const soql = 'SELECT Status, StatusCategory, IsClosed, LineItemCount, TotalPrice FROM WorkOrder';
  expect(org.select(soql)).toMatchObject([
    { Status: 'New', StatusCategory: 'None', IsClosed: false, LineItemCount: 1, TotalPrice: 20 },
  ]);
  org.db.update('WorkOrder', id, { Status: 'Cannot Complete' }, org.actor);
  expect(org.select(soql)).toMatchObject([{ StatusCategory: 'CannotComplete', IsClosed: true }]);
  expect(org.select('SELECT Id FROM WorkOrder WHERE IsClosed = true')).toHaveLength(1);
});

describe('a knowledge article', () => {
  test('begins as a draft with a number, an article and a language', () => {
    const org = openTestOrg();
    org.create('Knowledge__kav', { Title: 'How to', UrlName: 'how-to' });
    expect(
      org.select(
        'SELECT PublishStatus, Language, ArticleNumber, KnowledgeArticleId, IsLatestVersion FROM Knowledge__kav',
      ),
    ).toMatchObject([
      {
        PublishStatus: 'Draft',
        Language: 'en_US',
        ArticleNumber: expect.stringMatching(/^\d+$/),
        KnowledgeArticleId: expect.stringMatching(/^kA0/),
        IsLatestVersion: true,
      },
    ]);
  });

  test.each([
    [{ Title: 'No address' }, /^REQUIRED_FIELD_MISSING/],
    [{ Title: 'Blank', UrlName: 'how to' }, /^FIELD_INTEGRITY_EXCEPTION/],
    [{ Title: 'Hyphen', UrlName: 'how-' }, /^FIELD_INTEGRITY_EXCEPTION/],
    [{ Title: 'Twice', UrlName: 'how-to' }, /^DUPLICATE_VALUE/],
    [{ Title: 'Published', UrlName: 'x', PublishStatus: 'Online' }, /^INVALID_FIELD_FOR_INSERT_UPDATE/],
  ])('is refused as %o', (fields, why) => {
    const org = openTestOrg();
    org.create('Knowledge__kav', { Title: 'How to', UrlName: 'how-to' });
    expect(refusal(org, 'Knowledge__kav', fields)).toMatch(why);
  });
});

describe('an event', () => {
  test('has an end that follows from its duration, and the other way round', () => {
    const org = openTestOrg();
    const start = { ActivityDateTime: '2026-05-13T10:00:00Z' };
    org.create('Event', { ...start, Subject: 'a', DurationInMinutes: 90 });
    org.create('Event', { ...start, Subject: 'b', EndDateTime: '2026-05-13T10:30:00Z' });
    expect(
      org.select('SELECT DurationInMinutes, EndDateTime, ActivityDate FROM Event ORDER BY Subject'),
    ).toMatchObject([
      { DurationInMinutes: 90, EndDateTime: '2026-05-13T11:30:00.000+0000', ActivityDate: '2026-05-13' },
      { DurationInMinutes: 30, EndDateTime: '2026-05-13T10:30:00.000+0000' },
    ]);
  });

  test.each([{}, { ActivityDateTime: '2026-05-13T10:00:00Z' }, { DurationInMinutes: 5 }])(
    'is refused with %o only',
    (fields) => {
      expect(refusal(openTestOrg(), 'Event', { Subject: 'x', ...fields })).toMatch(/^REQUIRED_FIELD_MISSING/);
    },
  );
});

test('a task is closed by its status and belongs to the account of what it is about', () => {
  const org = openTestOrg();
  const AccountId = account(org);
  const WhatId = org.create('Case', { AccountId });
  org.create('Task', { Subject: 'Call', WhatId, Status: 'Completed', Priority: 'High' });
  expect(org.select('SELECT AccountId, IsClosed, IsHighPriority, CompletedDateTime FROM Task')).toMatchObject(
    [{ AccountId, IsClosed: true, IsHighPriority: true, CompletedDateTime: expect.stringMatching(/^2026/) }],
  );
});

test('a live chat transcript has a number, and a visitor for good', () => {
  const org = openTestOrg();
  expect(refusal(org, 'LiveChatTranscript', {})).toMatch(/^REQUIRED_FIELD_MISSING/);
  const LiveChatVisitorId = org.create('LiveChatVisitor', {});
  const id = org.create('LiveChatTranscript', { LiveChatVisitorId, Body: 'x'.repeat(100_000) });
  expect(one(org, 'SELECT Name, Status FROM LiveChatTranscript')).toMatchObject({
    Name: expect.stringMatching(/^\d+$/),
    Status: 'Completed',
  });
  const change = org.db.update('LiveChatTranscript', id, { LiveChatVisitorId }, org.actor);
  expect(change).toMatchObject({ errors: [{ statusCode: 'INVALID_FIELD_FOR_INSERT_UPDATE' }] });
});

test('a messaging session knows its beginning and its end', () => {
  const org = openTestOrg();
  const MessagingChannelId = org.create('MessagingChannel', {});
  const MessagingEndUserId = org.create('MessagingEndUser', { MessagingChannelId });
  const id = org.create('MessagingSession', { MessagingChannelId, MessagingEndUserId, Status: 'Active' });
  org.setTime('2026-05-13T11:00:00Z');
  org.db.update('MessagingSession', id, { Status: 'Ended' }, org.actor);
  expect(org.select('SELECT StartTime, EndTime FROM MessagingSession')).toMatchObject([
    { StartTime: '2026-05-13T10:20:30.000+0000', EndTime: '2026-05-13T11:00:00.000+0000' },
  ]);
});

test('a solution is reviewed by its status', () => {
  const org = openTestOrg();
  org.create('Solution', { SolutionName: 'Turn it off', Status: 'Reviewed' });
  expect(org.select('SELECT IsReviewed FROM Solution')).toMatchObject([{ IsReviewed: true }]);
});

test('a username is one of a kind', () => {
  const org = openTestOrg();
  const user = {
    ...{ LastName: 'Two', Alias: 'two', Email: 'two@example.org', CommunityNickname: 'two' },
    ...{
      TimeZoneSidKey: 'GMT',
      LocaleSidKey: 'en_US',
      EmailEncodingKey: 'UTF-8',
      LanguageLocaleKey: 'en_US',
    },
    ProfileId: org.ids.profileId,
  };
  org.create('User', { ...user, Username: 'two@example.org' });
  expect(refusal(org, 'User', { ...user, Username: 'TWO@example.org' })).toMatch(/^DUPLICATE_USERNAME/);
  expect(refusal(org, 'User', { ...user, Username: 'two' })).toMatch(/^INVALID_EMAIL_ADDRESS/);
});

test('a group without a developer name gets one', () => {
  const org = openTestOrg();
  org.create('Group', { Name: 'Second Line', Type: 'Queue' });
  expect(org.select("SELECT DeveloperName FROM Group WHERE Name = 'Second Line'")).toMatchObject([
    { DeveloperName: 'Second_Line' },
  ]);
});

test.each(['CaseMilestone', 'ContentDocument', 'Organization', 'CaseStatus'])(
  'nobody creates a record of %s',
  (object) => {
    expect(refusal(openTestOrg(), object, {})).toBe(
      `INVALID_TYPE_FOR_OPERATION: entity type cannot be inserted: ${object}`,
    );
  },
);
