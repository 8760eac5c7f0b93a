import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadCatalogue } from '../../../src/local-org/catalogue/load-catalogue.ts';
import { noFaults, type SaveAttempt } from '../../../src/local-org/faults/fault-points.ts';
import { makeRecordId } from '../../../src/local-org/records/record-id.ts';
import { openOrgDatabase } from '../../../src/local-org/records/sqlite-org-database.ts';
import { seedOrg } from '../../../src/local-org/seed/seed-org.ts';
import { errorsOf, idOf, openTestOrg, type TestOrg } from './test-org.ts';

let org: TestOrg;

beforeEach(() => {
  org = openTestOrg();
});
afterEach(() => {
  org.db.close();
});

describe('text that is too long', () => {
  it('is cut when the caller allows it, on create, change and upsert', () => {
    const truncateText = { truncateText: true };
    const long = 'x'.repeat(300);
    const id = idOf(org.db.insert('Case', { Subject: long }, org.actor, truncateText));
    const length = () =>
      String(org.select(`SELECT Subject FROM Case WHERE Id = '${id}'`)[0]?.['Subject']).length;
    expect(length()).toBe(255);
    idOf(org.db.update('Case', id, { Subject: 'short' }, org.actor));
    idOf(org.db.update('Case', id, { Subject: long }, org.actor, truncateText));
    expect(length()).toBe(255);
    idOf(org.db.update('Case', id, { Subject: 'short' }, org.actor));
    idOf(org.db.upsert('Case', 'Id', { Id: id, Subject: long }, org.actor, truncateText));
    expect(length()).toBe(255);
  });

  it('is refused in a field that the header does not reach', () => {
    const Website = `https://example.com/${'x'.repeat(300)}`;
    const result = org.db.insert('Account', { Name: 'a', Website }, org.actor, { truncateText: true });
    expect(errorsOf(result)[0]?.statusCode).toBe('STRING_TOO_LONG');
  });
});

describe('a row with several problems (C28)', () => {
  it('is refused with all of them', () => {
    const result = org.db.insert('Contact', { Email: 'nobody', Title: 'x'.repeat(200) }, org.actor);
    expect(errorsOf(result).map(({ statusCode }) => statusCode)).toEqual([
      'INVALID_EMAIL_ADDRESS',
      'STRING_TOO_LONG',
      'REQUIRED_FIELD_MISSING',
    ]);
  });
});

describe('an owner', () => {
  it('must be active', () => {
    const user = new Map<string, string | number>([
      ...Object.entries({
        Id: makeRecordId('005', 99),
        LastName: 'Gone',
        Username: 'gone@example.org',
        IsActive: 0,
      }),
    ]);
    org.db.seed('User', user, org.actor);
    const [error] = errorsOf(org.db.insert('Case', { OwnerId: makeRecordId('005', 99) }, org.actor));
    expect(error?.statusCode).toBe('INACTIVE_OWNER_OR_USER');
  });

  it('that is a queue must be one of the object', () => {
    const lead = { LastName: 'x', Company: 'y', OwnerId: org.ids.queueId };
    expect(errorsOf(org.db.insert('Lead', lead, org.actor))[0]?.message).toBe(
      'Queue not associated with this SObject type',
    );
    expect(org.create('Case', { OwnerId: org.ids.queueId })).toMatch(/^500/);
  });
});

describe('a fault script', () => {
  it('is asked before every save, and its error takes the place of the save (A21)', () => {
    const asked: SaveAttempt[] = [];
    const lock = {
      statusCode: 'UNABLE_TO_LOCK_ROW',
      message: 'unable to obtain exclusive access',
      fields: [],
    };
    let refusing = false;
    const db = openOrgDatabase({
      catalogue: loadCatalogue(),
      file: ':memory:',
      now: () => 0,
      faults: {
        ...noFaults,
        refuseSave: (save) => {
          asked.push(save);
          return refusing ? lock : undefined;
        },
      },
    });
    const actor = { userId: seedOrg(db, { username: 'a@example.org' }).userId };
    const id = idOf(db.insert('account', { Name: 'a' }, actor));
    refusing = true;
    expect(errorsOf(db.update('Account', id, { Name: 'b' }, actor))).toEqual([lock]);
    expect(errorsOf(db.delete(id, actor))).toEqual([lock]);
    expect(errorsOf(db.insert('Account', { Name: 'c' }, actor))).toEqual([lock]);
    refusing = false;
    idOf(db.delete(id, actor));
    idOf(db.undelete(id, actor));
    expect(asked.map(({ operation }) => operation)).toEqual([
      ...['insert', 'update', 'delete', 'insert', 'delete', 'undelete'],
    ]);
    expect(asked[1]).toEqual({ operation: 'update', object: 'Account', id });
    db.close();
  });
});
