import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RecordCalls, ServiceCloudConnection } from '../../../src/connection/record-calls.ts';
import { startServiceOrg, type ServiceOrg } from '../../activities/service-org.ts';
import { rowsFrom } from '../../activities/row-streams.ts';

let service: ServiceOrg;
let records: RecordCalls;
beforeAll(async () => {
  service = await startServiceOrg();
  records = (service.connection as ServiceCloudConnection).records;
});
afterAll(() => service[Symbol.asyncDispose]());

describe('one record', () => {
  it('is made, read, changed and deleted', async () => {
    const { id, created } = await records.create('account', {
      name: 'Northern Trail',
      NumberOfEmployees: '12',
    });
    expect(created).toBe(true);
    expect(await records.get('Account', id, { fields: ['name', 'NumberOfEmployees', 'Phone'] })).toEqual({
      Name: 'Northern Trail',
      NumberOfEmployees: 12,
      Phone: null,
    });
    await records.update('Account', id, { Phone: '+44 1', NumberOfEmployees: null });
    const row = await records.get('Account', id);
    expect(row).toMatchObject({ Id: id, Name: 'Northern Trail', Phone: '+44 1', NumberOfEmployees: null });
    expect(row).not.toHaveProperty('BillingAddress');
    expect(row).toHaveProperty('BillingCity');
    await records.delete('Account', id);
    await expect(records.get('Account', id)).rejects.toMatchObject({
      code: 'record-not-found',
      details: { deleted: true },
    });
  });

  it('takes parents along by dotted names, and sets them by an external id', async () => {
    const account = await records.create('Account', { Name: 'Parent' });
    const contact = await records.create('Contact', {
      LastName: 'Ó Sé',
      Email: 'o@example.com',
      AccountId: account.id,
    });
    const { id } = await records.create('Case', { Subject: 'Help', 'Contact.Email': 'o@example.com' });
    expect(await records.get('Case', id, { fields: ['ContactId', 'Contact.Account.Name'] })).toEqual({
      ContactId: contact.id,
      'Contact.Account.Name': 'Parent',
    });
    await records.update('Case', id, { 'Contact.Email': null });
    expect(await records.get('Case', id, { fields: ['ContactId'] })).toEqual({ ContactId: null });
  });

  it.each(['get', 'update', 'delete', 'related'] as const)(
    '%s says of a record that never was that there is none',
    async (what) => {
      const id = '500000000000999AAA';
      const calls = {
        get: () => records.get('Case', id),
        update: () => records.update('Case', id, { Subject: 'x' }),
        delete: () => records.delete('Case', id),
        related: () => rowsFrom(records.related('Case', id, 'CaseComments')),
      };
      await expect(calls[what]()).rejects.toMatchObject({
        code: 'record-not-found',
        details: { deleted: false },
      });
    },
  );

  it('B4 refuses what the object does not have before anything is sent', async () => {
    const before = service.org.requests().length;
    await expect(records.create('Case', { Sujet: 'x' })).rejects.toMatchObject({ code: 'unknown-column' });
    await expect(records.create('Case', { CaseNumber: '1' })).rejects.toMatchObject({
      code: 'read-only-column',
    });
    await expect(records.get('Case', '500000000000999AAA', { fields: ['Sujet'] })).rejects.toMatchObject({
      code: 'unknown-field',
    });
    const posted = service.org
      .requests()
      .slice(before)
      .filter(({ path }) => !path.endsWith('/describe'));
    expect(posted).toEqual([]);
  });

  it('E8 keeps all that the org says when it refuses', async () => {
    await expect(records.create('Contact', { FirstName: 'No last name' })).rejects.toMatchObject({
      message: expect.stringContaining('REQUIRED_FIELD_MISSING') as string,
      details: { errors: [{ errorCode: 'REQUIRED_FIELD_MISSING', fields: ['LastName'] }] },
    });
  });
});

describe('an upsert of one record', () => {
  const odd = ['a/b', 'a b', 'ä€😀', "o'clock", '100%', 'a.b@c.com', 'x?y=z', 'x#y', '..', '+'];

  it.each(odd)('E7 makes and then changes the record with the key %j', async (value) => {
    const key = { field: 'messageid__c', value };
    const made = await records.upsert('Case', key, { Subject: 'one' });
    const changed = await records.upsert('Case', key, { Subject: 'two', MessageId__c: value });
    expect([made.created, changed]).toEqual([true, { id: made.id, created: false }]);
    expect(await records.get('Case', key, { fields: ['Id', 'Subject', 'MessageId__c'] })).toEqual({
      Id: made.id,
      Subject: 'two',
      MessageId__c: value,
    });
  });

  it('makes none when it may only update', async () => {
    const key = { field: 'MessageId__c', value: 'nowhere' };
    const upsert = records.upsert('Case', key, { Subject: 'x' }, { updateOnly: true });
    await expect(upsert).rejects.toMatchObject({ code: 'record-not-found' });
    await expect(records.get('Case', key)).rejects.toMatchObject({ code: 'record-not-found' });
  });

  it('C18 lists the records when a key has more than one', async () => {
    const twins = await service.insert('Contact', [
      { LastName: 'One', Email: 'twin@example.com' },
      { LastName: 'Two', Email: 'twin@example.com' },
    ]);
    const urls = twins.map((id) => `/services/data/v67.0/sobjects/Contact/${id}`);
    const ambiguous = { code: 'ambiguous-external-id', details: { candidates: urls } };
    const key = { field: 'Email', value: 'twin@example.com' };
    await expect(records.get('Contact', key)).rejects.toMatchObject(ambiguous);
  });

  it('refuses a field that records cannot be found by', async () => {
    const key = { field: 'Subject', value: 'x' };
    await expect(records.upsert('Case', key, {})).rejects.toMatchObject({ code: 'not-an-external-id' });
    await expect(records.get('Case', key)).rejects.toMatchObject({ code: 'not-an-external-id' });
  });
});

describe('related records', () => {
  it('are all children, whatever the pages', async () => {
    const { id } = await records.create('Case', { Subject: 'Much said' });
    const comments = Array.from({ length: 7 }, (_, index) => ({
      ParentId: id,
      CommentBody: `Comment ${index}`,
    }));
    await service.insert('CaseComment', comments);
    const [rule] = service.org.faults.add({ do: { pageSizes: { max: 2 } } });
    const { rows } = await rowsFrom(
      records.related('Case', id, 'casecomments', { fields: ['CommentBody', 'Parent.Subject'] }),
    );
    if (rule !== undefined) service.org.faults.clear(rule);
    expect(rows.map((row) => row['CommentBody']).sort()).toEqual(
      comments.map(({ CommentBody }) => CommentBody),
    );
    expect(rows[0]).toHaveProperty('Parent.Subject', 'Much said');
    const some = await rowsFrom(records.related('Case', id, 'CaseComments', { maxRows: 3 }));
    expect([some.rows.length, some.report.truncated]).toEqual([3, true]);
  });

  it('are the one parent, or nothing', async () => {
    const account = await records.create('Account', { Name: 'The parent' });
    const contact = await records.create('Contact', { LastName: 'Child', AccountId: account.id });
    const orphan = await records.create('Contact', { LastName: 'Orphan' });
    const parent = await rowsFrom(records.related('Contact', contact.id, 'Account', { fields: ['Name'] }));
    expect(parent.rows).toEqual([{ Name: 'The parent' }]);
    expect((await rowsFrom(records.related('Contact', orphan.id, 'Account'))).rows).toEqual([]);
    const { id } = await records.create('Case', { Subject: 'Owned' });
    const owner = await rowsFrom(records.related('Case', id, 'Owner', { fields: ['Username'] }));
    expect(owner.rows).toEqual([{ Username: service.org.username }]);
  });

  it('need a relationship that exists', async () => {
    const { id } = await records.create('Case', { Subject: 'x' });
    await expect(rowsFrom(records.related('Case', id, 'Comments'))).rejects.toMatchObject({
      code: 'unknown-relationship',
      nextSteps: expect.arrayContaining([expect.stringContaining('CaseComments')]) as string[],
    });
  });
});

describe('a query', () => {
  it('takes one call, or all pages', async () => {
    await service.insert(
      'Account',
      Array.from({ length: 5 }, (_, index) => ({ Name: `Paged ${index}` })),
    );
    const [rule] = service.org.faults.add({ do: { pageSizes: { min: 2, max: 2 } } });
    const soql = 'SELECT Name FROM Account WHERE Name LIKE :name ORDER BY Name';
    const binds = { name: { pattern: 'Paged %' } };
    const page = await records.query(soql, { binds });
    expect(page).toEqual({ rows: [{ Name: 'Paged 0' }, { Name: 'Paged 1' }], totalSize: 5, done: false });
    expect((await rowsFrom(records.queryRows(soql, { binds }))).rows).toHaveLength(5);
    const cut = await rowsFrom(records.queryRows(soql, { binds, maxRows: 3 }));
    expect([cut.rows.length, cut.report.truncated]).toEqual([3, true]);
    if (rule !== undefined) service.org.faults.clear(rule);
  });

  it('that only counts gives the number as a row, either way', async () => {
    const soql = 'SELECT COUNT() FROM User WHERE Username = :name';
    const binds = { name: service.org.username };
    const page = await records.query(soql, { binds });
    expect(page).toEqual({ rows: [{ expr0: 1 }], totalSize: 1, done: true });
    expect((await rowsFrom(records.queryRows(soql, { binds }))).rows).toEqual(page.rows);
  });
});

describe('a composite call', () => {
  it('runs its steps in order, and lets later ones use what earlier ones made', async () => {
    const answers = await records.composite([
      { name: 'account', method: 'POST', path: 'sobjects/Account', body: { Name: 'Composed' } },
      {
        name: 'contact',
        method: 'POST',
        path: 'sobjects/Contact',
        body: { LastName: 'C', AccountId: '@{account.id}' },
      },
    ]);
    expect(answers.map(({ name, status }) => [name, status])).toEqual([
      ['account', 201],
      ['contact', 201],
    ]);
    const { rows } = await records.query("SELECT LastName FROM Contact WHERE Account.Name = 'Composed'");
    expect(rows).toEqual([{ LastName: 'C' }]);
  });

  it('undoes all steps when one fails, unless told not to', async () => {
    const steps = (name: string) =>
      [
        { name: 'good', method: 'POST', path: 'sobjects/Account', body: { Name: name } },
        { name: 'bad', method: 'POST', path: 'sobjects/Contact', body: {} },
      ] as const;
    const undone = await records.composite(steps('Undone'));
    expect(undone.map(({ status }) => status)).toEqual([400, 400]);
    const kept = await records.composite(steps('Kept'), { allOrNone: false });
    expect(kept.map(({ status }) => status)).toEqual([201, 400]);
    const { rows } = await records.query("SELECT Name FROM Account WHERE Name IN ('Undone', 'Kept')");
    expect(rows).toEqual([{ Name: 'Kept' }]);
  });

  it('C20 is not sent when the org would refuse it as a whole', async () => {
    const step = (name: string, path = 'limits') => ({ name, method: 'GET', path }) as const;
    const before = service.org.requests().length;
    const many = Array.from({ length: 26 }, (_, index) => step(`s${index}`));
    const queries = Array.from({ length: 6 }, (_, index) => step(`q${index}`, 'query?q=SELECT+Id+FROM+Case'));
    for (const steps of [[], many, queries, [step('a'), step('a')], [step('a-b')]]) {
      await expect(records.composite(steps)).rejects.toMatchObject({ code: 'invalid-composite' });
    }
    expect(service.org.requests()).toHaveLength(before);
  });
});
