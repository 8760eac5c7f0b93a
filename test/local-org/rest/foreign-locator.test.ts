import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { startTestOrg } from '../../support/local-org.ts';
import { at, queryPath, signIn, textAt } from '../server/org-client.ts';

test('a page of a query is given to the user who asked, and to nobody else', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'locator-test-'));
  onTestFinished(() => {
    rmSync(folder, { recursive: true });
  });
  const usersFile = join(folder, 'users.json');
  const other = { username: 'other@example.org', password: 'other-password', securityToken: 'T' };
  writeFileSync(usersFile, JSON.stringify({ users: [other] }));
  await using org = await startTestOrg({ usersFile });
  const asker = await signIn(org);
  const stranger = await signIn({ ...org, ...other });
  for (let call = 0; call < 2; call++) {
    const records = Array.from({ length: 200 }, () => ({ attributes: { type: 'Account' }, Name: 'x' }));
    await asker.call('POST', '/composite/sobjects', { records });
  }
  const first = await asker.call('GET', queryPath('SELECT Id FROM Account'), undefined, {
    'Sforce-Query-Options': 'batchSize=200',
  });
  const next = textAt(first, 'nextRecordsUrl');
  const refused = await stranger.call('GET', next);
  expect([refused.status, at(refused, 0, 'errorCode')]).toEqual([400, 'INVALID_QUERY_LOCATOR']);
  expect((await asker.call('GET', next)).status).toBe(200);
});
