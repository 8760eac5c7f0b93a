import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestOrg, type TestOrg } from '../../support/local-org.ts';
import { startRefusingProxy } from '../canary/refusing-proxy.ts';
import { findLeaks } from '../canary/leak-search.ts';
import { projectFolder, type ProjectFolder } from './project-folder.ts';

const password = 'Canary£&<>"\'-password-1';
const securityToken = 'CANARYtoken73915';
const query = ['query', 'SELECT Id FROM Case', '--connection', 'production'];
const enterBoth = ['--enter', 'password', '--enter', 'securityToken'];
const both = `${password}\n${securityToken}\n`;

/** What somebody does who has read docs/connection.md, from an empty project on. */
describe('the life of a connection under reauthenticateOnChange', { timeout: 120_000 }, () => {
  let first: TestOrg;
  let second: TestOrg;
  let project: ProjectFolder;

  beforeAll(async () => {
    const user = { username: 'ada@shop.example', password, securityToken };
    first = await startTestOrg(user);
    second = await startTestOrg(user);
    project = await projectFolder({
      policies: { reauthenticateOnChange: true },
      variables: { host: { value: first.url }, test: { value: false } },
    });
  });
  afterAll(async () => {
    await first.close();
    await second.close();
    await project[Symbol.asyncDispose]();
  });

  /** Runs a command and makes sure that no secret came out of it. */
  const sfsc = async (args: readonly string[], stdin?: string) => {
    const result = await project.sfsc(args, stdin);
    const places = new Map([['output', Buffer.from(result.stdout + result.stderr)]]);
    expect(findLeaks(places, { password, securityToken })).toEqual([]);
    return result;
  };
  const saved = () => project.get('connections/production.json');

  test('it begins as a draft, is tested as one, and works once it is saved', async () => {
    const set = [
      '--set',
      'serverHost=[host]',
      '--set',
      'username=ada@shop.example',
      '--set',
      'sandbox=[test]',
    ];
    expect(await sfsc(['connection', 'draft', 'production', ...set])).toMatchObject({ code: 0 });
    expect(await sfsc(['connection', 'draft', 'production', ...enterBoth], both)).toMatchObject({ code: 0 });
    expect((await sfsc(query)).code).toBe(1);
    expect(first.requests()).toEqual([]);
    const tested = await sfsc(['connection', 'test', 'production', '--draft']);
    expect(tested.stdout).toMatch(/^production works\.$/m);
    expect(await sfsc(['connection', 'save', 'production'])).toMatchObject({ code: 0 });
    expect(await project.names('.sfsc/drafts')).toEqual([]);
    expect(await sfsc(query)).toMatchObject({ code: 0, stdout: 'Id\n' });
    expect(
      findLeaks(new Map([['file', Buffer.from(JSON.stringify(await saved()))]]), { password, securityToken }),
    ).toEqual([]);
  });

  test('another host through --set is refused on save and test, and what is saved goes on working', async () => {
    const change = ['connection', 'save', 'production', '--set', `serverHost=${second.url}`];
    const refused = await sfsc(change);
    expect(refused).toMatchObject({ code: 4, stdout: '' });
    expect(refused.stderr).toMatch(/^Error \(reauthentication-required\)/);
    expect(refused.stderr).toContain(
      'sfsc connection save production --enter password --enter securityToken',
    );
    expect(await sfsc(['connection', 'test', 'production', '--draft'])).toMatchObject({ code: 4 });
    expect(await sfsc(query)).toMatchObject({ code: 0 });
    expect(await sfsc(['connection', 'discard', 'production', '--yes'])).toMatchObject({ code: 0 });
  });

  test('another host through --var is refused in every command that logs in', async () => {
    for (const command of [
      query,
      ['connection', 'test', 'production'],
      ['objects', '--connection', 'production'],
    ]) {
      const refused = await sfsc([...command, '--var', `host=${second.url}`]);
      expect(refused.stderr).toMatch(/^Error \(reauthentication-required\)/);
      expect(refused.code).toBe(4);
    }
  });

  test('so is another host through Sandbox, by hand or by a variable; where Sandbox changes no host, it is not', async () => {
    await using proxy = await startRefusingProxy();
    const set = ['serverHost=login.salesforce.com', 'username=ada@shop.example', `proxy.url=${proxy.url}`];
    const fields = [...set, 'sandbox=[test]'].flatMap((field) => ['--set', field]);
    expect(await sfsc(['connection', 'save', 'standard', ...fields, ...enterBoth], both)).toMatchObject({
      code: 0,
    });
    const test = ['connection', 'test', 'standard'];
    expect(await sfsc([...test, '--var', 'test=true'])).toMatchObject({ code: 4 });
    expect(await sfsc(['connection', 'save', 'standard', '--set', 'sandbox=true'])).toMatchObject({
      code: 4,
    });
    expect(proxy.credentials).toEqual([]);
    expect((await sfsc(test)).stderr).not.toContain('reauthentication-required');
    expect(proxy.credentials).not.toEqual([]);
    expect(await sfsc([...query, '--var', 'test=true'])).toMatchObject({ code: 0 });
  });

  test('so is another user, and a host that somebody wrote into the file by hand', async () => {
    const user = await sfsc(['connection', 'save', 'production', '--set', 'username=bob@shop.example']);
    expect(user).toMatchObject({ code: 4 });
    await sfsc(['connection', 'discard', 'production', '--yes']);
    const file = await saved();
    await project.put('connections/production.json', { ...file, serverHost: second.url });
    expect(await sfsc(query)).toMatchObject({ code: 4 });
    await project.put('connections/production.json', file);
    expect(await sfsc(query)).toMatchObject({ code: 0 });
  });

  test('one secret alone is not enough, also when the other one is empty', async () => {
    const change = ['connection', 'draft', 'production', '--set', `serverHost=${second.url}`];
    await sfsc([...change, '--enter', 'password'], `${password}\n`);
    const refused = await sfsc(['connection', 'save', 'production']);
    expect(refused).toMatchObject({ code: 4 });
    expect(refused.stderr).toContain('Enter again: securityToken');
  });

  test('until then the other org was not asked for anything', () => {
    expect(second.requests()).toEqual([]);
  });

  test('with both entered again it is saved and runs against the other org', async () => {
    const saving = await sfsc(['connection', 'save', 'production', ...enterBoth], both);
    expect(saving).toMatchObject({ code: 0 });
    const before = first.requests().length;
    expect(await sfsc(query)).toMatchObject({ code: 0, stdout: 'Id\n' });
    expect(second.activity().logins).toBeGreaterThan(0);
    expect(first.requests()).toHaveLength(before);
  });

  test('a token that is entered as empty counts, and is then missing in the org, not here', async () => {
    const change = ['connection', 'save', 'production', '--set', `serverHost=${first.url}`];
    expect(await sfsc([...change, ...enterBoth], `${password}\n\n`)).toMatchObject({ code: 0 });
    const result = await sfsc(query);
    expect(result.code).toBe(4);
    expect(result.stderr).not.toContain('reauthentication-required');
  });
});
