import { once } from 'node:events';
import type { Command } from 'commander';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createProgram } from '../../../src/cli/program.ts';
import { startTestOrg, type TestOrg } from '../../support/local-org.ts';
import { startCli, type CliResult } from '../run-cli.ts';
import { canaryCases, type CanaryCase } from './canary-cases.ts';
import { canary, createWorld, type CanaryWorld } from './canary-world.ts';
import { findLeaks } from './leak-search.ts';
import { startGateway, type GatewayOptions, type RecordingGateway } from './recording-gateway.ts';
import { startRefusingProxy } from './refusing-proxy.ts';
import { usersFile } from './users-file.ts';

let org: TestOrg;

beforeAll(async () => {
  org = await startTestOrg({ usersFile: await usersFile() });
});
afterAll(() => org.close());

const connection = {
  type: 'salesforce-service-cloud',
  name: 'canary',
  username: canary.username,
  password: { env: 'SF_PASSWORD' },
  securityToken: { env: 'SF_TOKEN' },
  // Failures that pass are not waited for.
  retryDeadlineSeconds: 0.1,
};

async function putProject(world: CanaryWorld, config: Readonly<Record<string, unknown>>): Promise<void> {
  await world.put('project.json', { name: 'canary' });
  await world.put('connections/canary.json', { ...connection, ...config });
  await world.put('activities/cases.json', {
    name: 'cases',
    type: 'query',
    connection: 'canary',
    query: 'SELECT Subject FROM Case',
  });
  await world.put('new.csv', 'Subject\nA new case\n');
  await world.put('old.csv', 'Id\n500000000000000AAA\n');
}

async function expectNoLeak(
  world: CanaryWorld,
  result: CliResult,
  more: Readonly<Record<string, string>> = {},
) {
  expect(findLeaks(await world.places(result), { ...world.secrets, ...more })).toEqual([]);
}

/** One way in which the world can be, for every command that talks to an org. */
interface Scenario {
  readonly name: string;
  readonly gateway?: GatewayOptions;
  readonly password?: string;
}

const failures: readonly Scenario[] = [
  { name: 'the password is wrong', password: `${canary.password}-wrong` },
  { name: 'the session is refused, and named', gateway: { calls: 'unauthorized' } },
  { name: 'the answer is lost', gateway: { calls: 'lost-answer' } },
  { name: 'a page says back the login', gateway: { logins: 'echo-page' } },
  { name: 'a page says back the call', gateway: { calls: 'echo-page' } },
];

const leaves = (command: Command, path: string): string[] =>
  command.commands.length === 0
    ? [path]
    : command.commands.flatMap((child) => leaves(child, `${path} ${child.name()}`.trim()));

const listed = Object.entries(canaryCases);
const offline = listed.filter(([, { isConnected }]) => !isConnected);
const online = listed.filter(([, { isConnected }]) => isConnected);

test('every command of the program has a case here', () => {
  expect(Object.keys(canaryCases).concat('org start').sort()).toEqual(leaves(createProgram(), '').sort());
});

/** The password went over the line as it does in XML; so the searches below had something to find. */
function sentPassword({ received }: RecordingGateway): boolean {
  return received.some((request) => request.includes('Canary£&amp;&lt;'));
}

const expectedCode = ({ code = 0 }: CanaryCase): number => code;

describe.concurrent('no secret comes out of', { timeout: 120_000 }, () => {
  test.each(listed)('`sfsc %s` when all goes well', async (_, command) => {
    for (const style of [[], ['--json']]) {
      await using world = await createWorld();
      await using gateway = await startGateway(org.url);
      await putProject(world, { serverHost: gateway.url });
      const result = await world.run([...command.args, ...style], command.stdin);
      expect(result).toMatchObject({ code: expectedCode(command) });
      await expectNoLeak(world, result, gateway.handedOut);
      expect(sentPassword(gateway)).toBe(command.isConnected);
      expect(Object.keys(gateway.handedOut).length > 0).toBe(command.isConnected);
    }
  });

  test.each(online)('`sfsc %s` when something goes wrong', async (path, command) => {
    // Processes are dear: every command meets three of the five, every failure nine of the commands or more.
    const turn = online.findIndex(([other]) => other === path);
    const some = failures.filter((_failure, index) => (index + turn) % failures.length < 3);
    for (const [index, { name, gateway: faults, password }] of some.entries()) {
      await using world = await createWorld(
        password === undefined ? {} : { variables: { SF_PASSWORD: password } },
      );
      await using gateway = await startGateway(org.url, faults);
      await putProject(world, { serverHost: gateway.url });
      // Taking turns, every command and every failure comes in both styles.
      const style = (path.length + index) % 2 === 0 ? [] : ['--json'];
      const result = await world.run([...command.args, ...style], command.stdin);
      expect([1, 2, 3, 4], `${name}: ${result.stdout}${result.stderr}`).toContain(result.code);
      await expectNoLeak(world, result, gateway.handedOut);
      expect(sentPassword(gateway), name).toBe(true);
    }
  });
});

describe.concurrent('no secret comes out of a broken project by', { timeout: 120_000 }, () => {
  const atHome = offline.filter(([path]) => path !== 'connection key');
  test.each(atHome)('`sfsc %s`', async (path, command) => {
    await using world = await createWorld();
    await putProject(world, { serverHost: org.url });
    const variables = { pw: { value: canary.password } };
    await world.put('project.json', `${JSON.stringify({ name: 'canary', variables })} oops`);
    const style = path.length % 2 === 0 ? [] : ['--json'];
    const result = await world.run([...command.args, ...style], command.stdin);
    expect(result.code, `${result.stdout}${result.stderr}`).toBe(1);
    const leaks = findLeaks(await world.places(result), world.secrets);
    // Where the test put it, it is found; nowhere else.
    expect([...new Set(leaks.map(({ place }) => place.split('/').at(-1)))]).toEqual([
      'project.json (content)',
    ]);
  });
});

test('no secret comes out of `sfsc org start`, whose own administrator it prints', async () => {
  await using world = await createWorld();
  const file = await usersFile();
  const child = startCli(['org', 'start', '--users', file], { cwd: world.folder, env: world.env });
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  child.kill('SIGTERM');
  const [code] = (await once(child, 'close')) as [number];
  expect(line.toString()).toContain('LOCALTOKEN');
  await expectNoLeak(world, { code, stdout: line.toString(), stderr: '' });
});

describe('the search itself', () => {
  test('finds a secret that was planted in a file, in every form and wherever it is', async () => {
    await using world = await createWorld();
    const { password } = canary;
    const forms = {
      clear: password,
      json: JSON.stringify({ password }),
      jsonInJson: JSON.stringify(JSON.stringify({ password })),
      xml: '<p>Canary£&amp;&lt;&gt;"\'ß漢-password</p>',
      url: `?pw=${encodeURIComponent(password)}`,
      form: new URLSearchParams({ password }).toString(),
      base64: Buffer.from(password).toString('base64'),
      basic: Buffer.from(`user:${password}`).toString('base64'),
      basicOfLonger: Buffer.from(`user2:${password}:x`).toString('base64'),
      hex: Buffer.from(password).toString('hex'),
    };
    for (const [form, text] of Object.entries(forms)) {
      await world.put(`planted/${form}.txt`, `before ${text} after`);
      const leaks = findLeaks(await world.places({ code: 0, stdout: '', stderr: '' }), world.secrets);
      expect(leaks, form).toContainEqual(
        expect.objectContaining({
          secret: 'SF_PASSWORD',
          place: expect.stringContaining(`${form}.txt`) as string,
        }),
      );
      await world.put(`planted/${form}.txt`, '');
    }
  });

  test('finds a secret that a command prints because nobody told it that it is one', async () => {
    await using world = await createWorld();
    await putProject(world, { serverHost: org.url });
    const result = await world.run(['describe', canary.proxyPassword, '--connection', 'canary']);
    expect(findLeaks(await world.places(result), world.secrets)).toContainEqual(
      expect.objectContaining({ secret: 'SF_PROXY_PASSWORD', place: 'stderr' }),
    );
    const known = await world.run(['describe', canary.securityToken, '--connection', 'canary']);
    await expectNoLeak(world, known);
  });
});

test('a proxy that refuses, and says back what it was told, makes no secret known', async () => {
  await using proxy = await startRefusingProxy();
  await using world = await createWorld();
  const url = proxy.url;
  await putProject(world, {
    serverHost: 'https://canary.my.salesforce.com',
    proxy: { url, username: 'canary', password: { env: 'SF_PROXY_PASSWORD' } },
  });
  for (const style of [[], ['--json']]) {
    const result = await world.run(['objects', '--connection', 'canary', ...style]);
    expect(result, result.stderr).toMatchObject({ code: 1 });
    expect(result.stdout + result.stderr).toContain('proxy-authentication');
    await expectNoLeak(world, result);
  }
  expect(proxy.credentials.join()).toContain(
    Buffer.from(`canary:${canary.proxyPassword}`).toString('base64'),
  );
});
