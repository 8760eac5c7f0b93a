import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { errorsOf, idOf, openTestOrg, type TestOrg } from './test-org.ts';

let org: TestOrg;
const schemaFile = new URL('test-schema.json', import.meta.url).pathname;

beforeEach(() => {
  org = openTestOrg({ schemaFile });
});
afterEach(() => {
  org.db.close();
});

function count(object: string, includeDeleted = false): number {
  return org.query(`SELECT COUNT() FROM ${object}`, { includeDeleted }).totalSize();
}

function codeOf(result: Parameters<typeof errorsOf>[0]): string | undefined {
  return errorsOf(result)[0]?.statusCode;
}

describe('an undelete', () => {
  it('takes back what was deleted together, and only that', () => {
    const id = org.create('Case', { Comments: 'stays with the case' });
    const early = org.create('CaseComment', { ParentId: id, CommentBody: 'deleted before' });
    org.create('Invoice__c', { Name: 'i', Case__c: id });
    idOf(org.db.delete(early, org.actor));
    idOf(org.db.delete(id, org.actor));
    expect([count('Case'), count('CaseComment'), count('Invoice__c')]).toEqual([0, 0, 0]);
    expect(org.db.undelete(id.slice(0, 15), org.actor)).toEqual({ success: true, id, created: false });
    expect([count('Case'), count('CaseComment'), count('Invoice__c')]).toEqual([1, 1, 1]);
    idOf(org.db.undelete(early, org.actor));
    expect(count('CaseComment')).toBe(2);
  });

  it('is refused for records that live, are unknown, or went along with another one', () => {
    const id = org.create('Case', { Comments: 'c' });
    const comment = String(org.select('SELECT Id FROM CaseComment')[0]?.['Id']);
    expect(codeOf(org.db.undelete(id, org.actor))).toBe('UNDELETE_FAILED');
    expect(codeOf(org.db.undelete('500RO00000zzzzz', org.actor))).toBe('INVALID_CROSS_REFERENCE_KEY');
    expect(codeOf(org.db.undelete('nonsense', org.actor))).toBe('MALFORMED_ID');
    idOf(org.db.delete(id, org.actor));
    expect(codeOf(org.db.undelete(comment, org.actor))).toBe('UNDELETE_FAILED');
  });

  it('is refused when another record took the unique value, and changes nothing then', () => {
    const id = org.create('Case', { MessageId__c: 'm', Comments: 'c' });
    idOf(org.db.delete(id, org.actor));
    const other = org.create('Case', { MessageId__c: 'M' });
    expect(codeOf(org.db.undelete(id, org.actor))).toBe('DUPLICATE_VALUE');
    expect([count('Case'), count('CaseComment')]).toEqual([1, 0]);
    idOf(org.db.hardDelete(other, org.actor));
    idOf(org.db.undelete(id, org.actor));
    expect([count('Case'), count('CaseComment')]).toEqual([1, 1]);
  });
});

describe('references to a deleted record', () => {
  it('are cleared, and set again by an undelete where nobody set them since', () => {
    const parent = org.create('Case', { Subject: 'parent' });
    const other = org.create('Case', { Subject: 'other' });
    const [kept, moved] = [
      org.create('Case', { ParentId: parent }),
      org.create('Case', { ParentId: parent }),
    ];
    idOf(org.db.delete(parent, org.actor));
    const parentOf = (id: string) =>
      org.select(`SELECT ParentId FROM Case WHERE Id = '${id}'`)[0]?.['ParentId'];
    expect([parentOf(kept), parentOf(moved)]).toEqual([null, null]);
    idOf(org.db.update('Case', moved, { ParentId: other }, org.actor));
    idOf(org.db.undelete(parent, org.actor));
    expect([parentOf(kept), parentOf(moved)]).toEqual([parent, other]);
  });

  it('that hold on to it refuse the delete and name the children', () => {
    const AccountId = org.create('Account', { Name: 'Acme' });
    const caseId = org.create('Case', { AccountId });
    const number = String(org.select('SELECT CaseNumber FROM Case')[0]?.['CaseNumber']);
    expect(errorsOf(org.db.delete(AccountId, org.actor))).toEqual([
      {
        statusCode: 'DELETE_FAILED',
        message: `Your attempt to delete Acme could not be completed because it is associated with the following cases.: ${number}`,
        fields: [],
      },
    ]);
    idOf(org.db.delete(caseId, org.actor));
    idOf(org.db.delete(AccountId, org.actor));
    expect(count('Account')).toBe(0);
  });
});

describe('the recycle bin', () => {
  it('lets go of records after 15 days', () => {
    const id = org.create('Case', { Comments: 'c' });
    const later = org.create('Case', {});
    idOf(org.db.delete(id, org.actor));
    org.setTime('2026-05-20T00:00:00Z');
    idOf(org.db.delete(later, org.actor));
    expect(count('Case', true)).toBe(2);
    org.setTime('2026-05-28T10:20:31Z');
    expect([count('Case', true), count('CaseComment', true)]).toEqual([1, 0]);
    expect(codeOf(org.db.undelete(id, org.actor))).toBe('INVALID_CROSS_REFERENCE_KEY');
    idOf(org.db.undelete(later, org.actor));
  });

  it('does not hand back what was removed from it', () => {
    const id = org.create('Case', {});
    idOf(org.db.delete(id, org.actor));
    idOf(org.db.hardDelete(id, org.actor));
    expect(codeOf(org.db.undelete(id, org.actor))).toBe('INVALID_CROSS_REFERENCE_KEY');
  });
});
