import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { errorsOf, idOf, openTestOrg, type TestOrg } from './test-org.ts';

let org: TestOrg;
const schemaFile = fileURLToPath(new URL('test-schema.json', import.meta.url));

beforeEach(() => {
  org = openTestOrg({ schemaFile });
});
afterEach(() => {
  org.db.close();
});

function only(soql: string): Record<string, unknown> | undefined {
  return org.select(soql)[0];
}

describe('an update', () => {
  it('changes what it names, clears what is null and stamps the record', () => {
    const id = org.create('Case', { Subject: 'a', Origin: 'Web' });
    org.setTime('2026-05-14T00:00:00Z');
    idOf(org.db.update('Case', id, { Subject: 'b', Origin: null }, org.actor));
    expect(only('SELECT Subject, Origin, Status, CreatedDate, LastModifiedDate FROM Case')).toMatchObject({
      Subject: 'b',
      Origin: null,
      Status: 'New',
      CreatedDate: '2026-05-13T10:20:30.000+0000',
      LastModifiedDate: '2026-05-14T00:00:00.000+0000',
    });
  });

  it('renames a person of whom only one name changes', () => {
    const id = org.create('Contact', { FirstName: 'Ann', LastName: 'Lee' });
    idOf(org.db.update('Contact', id, { LastName: 'Ray' }, org.actor));
    expect(only('SELECT Name FROM Contact')?.['Name']).toBe('Ann Ray');
  });

  it('closes and reopens a case', () => {
    const id = org.create('Case', {});
    idOf(org.db.update('Case', id, { Status: 'Closed' }, org.actor));
    org.setTime('2026-06-01T00:00:00Z');
    idOf(org.db.update('Case', id, { Status: 'Closed' }, org.actor));
    expect(only('SELECT IsClosed, ClosedDate FROM Case')).toMatchObject({
      IsClosed: true,
      ClosedDate: '2026-05-13T10:20:30.000+0000',
    });
    idOf(org.db.update('Case', id, { Status: 'Working' }, org.actor));
    expect(only('SELECT IsClosed, ClosedDate FROM Case')).toMatchObject({
      IsClosed: false,
      ClosedDate: null,
    });
  });

  it('is refused for ids of other objects, unknown and deleted records', () => {
    const id = org.create('Case', {});
    expect(errorsOf(org.db.update('Case', 'x', {}, org.actor))[0]?.statusCode).toBe('MALFORMED_ID');
    expect(errorsOf(org.db.update('Case', org.ids.userId, {}, org.actor))[0]?.statusCode).toBe(
      'MALFORMED_ID',
    );
    expect(errorsOf(org.db.update('Case', '500RO00000zzzzz', {}, org.actor))[0]?.statusCode).toBe(
      'INVALID_CROSS_REFERENCE_KEY',
    );
    idOf(org.db.delete(id, org.actor));
    expect(errorsOf(org.db.update('Case', id, {}, org.actor))[0]?.statusCode).toBe('ENTITY_IS_DELETED');
  });

  it('may keep its own unique value but not take that of another record', () => {
    const first = org.create('Case', { MessageId__c: 'one' });
    org.create('Case', { MessageId__c: 'two' });
    expect(org.db.update('Case', first, { MessageId__c: 'ONE' }, org.actor).success).toBe(true);
    expect(errorsOf(org.db.update('Case', first, { MessageId__c: 'two' }, org.actor))[0]?.statusCode).toBe(
      'DUPLICATE_VALUE',
    );
  });

  it('cannot put a record below itself', () => {
    const top = org.create('Account', { Name: 'top' });
    const middle = org.create('Account', { Name: 'middle', ParentId: top });
    const bottom = org.create('Account', { Name: 'bottom', ParentId: middle });
    for (const ParentId of [top, bottom]) {
      const result = org.db.update('Account', top, { ParentId }, org.actor);
      expect(errorsOf(result)[0]?.statusCode).toBe('CIRCULAR_DEPENDENCY');
    }
    idOf(org.db.update('Account', bottom, { ParentId: top }, org.actor));
  });

  it('cannot move a comment to another case', () => {
    const id = org.create('CaseComment', { ParentId: org.create('Case', {}) });
    const result = org.db.update('CaseComment', id, { ParentId: org.create('Case', {}) }, org.actor);
    expect(errorsOf(result)[0]?.statusCode).toBe('INVALID_FIELD_FOR_INSERT_UPDATE');
  });
});

describe('an upsert', () => {
  it('creates first and changes then, matching without case', () => {
    const first = org.db.upsert('Case', 'messageid__c', { MessageId__c: 'm-1', Subject: 'a' }, org.actor);
    const second = org.db.upsert('Case', 'MessageId__c', { messageid__C: 'M-1', Subject: 'b' }, org.actor);
    expect(first).toMatchObject({ success: true, created: true });
    expect(second).toMatchObject({ success: true, created: false, id: idOf(first) });
    expect(org.select('SELECT Subject FROM Case').map((record) => record['Subject'])).toEqual(['b']);
  });

  it('goes by Id as well: absent creates, present changes', () => {
    const created = org.db.upsert('Account', 'Id', { Id: null, Name: 'x' }, org.actor);
    expect(created).toMatchObject({ success: true, created: true });
    expect(
      org.db.upsert('Account', 'Id', { Id: idOf(created).slice(0, 15), Name: 'y' }, org.actor),
    ).toMatchObject({
      created: false,
      id: idOf(created),
    });
  });

  it('refuses several matches, a missing value and a field that is no external id', () => {
    org.create('Case', { Batch__c: 'b' });
    org.create('Case', { Batch__c: 'b' });
    expect(errorsOf(org.db.upsert('Case', 'Batch__c', { Batch__c: 'B' }, org.actor))[0]?.statusCode).toBe(
      'DUPLICATE_EXTERNAL_ID',
    );
    expect(errorsOf(org.db.upsert('Case', 'Batch__c', { Subject: 'x' }, org.actor))[0]?.statusCode).toBe(
      'MISSING_ARGUMENT',
    );
    expect(errorsOf(org.db.upsert('Case', 'Subject', { Subject: 'x' }, org.actor))[0]?.statusCode).toBe(
      'INVALID_FIELD',
    );
  });
});

describe('a delete', () => {
  it('hides the record and its cascade, which queryAll still shows', () => {
    const id = org.create('Case', { Comments: 'c' });
    org.create('Invoice__c', { Name: 'i', Case__c: id });
    expect(org.db.delete(id, org.actor)).toEqual({ success: true, id, created: false });
    for (const object of ['Case', 'CaseComment', 'Invoice__c']) {
      expect(org.query(`SELECT COUNT() FROM ${object}`).totalSize()).toBe(0);
      expect(
        org
          .query(`SELECT COUNT() FROM ${object} WHERE IsDeleted = true`, { includeDeleted: true })
          .totalSize(),
      ).toBe(1);
    }
  });

  it('frees unique values', () => {
    idOf(org.db.delete(org.create('Case', { MessageId__c: 'm' }), org.actor));
    expect(org.create('Case', { MessageId__c: 'm' })).toMatch(/^500/);
  });

  it('is refused for malformed ids, unknown and deleted records, and users', () => {
    const id = org.create('Case', {});
    idOf(org.db.delete(id, org.actor));
    expect(org.db.delete(id, org.actor)).toMatchObject({
      success: false,
      id,
      errors: [{ statusCode: 'ENTITY_IS_DELETED' }],
    });
    expect(errorsOf(org.db.delete('nonsense', org.actor))[0]?.statusCode).toBe('MALFORMED_ID');
    expect(errorsOf(org.db.delete('500RO00000zzzzz', org.actor))[0]?.statusCode).toBe(
      'INVALID_CROSS_REFERENCE_KEY',
    );
    expect(errorsOf(org.db.delete(org.ids.userId, org.actor))[0]?.statusCode).toBe(
      'INSUFFICIENT_ACCESS_OR_READONLY',
    );
  });

  it('for good leaves nothing, also of records in the recycle bin', () => {
    const [first, second] = [org.create('Case', { Comments: 'c' }), org.create('Case', {})];
    idOf(org.db.delete(second, org.actor));
    idOf(org.db.hardDelete(first, org.actor));
    idOf(org.db.hardDelete(second, org.actor));
    expect(org.query('SELECT COUNT() FROM Case', { includeDeleted: true }).totalSize()).toBe(0);
    expect(org.query('SELECT COUNT() FROM CaseComment', { includeDeleted: true }).totalSize()).toBe(0);
  });
});

describe('a transaction', () => {
  it('rolls back what it did when it throws; an inner one only its own part', () => {
    const fail = (): never => {
      throw new RangeError('stop');
    };
    org.db.transaction(() => {
      org.create('Case', { Subject: 'outer' });
      expect(() => org.db.transaction(() => [org.create('Case', { Subject: 'inner' }), fail()])).toThrow(
        'stop',
      );
    });
    expect(() => org.db.transaction(() => [org.create('Case', { Subject: 'lost' }), fail()])).toThrow('stop');
    expect(org.select('SELECT Subject FROM Case').map((record) => record['Subject'])).toEqual(['outer']);
  });
});

describe('an object whose first use was rolled back', () => {
  it('is usable afterwards', () => {
    const attempt = (): void => {
      org.db.transaction(() => {
        org.create('Solution', { SolutionName: 'lost' });
        throw new RangeError('stop');
      });
    };
    expect(attempt).toThrow('stop');
    expect(org.query('SELECT COUNT() FROM Solution').totalSize()).toBe(0);
    org.create('Solution', { SolutionName: 'kept' });
    expect(only('SELECT SolutionName FROM Solution')?.['SolutionName']).toBe('kept');
  });
});

describe('a data file', () => {
  it('keeps the records; ids and numbers go on where they stopped', () => {
    const folder = mkdtempSync(join(tmpdir(), 'org-'));
    const file = join(folder, 'org.db');
    const before = openTestOrg({ file });
    const first = before.create('Case', { Subject: 'kept' });
    before.db.close();
    const after = openTestOrg({ file, schemaFile });
    const second = after.create('Case', { Subject: 'new', MessageId__c: 'added later' });
    expect(after.select('SELECT Subject FROM Case ORDER BY Id').map((record) => record['Subject'])).toEqual([
      'kept',
      'new',
    ]);
    expect(second > first).toBe(true);
    const numbers = after.select('SELECT CaseNumber FROM Case').map((record) => record['CaseNumber']);
    expect(new Set(numbers).size).toBe(2);
    after.db.close();
    rmSync(folder, { recursive: true });
  });
});
