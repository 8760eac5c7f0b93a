import type jsforce from 'jsforce';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestOrg, type TestOrg } from '../../support/local-org.ts';
import { signIn } from './sign-in.ts';

let org: TestOrg;
let connection: jsforce.Connection;

beforeAll(async () => {
  org = await startTestOrg();
  connection = await signIn(org);
});

afterAll(() => org.close());

test('jsforce creates, changes, deletes and brings back over SOAP', async () => {
  const { soap } = connection;
  const [created] = await soap.create([{ type: 'Account', Name: 'By SOAP' }]);
  const id = created?.id ?? '';
  expect(created).toMatchObject({ success: true, id: expect.stringMatching(/^001/) });
  const [changed] = await soap.update([{ type: 'Account', Id: id, Name: 'Changed' }]);
  expect(changed).toMatchObject({ success: true });
  const [deleted] = await soap.delete([id]);
  expect(deleted).toMatchObject({ success: true });
  const [restored] = await soap.undelete([id]);
  expect(restored).toMatchObject({ success: true });
});

test('jsforce upserts over SOAP', async () => {
  const upsert = () =>
    connection.soap.upsert('Email', [{ type: 'Contact', LastName: 'U', Email: 'u@example.com' }]);
  expect((await upsert())[0]).toMatchObject({ success: true, created: true });
  expect((await upsert())[0]).toMatchObject({ success: true, created: false });
});

test('jsforce asks for the time and the user over SOAP', async () => {
  const { timestamp } = await connection.soap.getServerTimestamp();
  expect(Number.isNaN(new Date(timestamp).getTime())).toBe(false);
  expect(await connection.soap.getUserInfo()).toMatchObject({ userName: org.username });
});
