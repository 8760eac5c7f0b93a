import { describe, expect, it } from 'vitest';
import { openSalesforceConnection } from '../../src/connection/open-salesforce-connection.ts';
import { startTestOrg, type TestOrg } from '../support/local-org.ts';
import { testRunContext } from '../support/test-run-context.ts';
import { json, loginAnswer, refusal, startScriptedOrg } from './scripted-org.ts';

function connect(org: TestOrg, changes: Readonly<Record<string, unknown>> = {}) {
  const { url, username, password, securityToken } = org;
  return openSalesforceConnection(
    { name: 'Local', serverHost: url, username, password, securityToken, ...changes },
    testRunContext(),
  );
}

describe('a connection to the local org', () => {
  it('reports org, user, host, version, kind and the calls left, and warns of the end of SOAP login', async () => {
    await using org = await startTestOrg();
    const connection = connect(org);
    const { ok, facts, warnings } = await connection.test();
    await connection.close();
    expect(ok).toBe(true);
    expect(facts.map(({ label }) => label)).toEqual([
      'Org',
      'Kind of org',
      'User',
      'Host',
      'API version',
      'Objects',
      'API calls left',
    ]);
    const values = Object.fromEntries(facts.map(({ label, value }) => [label, value]));
    expect(values).toMatchObject({
      Org: expect.stringMatching(/ \(00D\w{15}\)$/u) as string,
      User: expect.stringContaining(org.username) as string,
      Host: new URL(org.url).host,
      'API version': '67.0',
      'API calls left': expect.stringMatching(/^\d+ of \d+$/u) as string,
    });
    expect(warnings.join(' ')).toContain("Summer '27");
  });

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
    expect(org.activity()).toMatchObject({ logins: 1 });
    expect({ apiCalls, logins }).toEqual({ apiCalls: 4, logins: 1 });
  });

  it.each([
    ['password', { password: 'wrong' }, 'invalid-login'],
    ['security token', { securityToken: 'wrong' }, 'invalid-login'],
    ['user', { username: 'nobody@example.com' }, 'invalid-login'],
    ['API version', { apiVersion: '99.0' }, 'api-version-unsupported'],
  ])('says what is wrong with the %s', async (_what, changes, code) => {
    await using org = await startTestOrg();
    const connection = connect(org, changes);
    await expect(connection.test()).rejects.toMatchObject({ code });
    await connection.close();
  });
});

describe('a connection', () => {
  it('touches no network when it is made', async () => {
    await using org = await startScriptedOrg(() => json(200, {}));
    expect(org.connection).toMatchObject({ name: 'Scripted', apiVersion: '67.0' });
    expect(org.server.requests).toEqual([]);
  });

  it('tells sandbox from production, and the calls left as the org counts them', async () => {
    const limitInfo = { 'sforce-limit-info': 'api-usage=18/5000;per-app-api-usage=17/250(appName=x)' };
    await using org = await startScriptedOrg(() => json(200, { sobjects: [] }, limitInfo));
    const { facts } = await org.connection.test();
    expect(facts).toContainEqual({ label: 'Org', value: 'Müller & Söhne (00D000000000001EAA)' });
    expect(facts).toContainEqual({ label: 'Kind of org', value: 'sandbox' });
    expect(facts).toContainEqual({ label: 'API calls left', value: '4982 of 5000' });
  });

  it.each([
    ['nothing', '', 'unknown', 'unknown'],
    ['ids only', '<organizationId>00D1</organizationId><userName>a@b.c</userName>', '00D1', 'a@b.c'],
  ])('works after a login that says %s of org and user', async (_what, said, orgValue, userValue) => {
    await using org = await startScriptedOrg(() => json(200, { sobjects: [] }), {
      login: (loginNumber, origin) => {
        const answer = loginAnswer(loginNumber, origin) as { status: number; body: string };
        return {
          ...answer,
          body: answer.body.replace(/<userInfo>.*<\/userInfo>/u, `<userInfo>${said}</userInfo>`),
        };
      },
    });
    const { facts } = await org.connection.test();
    expect(facts).toContainEqual({ label: 'Org', value: orgValue });
    expect(facts).toContainEqual({ label: 'User', value: userValue });
  });

  it('leaves out the calls left when the org does not tell them (C14)', async () => {
    await using org = await startScriptedOrg(() => json(200, { sobjects: [] }));
    const { facts } = await org.connection.test();
    expect(facts.map(({ label }) => label)).not.toContain('API calls left');
  });

  it('fails its test when REST is closed to the user', async () => {
    await using org = await startScriptedOrg(() => refusal(403, 'API_DISABLED_FOR_ORG'));
    await expect(org.connection.test()).rejects.toMatchObject({ code: 'permission-denied' });
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
