import { describe, expect, it } from 'vitest';
import type { ConnectionTestReport } from '../../../src/contract/connection.ts';
import type { ConnectorError } from '../../../src/errors/connector-error.ts';
import { openSalesforceConnection } from '../../../src/connection/open-salesforce-connection.ts';
import { startUsersOrg } from '../../local-org/auth/users-org.ts';
import { memoryStateStore } from '../../support/memory-state-store.ts';
import { startTestOrg, type TestOrg } from '../../support/local-org.ts';
import type { ReceivedRequest, ScriptedReply } from '../../support/scripted-server.ts';
import { testRunContext } from '../../support/test-run-context.ts';
import {
  json,
  loginAnswer,
  loginFault,
  refusal,
  startScriptedOrg,
  type ScriptedOrg,
  type ScriptedOrgOptions,
} from '../scripted-org.ts';

const client = { clientId: 'local-client-id', clientSecret: 'local-client-secret' };

async function testOf(
  org: TestOrg,
  changes: Readonly<Record<string, unknown>> = {},
): Promise<ConnectionTestReport> {
  const { url, username, password, securityToken } = org;
  const connection = openSalesforceConnection(
    { name: 'Local', serverHost: url, username, password, securityToken, ...changes },
    testRunContext(),
  );
  try {
    return await connection.test();
  } finally {
    await connection.close();
  }
}

function valuesOf({ facts }: ConnectionTestReport): Record<string, string> {
  return Object.fromEntries(facts.map(({ key, value }) => [key, value]));
}

async function failureOf(test: Promise<unknown>): Promise<ConnectorError> {
  return (await test.catch((error: unknown) => error)) as ConnectorError;
}

const cases = {
  ...{ name: 'Case', label: 'Case', custom: false },
  ...{ queryable: true, createable: true, updateable: true, deletable: true },
};

interface Answers {
  readonly objects?: readonly unknown[];
  readonly organization?: ScriptedReply;
  readonly user?: ScriptedReply;
  readonly query?: ScriptedReply;
  readonly resources?: ScriptedReply;
  readonly headers?: Readonly<Record<string, string>>;
}

const nothing = json(200, { records: [] });

/** An org that answers the questions of a test as given, and anything else with no records. */
function answering(answers: Answers): (request: ReceivedRequest) => ScriptedReply {
  return ({ url }) => {
    const question = decodeURIComponent(url);
    if (url.endsWith('/sobjects'))
      return json(200, { sobjects: answers.objects ?? [cases] }, answers.headers);
    if (url.endsWith('/services/data/v67.0/')) return answers.resources ?? json(200, {});
    if (question.includes('FROM Organization')) return answers.organization ?? nothing;
    return (question.includes('FROM User') ? answers.user : answers.query) ?? nothing;
  };
}

async function startAnsweringOrg(answers: Answers, options?: ScriptedOrgOptions): Promise<ScriptedOrg> {
  return await startScriptedOrg(answering(answers), options);
}

const organization = (changes: Readonly<Record<string, unknown>>): ScriptedReply =>
  json(200, {
    records: [{ Id: '00D000000000001EAA', Name: 'Shop', OrganizationType: 'Enterprise Edition', ...changes }],
  });

describe('the test of a connection to the local org', () => {
  it('tells the facts under stable keys, in this order', async () => {
    await using org = await startTestOrg();
    const report = await testOf(org);
    expect(report.ok).toBe(true);
    expect(report.facts.map(({ key }) => key)).toEqual([
      ...[
        'organizationName',
        'organizationId',
        'kind',
        'edition',
        'username',
        'userFullName',
        'instance',
        'instanceName',
      ],
      ...['apiVersion', 'objects', 'apiCallsLeft', 'authentication', 'survivesSummer27'],
      ...['loginSeconds', 'seconds'],
    ]);
    expect(valuesOf(report)).toMatchObject({
      organizationName: 'Local Org',
      organizationId: expect.stringMatching(/^00D\w{15}$/u) as string,
      kind: 'production',
      edition: 'Developer Edition',
      username: org.username,
      userFullName: 'Local Admin',
      instance: new URL(org.url).host,
      instanceName: 'LOCAL',
      apiVersion: '67.0',
      apiCallsLeft: expect.stringMatching(/^[\d,]+ of [\d,]+$/u) as string,
      survivesSummer27: expect.stringMatching(/^no.*`sfsc connection migrate Local`$/u) as string,
      seconds: expect.stringMatching(/^\d+\.\d\d$/u) as string,
    });
  });

  it.each([
    ['oauth-client-credentials', 'yes', { type: 'oauth-client-credentials', ...client }],
    ['oauth-username-password', 'yes', { type: 'oauth-username-password', ...client }],
  ])(
    'knows org and user after %s too, which a token does not tell',
    async (_type, survives, authentication) => {
      await using org = await startTestOrg();
      expect(valuesOf(await testOf(org, { authentication }))).toMatchObject({
        organizationName: 'Local Org',
        username: org.username,
        userFullName: 'Local Admin',
        survivesSummer27: survives,
      });
    },
  );

  it('needs no other permission than access to the API', async () => {
    const user = {
      username: 'ina@shop.example',
      password: 'secret12',
      securityToken: 'TOKEN123',
      permissions: ['ApiEnabled'],
    };
    await using org = await startUsersOrg({ users: [user] });
    const { username, password, securityToken } = user;
    expect(valuesOf(await testOf(org, { username, password, securityToken }))).toMatchObject({ username });
  });

  it('changes nothing, and costs a login and a few calls', async () => {
    await using org = await startTestOrg();
    await testOf(org);
    const methods = org.requests().map(({ method, path }) => `${method} ${path.split('?')[0] ?? ''}`);
    expect(methods).toEqual([
      'POST /services/Soap/u/64.0',
      'GET /services/data/v67.0/sobjects',
      'GET /services/data/v67.0/query',
    ]);
  });

  it.each([
    ['password', { password: 'wrong' }, 'invalid-login', 'password'],
    ['security token', { securityToken: 'wrong' }, 'invalid-login', 'password'],
    ['missing token', { securityToken: '' }, 'security-token-required', 'securityToken'],
    ['user', { username: 'nobody@example.com' }, 'invalid-login', 'password'],
    ['API version', { apiVersion: '99.0' }, 'api-version-unsupported', 'apiVersion'],
    [
      'client',
      { authentication: { type: 'oauth-client-credentials', ...client, clientId: 'x' } },
      undefined,
      'authentication.clientId',
    ],
    [
      'access token',
      { authentication: { type: 'bearer', accessToken: '00Dx!y' } },
      'access-token-refused',
      'authentication.accessToken',
    ],
  ])('names the field to correct when it is the %s', async (_what, changes, code, field) => {
    await using org = await startTestOrg();
    const error = await failureOf(testOf(org, changes));
    if (code !== undefined) expect(error.code).toBe(code);
    expect(error.details['fields']).toMatchObject({ 0: field });
  });

  it('names the newest version that the org has, when the own one is not there', async () => {
    await using org = await startTestOrg();
    const error = await failureOf(testOf(org, { apiVersion: '99.0' }));
    expect(error.message).toContain('its newest is 67.0');
    expect(error.details).toMatchObject({ apiVersion: '99.0', newest: '67.0' });
  });

  it('sees a wrong password behind a session that is shared and kept', async () => {
    await using org = await startTestOrg();
    const context = { ...testRunContext(), state: memoryStateStore() };
    const { url, username, password, securityToken } = org;
    const open = (ownPassword: string) =>
      openSalesforceConnection(
        {
          ...{ name: 'Local', serverHost: url, username, securityToken },
          ...{ password: ownPassword, sessionCache: true },
        },
        context,
      );
    const right = open(password);
    await right.listObjects();
    expect(context.state.values.size).toBe(1);
    const wrong = open('wrong');
    expect(await failureOf(wrong.test())).toMatchObject({ code: 'invalid-login' });
    await Promise.all([right.close(), wrong.close()]);
  });

  it('logs in anew each time', async () => {
    await using org = await startUsersOrg({
      users: [{ username: 'ina@shop.example', password: 'secret12', securityToken: '' }],
    });
    const connection = openSalesforceConnection(
      { name: 'Local', serverHost: org.url, username: 'ina@shop.example', password: 'secret12' },
      testRunContext(),
    );
    await connection.test();
    await connection.listObjects();
    const logins = org.activity().logins;
    await connection.test();
    expect(org.activity().logins).toBe(logins + 1);
    await connection.close();
  });
});

describe('the test of a connection', () => {
  it('logs in although a login was refused before', async () => {
    await using org = await startAnsweringOrg(
      {},
      {
        login: (loginNumber, origin) =>
          loginNumber === 1 ? loginFault('INVALID_LOGIN', 'No.') : loginAnswer(loginNumber, origin),
      },
    );
    await expect(org.connection.test()).rejects.toMatchObject({ code: 'invalid-login' });
    expect(await org.connection.test()).toMatchObject({ ok: true });
  });

  it('makes one login for two tests at once, and lets everybody use its session', async () => {
    await using org = await startAnsweringOrg({});
    await Promise.all([org.connection.test(), org.connection.test()]);
    await org.connection.listObjects();
    expect(org.logins.length).toBe(1);
  });

  it.each([
    ['the org says', { IsSandbox: true }, 'sandbox'],
    ['the org says', { IsSandbox: false }, 'production'],
    ['the login says, when the org does not', {}, 'sandbox'],
  ])('calls the kind of org what %s: %j', async (_what, changes, kind) => {
    await using org = await startAnsweringOrg({ organization: organization(changes) });
    expect(valuesOf(await org.connection.test())).toMatchObject({ kind, organizationName: 'Shop' });
  });

  it('says that it does not know what nobody told', async () => {
    await using org = await startAnsweringOrg(
      {},
      {
        login: (loginNumber, origin) => {
          const answer = loginAnswer(loginNumber, origin) as { status: number; body: string };
          const body = answer.body
            .replace(/<userInfo>.*<\/userInfo>/u, '<userInfo/>')
            .replace(/<sandbox>.*<\/sandbox>/u, '')
            .replace(/<userId>.*<\/userId>/u, '');
          return { ...answer, body };
        },
      },
    );
    const report = await org.connection.test();
    expect(valuesOf(report)).toMatchObject({
      ...{ organizationName: 'unknown', organizationId: 'unknown', kind: 'unknown' },
      ...{ username: 'unknown', userFullName: 'unknown', apiCallsLeft: 'unknown' },
    });
    expect(report.facts.map(({ key }) => key)).not.toContain('edition');
  });

  it('finds the user of a token through the list of resources', async () => {
    const authentication = { type: 'bearer', accessToken: '00D000000000001!token' };
    await using org = await startAnsweringOrg(
      {
        resources: json(200, {
          sobjects: '/services/data/v67.0/sobjects',
          identity: 'https://login.salesforce.com/id/00D000000000001EAA/005000000000001AAA',
        }),
        user: json(200, { records: [{ Username: 'ina@shop.example', Name: 'Ina Gration' }] }),
      },
      { config: { authentication, username: undefined, password: undefined, securityToken: undefined } },
    );
    const report = await org.connection.test();
    expect(valuesOf(report)).toMatchObject({
      username: 'ina@shop.example',
      userFullName: 'Ina Gration',
      survivesSummer27: expect.stringMatching(/^yes, unless/u) as string,
    });
    expect(report.warnings.join(' ')).toContain('cannot be renewed');
  });

  it.each([
    ['the Organization', { organization: refusal(400, 'INVALID_TYPE') }],
    ['the user', { user: refusal(403, 'INSUFFICIENT_ACCESS'), organization: organization({}) }],
    ['anything but objects and one query', { organization: json(200, 'odd'), user: json(200, {}) }],
  ])('passes when the user may not see %s', async (_what, answers) => {
    await using org = await startAnsweringOrg(answers, {
      login: (loginNumber, origin) => {
        const answer = loginAnswer(loginNumber, origin) as { status: number; body: string };
        return { ...answer, body: answer.body.replace(/<userName>.*<\/userName>/u, '') };
      },
    });
    expect(await org.connection.test()).toMatchObject({ ok: true });
  });

  it('queries an object of the list when the Organization tells nothing', async () => {
    const closed = { ...cases, name: 'AAA', queryable: false };
    await using org = await startAnsweringOrg({
      objects: [closed, { ...cases, name: 'Account' }, cases],
      organization: refusal(400, 'INVALID_TYPE'),
      query: refusal(403, 'API_DISABLED_FOR_ORG'),
    });
    const error = await failureOf(org.connection.test());
    expect(error).toMatchObject({ code: 'permission-denied', details: { fields: ['username'] } });
    expect(decodeURIComponent(org.calls.at(-1)?.url ?? '')).toContain('SELECT Id FROM Case LIMIT 1');
  });

  it('warns when there is nothing to query', async () => {
    await using org = await startAnsweringOrg({ objects: [] });
    expect((await org.connection.test()).warnings.join(' ')).toContain('no object that may be queried');
  });

  it('fails when REST is closed to the user, who is the field to change', async () => {
    await using org = await startScriptedOrg(() => refusal(403, 'API_DISABLED_FOR_ORG'));
    expect(await failureOf(org.connection.test())).toMatchObject({
      code: 'permission-denied',
      details: { fields: ['username'] },
    });
  });

  it('ends when it is cancelled', async () => {
    await using org = await startAnsweringOrg({});
    const signal = AbortSignal.abort();
    await expect(org.connection.test({ signal })).rejects.toMatchObject({ code: 'cancelled' });
  });

  it.each([
    [0, '4,982 of 5,000', false],
    [4_000, '4,982 of 5,000, of which 4,000 are kept for others', false],
    [4_900, '4,982 of 5,000, of which 4,900 are kept for others', true],
  ])('tells the calls left beside a reserve of %i', async (apiCallReserve, value, isWarned) => {
    const headers = { 'sforce-limit-info': 'api-usage=18/5000;per-app-api-usage=17/250(appName=x)' };
    await using org = await startAnsweringOrg(
      { headers, organization: organization({}) },
      { config: { apiCallReserve } },
    );
    const report = await org.connection.test();
    expect(valuesOf(report)['apiCallsLeft']).toBe(value);
    expect(report.warnings.some((warning) => warning.includes('Only 82 API calls'))).toBe(isWarned);
  });

  it.each([
    [
      "when SOAP login ends, and what to do (Summer '27)",
      {},
      /Summer '27.*sfsc connection migrate Scripted/u,
    ],
    ['what its fields do not do', { sandbox: true }, /`sandbox` changes nothing here/u],
  ])('warns %s', async (_what, config, words) => {
    await using org = await startAnsweringOrg({}, { config });
    expect((await org.connection.test()).warnings.join(' ')).toMatch(words);
  });
});
