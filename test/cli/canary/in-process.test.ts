import { inspect } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  createHost,
  createSecretBox,
  loadProject,
  openConnectionStore,
  type Host,
} from '../../../src/host/index.ts';
import { salesforceServiceCloud } from '../../../src/plugin.ts';
import { startTestOrg, type TestOrg } from '../../support/local-org.ts';
import { testRunContext } from '../../support/test-run-context.ts';
import { canary, createWorld, type CanaryWorld } from './canary-world.ts';
import { findLeaks, type Leak, type Secrets } from './leak-search.ts';
import { startGateway, type GatewayOptions } from './recording-gateway.ts';
import { usersFile } from './users-file.ts';

let org: TestOrg;

beforeAll(async () => {
  org = await startTestOrg({ usersFile: await usersFile() });
});
afterAll(() => org.close());

/** All that a logger or a debugger could show of a value: hidden properties, getters, causes and stacks included. */
function everythingOf(value: unknown): string {
  const shown = inspect(value, {
    depth: 30,
    showHidden: true,
    getters: true,
    maxStringLength: Infinity,
    maxArrayLength: Infinity,
  });
  return `${shown}\n${JSON.stringify(value)}`;
}

function leaksIn(shown: Readonly<Record<string, unknown>>, secrets: Secrets): readonly Leak[] {
  const places = Object.entries(shown).map(([place, value]): [string, Buffer] => [
    place,
    Buffer.from(everythingOf(value)),
  ]);
  return findLeaks(new Map(places), secrets);
}

/** A host over a project whose connection holds encrypted secrets, as `sfsc` makes it. */
async function openHost(world: CanaryWorld, serverHost: string) {
  const box = createSecretBox(Buffer.from(world.env['SFSC_KEY'] ?? '', 'base64'));
  await world.put('project.json', { name: 'canary', policies: { reauthenticateOnChange: true } });
  const store = openConnectionStore({ folder: world.folder, connectors: [salesforceServiceCloud], box });
  const views = [
    await store.draft('canary', {
      fields: { serverHost, username: canary.username, retryDeadlineSeconds: 0.1 },
      secrets: { password: canary.password, securityToken: canary.securityToken },
    }),
    await store.preview('canary'),
    await store.save('canary'),
    await store.list(),
    await store.show('canary'),
    await store.export('canary'),
  ];
  const context = testRunContext();
  const project = await loadProject(world.folder);
  const warnings: string[] = [];
  const host = createHost({
    connectors: [salesforceServiceCloud],
    context,
    project,
    box,
    onWarning: (warning) => void warnings.push(warning),
  });
  return { box, store, views, context, project, host, warnings };
}

async function everyFailure(host: Host): Promise<readonly unknown[]> {
  const connection = host.connection('canary');
  const calls = [
    () => connection.test(),
    () => connection.listObjects(),
    () => connection.describe('Case'),
    () => host.schemas({ type: 'insert', connection: 'canary', options: { object: 'Case' } }),
  ];
  const failures: unknown[] = [];
  for (const call of calls) await call().catch((error: unknown) => failures.push(error));
  return failures;
}

const scenarios: readonly (readonly [string, GatewayOptions])[] = [
  ['all goes well', {}],
  ['the session is refused, and named', { calls: 'unauthorized' }],
  ['the answer is lost', { calls: 'lost-answer' }],
  ['a page says back the login', { logins: 'echo-page' }],
  ['a page says back the call', { calls: 'echo-page' }],
];

describe('whoever prints what the process holds sees no secret', () => {
  test.each(scenarios)('when %s', async (_, faults) => {
    await using world = await createWorld();
    await using gateway = await startGateway(org.url, faults);
    const { host, context, ...held } = await openHost(world, gateway.url);
    const failures = await everyFailure(host);
    expect(failures.length > 0).toBe(Object.keys(faults).length > 0);
    const { logLines, ...rest } = context;
    const shown = {
      host,
      connection: host.connection('canary'),
      usage: host.usage(),
      failures,
      logLines,
      rest,
      ...held,
    };
    // SFSC_KEY and the rest of the environment are in no object, so they belong to the search as well.
    expect(leaksIn(shown, { ...world.secrets, ...gateway.handedOut })).toEqual([]);
    expect(gateway.received.some((request) => request.includes('Canary£&amp;'))).toBe(true);
    await host.close();
  });

  test('nor does a refusal of the policy, or a secret that does not open', async () => {
    await using world = await createWorld();
    const { store, box, project, context } = await openHost(world, org.url);
    const errors: unknown[] = [];
    const collect = (error: unknown): void => void errors.push(error);
    await store.draft('canary', { fields: { serverHost: 'https://other.my.salesforce.com' } });
    await store.save('canary').catch(collect);
    const parts = { connectors: [salesforceServiceCloud], context, project };
    const otherKey = createSecretBox(Buffer.alloc(32, 7));
    for (const attempt of [
      () => createHost({ ...parts, box: otherKey }).connection('canary'),
      () => createHost(parts).connection('canary'),
    ]) {
      try {
        attempt();
      } catch (error) {
        collect(error);
      }
    }
    expect(errors.map((error) => (error as { code: string }).code)).toEqual([
      'reauthentication-required',
      'secret-unreadable',
      'secret-unreadable',
    ]);
    expect(leaksIn({ errors, box }, world.secrets)).toEqual([]);
  });

  test('nor does the diagnostic report of the process, which tells stacks and handles but no heap', async () => {
    await using world = await createWorld();
    await using gateway = await startGateway(org.url, { calls: 'unauthorized' });
    const { host } = await openHost(world, gateway.url);
    const [failure] = await everyFailure(host);
    const report = process.report.getReport(failure as Error);
    expect(leaksIn({ report }, { ...world.secrets, ...gateway.handedOut })).toEqual([]);
    expect(JSON.stringify(report)).toContain('javascriptStack');
    await host.close();
  });

  test('and would be found out: a secret in a hidden property, in the cause of a cause, in a getter', () => {
    const secrets = { password: canary.password };
    const hidden = Object.defineProperty({}, 'hidden', { value: canary.password, enumerable: false });
    const caused = new Error('a', {
      cause: new Error('b', { cause: { sent: `<p>${canary.password}</p>` } }),
    });
    const getter = {
      get told() {
        return Buffer.from(canary.password).toString('base64');
      },
    };
    for (const value of [hidden, caused, getter]) expect(leaksIn({ value }, secrets)).not.toEqual([]);
    const own = Symbol('own');
    expect(leaksIn({ value: { [own]: new Map([['k', canary.password]]) } }, secrets)).not.toEqual([]);
  });
});
