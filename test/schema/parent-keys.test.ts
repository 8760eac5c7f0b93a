import { describe, expect, it } from 'vitest';
import { checkWriteColumns } from '../../src/schema/parent-keys.ts';
import { describerOfParents } from '../support/parents.ts';
import { recordedDescribe } from '../support/recorded-describe.ts';

const target = { describe: recordedDescribe('Case'), operation: 'insert' } as const;

describe('checkWriteColumns', () => {
  it('gives the names of the parent in the spelling of the org', async () => {
    const { asked, describe } = describerOfParents();
    const columns = await checkWriteColumns(target, ['contact.EMAIL', 'user:owner.USERNAME'], describe);
    expect(columns).toMatchObject([
      {
        relationshipName: 'Contact',
        objectType: undefined,
        parentField: 'Email',
        parentKey: { type: 'email' },
      },
      { relationshipName: 'Owner', objectType: 'User', parentField: 'Username' },
    ]);
    expect(asked).toEqual(['Contact', 'User']);
  });

  it('asks about no parent when no column names one', async () => {
    const { asked, describe } = describerOfParents();
    await checkWriteColumns(target, ['Subject', 'ContactId'], describe);
    expect(asked).toEqual([]);
  });

  it.each(['Contact.LastName', 'Contact.Nope'])(
    'refuses %s, naming the fields that would do',
    async (column) => {
      await expect(checkWriteColumns(target, [column], describerOfParents().describe)).rejects.toMatchObject({
        code: 'not-an-external-id',
        details: { object: 'Contact', usable: ['Id', 'Email'], column },
      });
    },
  );

  it.each([
    ['Account:Owner.Ext__c', 'Group:Owner.Ext__c'],
    ['Contact', 'Contact.Id'],
  ])('says of %s which column it could be', async (column, step) => {
    await expect(checkWriteColumns(target, [column], describerOfParents().describe)).rejects.toMatchObject({
      code: 'unknown-column',
      nextSteps: expect.arrayContaining([expect.stringContaining(step)]),
    });
  });
});
