import { describe, expect, it } from 'vitest';
import { openSalesforceConnection } from '../../src/connection/open-salesforce-connection.ts';
import { startTestOrg, type TestOrg } from '../support/local-org.ts';
import { testRunContext } from '../support/test-run-context.ts';
import { json, startScriptedOrg } from './scripted-org.ts';

function connect(org: TestOrg, changes: Readonly<Record<string, unknown>> = {}) {
  const { url, username, password, securityToken } = org;
  return openSalesforceConnection(
    { name: 'Local', serverHost: url, username, password, securityToken, ...changes },
    testRunContext(),
  );
}

describe('a connection to the local org', () => {
  it('lists the objects and describes one', async () => {
    await using org = await startTestOrg();
    const connection = connect(org);
    const objects = await connection.listObjects();
    const described = await connection.describe('case');
    await connection.close();
    expect(objects.find(({ name }) => name === 'Case')).toMatchObject({
      label: 'Case',
      custom: false,
      canQuery: true,
    });
    const names = objects.map(({ name }) => name);
    expect(names).toEqual([...names].sort());
    expect(described).toMatchObject({ name: 'Case', row: { properties: { Subject: {} } } });
  });

  it('agrees with the org about logins and calls', async () => {
    await using org = await startTestOrg();
    const connection = connect(org);
    await Promise.all([connection.listObjects(), connection.describe('Case'), connection.test()]);
    const { apiCalls, logins } = connection.usage();
    await connection.close();
    // The test makes a login of its own.
    expect(org.activity()).toMatchObject({ logins: 2 });
    expect({ apiCalls, logins }).toMatchObject({ logins: 2 });
    expect(apiCalls).toBe(org.activity().apiCalls + logins);
  });
});

describe('a connection', () => {
  it('touches no network when it is made', async () => {
    await using org = await startScriptedOrg(() => json(200, {}));
    expect(org.connection).toMatchObject({ name: 'Scripted', apiVersion: '67.0' });
    expect(org.server.requests).toEqual([]);
  });

  it('refuses a list of objects that is none', async () => {
    await using org = await startScriptedOrg(() => json(200, { sobjects: [{ name: 'Case' }] }));
    await expect(org.connection.listObjects()).rejects.toMatchObject({ code: 'unexpected-response' });
  });

  it('can be closed before it was used, and cannot be used afterwards', async () => {
    await using org = await startScriptedOrg(() => json(200, {}));
    await org.connection.close();
    await expect(org.connection.listObjects()).rejects.toMatchObject({ code: 'cancelled' });
    expect(org.server.requests).toEqual([]);
  });
});
