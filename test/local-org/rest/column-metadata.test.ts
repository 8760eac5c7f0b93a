import { expect, test } from 'vitest';
import { startTestOrg } from '../../support/local-org.ts';
import { at, queryPath, signIn } from '../server/org-client.ts';

test('/query?columns=true tells the columns instead of the records', async () => {
  await using org = await startTestOrg();
  const client = await signIn(org);
  const soql = 'SELECT id, Owner.Name, owner.profile.name, (SELECT LastName FROM Contacts) FROM Account';
  const answer = await client.call('GET', `${queryPath(soql)}&columns=true`);
  expect(answer.body).toMatchObject({
    entityName: 'Account',
    groupBy: false,
    idSelected: true,
    keyPrefix: '001',
    columnMetadata: [
      { columnName: 'Id', apexType: 'Id', joinColumns: [], aggregate: false },
      {
        columnName: 'Owner',
        foreignKeyName: 'OwnerId',
        joinColumns: [
          { columnName: 'Name' },
          { columnName: 'Profile', joinColumns: [{ columnName: 'Name' }] },
        ],
      },
      { columnName: 'Contacts', aggregate: true, joinColumns: [{ columnName: 'LastName' }] },
    ],
  });
});

test('/query?columns=true names functions by their alias, or in their order', async () => {
  await using org = await startTestOrg();
  const client = await signIn(org);
  const soql =
    'SELECT Status, COUNT(Id), MAX(CreatedDate) latest, MIN(CreatedDate) FROM Case GROUP BY Status';
  const answer = await client.call('GET', `${queryPath(soql)}&columns=true`);
  expect(at(answer, 'columnMetadata')).toMatchObject([
    { columnName: 'Status', aggregate: false },
    { columnName: 'expr0', aggregate: true },
    { columnName: 'latest', aggregate: true },
    { columnName: 'expr1', aggregate: true },
  ]);
  expect(at(answer, 'groupBy')).toBe(true);
});

test('/query?columns=true names functions that show a field by the field', async () => {
  await using org = await startTestOrg();
  const client = await signIn(org);
  const soql = 'SELECT toLabel(status), toLabel(Parent.Status), FORMAT(CreatedDate) made FROM Case';
  const answer = await client.call('GET', `${queryPath(soql)}&columns=true`);
  expect(at(answer, 'columnMetadata')).toMatchObject([
    { columnName: 'Status' },
    { columnName: 'Parent', joinColumns: [{ columnName: 'Status' }] },
    { columnName: 'made' },
  ]);
});

test('/query?columns=true refuses a wrong query', async () => {
  await using org = await startTestOrg();
  const answer = await (await signIn(org)).call('GET', `${queryPath('SELECT Nope FROM Case')}&columns=true`);
  expect(answer.status).toBe(400);
});
