import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { createRunContext } from '../../src/compose.ts';
import type { ConfigurationProblem } from '../../src/contract/failure.ts';
import { createHost, loadProject, readJsonFile, validateProject } from '../../src/host/index.ts';
import { jsonErrorOffset } from '../../src/host/project/json-error-offset.ts';
import { temporaryFolder } from './temporary-folder.ts';
import { toyConnector, toyLog } from './toy-connector.ts';

let folder: string;

beforeEach(async () => {
  folder = await temporaryFolder();
  await put('project.json', {
    name: 'demo',
    variables: { where: { value: folder }, later: {}, batch: { value: 3 } },
  });
  await put('connections/toy.json', { type: 'ndjson-folder', name: 'toy', folder: '[where]' });
  await put('activities/read.json', { name: 'notes', type: 'list', connection: 'toy', collection: 'notes' });
  await put('transformations/t.json', { name: 't', columns: { Key: 'key' } });
});

async function put(file: string, content: unknown): Promise<void> {
  await mkdir(join(folder, file, '..'), { recursive: true });
  await writeFile(join(folder, file), typeof content === 'string' ? content : JSON.stringify(content));
}

const validate = (overrides: Record<string, string> = {}) =>
  validateProject(folder, { connectors: [toyConnector], context: createRunContext(), overrides });

async function problemsOf(work: Promise<unknown>): Promise<readonly ConfigurationProblem[]> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toMatchObject({ code: 'invalid-configuration' });
  return (error as { details: { problems: readonly ConfigurationProblem[] } }).details.problems;
}

const pathsOf = async (work: Promise<unknown>) => (await problemsOf(work)).map(({ path }) => path);

describe('loading a project', () => {
  test('gives its parts by name, with variables as they are written', async () => {
    const project = await loadProject(folder);
    expect(project).toMatchObject({
      name: 'demo',
      activities: [{ file: 'activities/read.json', name: 'notes' }],
    });
    expect(project.connections.get('toy')?.config).toEqual({ name: 'toy', folder: '[where]' });
    expect(project.activities[0]?.options).toEqual({ collection: 'notes' });
    expect(project.transformations.get('t')).toEqual({ name: 't', columns: { Key: 'key' } });
  });

  test('needs nothing but project.json', async () => {
    const empty = await temporaryFolder();
    await writeFile(join(empty, 'project.json'), '{"name": "empty"}');
    expect(await loadProject(empty)).toMatchObject({ name: 'empty', activities: [], variables: {} });
  });

  test('reports the problems of all files together', async () => {
    await put('project.json', {
      name: '',
      variables: { 'not a name': {}, both: { value: 1, env: 'X' } },
      extra: 1,
    });
    await put('connections/twin.json', { type: 'ndjson-folder', name: 'toy', folder: 'x' });
    await put('connections/slash.json', { type: 'ndjson-folder', name: 'a/b' });
    await put('activities/read2.json', { name: 'notes', type: 'list', connection: 'toy' });
    await put('activities/other-type.json', { name: 'notes', type: 'append', connection: 'toy' });
    await put('activities/lost.json', { name: 'lost', type: 'list', connection: 'nobody' });
    await put('activities/list.json', []);
    await put('transformations/bad.json', { name: 'x:y', columns: {} });
    await put('transformations/syntax.json', '{');
    await put('transformations/README.md', 'not read');
    const paths = await pathsOf(loadProject(folder));
    expect(new Set(paths)).toEqual(
      new Set([
        'project.json: extra',
        'project.json: name',
        'project.json: variables.not a name',
        'project.json: variables.both',
        'connections/slash.json: name',
        'connections/twin.json: name',
        'activities/list.json',
        'activities/lost.json: connection',
        'activities/read2.json: name',
        'transformations/bad.json: name',
        'transformations/bad.json: columns',
        'transformations/syntax.json',
      ]),
    );
  });

  test('says that project.json is missing', async () => {
    expect(await problemsOf(loadProject(await temporaryFolder()))).toMatchObject([{ path: 'project.json' }]);
  });
});

describe('validating a project', () => {
  test('asks the connector about every connection and activity, and closes what it opened', async () => {
    await put('activities/bare.json', { name: 'bare', type: 'append', connection: 'toy', surprise: 1 });
    await put('activities/alien.json', {
      name: 'alien',
      type: 'teleport',
      connection: 'toy',
      collection: 'x',
    });
    await put('connections/bare.json', { type: 'ndjson-folder', name: 'bare' });
    await put('connections/alien.json', { type: 'carrier-pigeon', name: 'pigeon' });
    const before = { ...toyLog };
    expect(await pathsOf(validate())).toEqual([
      'connections/alien.json: type',
      'connections/bare.json: folder',
      'activities/alien.json',
      'activities/bare.json: collection',
      'activities/bare.json',
    ]);
    expect(toyLog.closed - before.closed).toBe(toyLog.opened - before.opened);
  });

  test('does not judge a field that waits for a declared variable', async () => {
    await put('activities/read.json', {
      name: 'notes',
      type: 'list',
      connection: 'toy',
      collection: 'notes',
      batchRowCount: '[later]',
    });
    expect(await validate()).toMatchObject({ name: 'demo' });
    expect(await pathsOf(validate({ later: 'many' }))).toEqual(['activities/read.json: batchRowCount']);
  });

  test('knows the counters that runs set', async () => {
    const activity = { name: 'next', type: 'list', connection: 'toy' };
    const counter = (collection: string) => put('activities/next.json', { ...activity, collection });
    await counter('[query.record_count] [jitterbit.sfdc.failure_record_count] [success_record_count]');
    await validate({ where: folder });
    await counter('[query.record_counts]');
    expect(await pathsOf(validate({ where: folder }))).toEqual(['activities/next.json: collection']);
  });

  test('names a variable that is neither set nor declared', async () => {
    await put('connections/toy.json', { type: 'ndjson-folder', name: 'toy', folder: '[nobody]' });
    expect(await problemsOf(validate())).toMatchObject([
      { path: 'connections/toy.json: folder', message: expect.stringContaining('nobody') as string },
    ]);
    expect(await validate({ nobody: 'x' })).toMatchObject({ name: 'demo' });
  });
});

describe('a host with a project', () => {
  const open = async (warnings: string[] = [], variables: Record<string, string> = {}) =>
    createHost({
      connectors: [toyConnector],
      context: createRunContext(),
      project: await loadProject(folder),
      variables,
      environment: { PASSPHRASE: 'from-environment' },
      onWarning: (warning) => warnings.push(warning),
    });

  test('finds activities by name, and by type and name where types share it', async () => {
    await put('activities/write.json', {
      name: 'notes',
      type: 'append',
      connection: 'toy',
      collection: 'notes',
    });
    const host = await open();
    await expect(host.schemas('notes')).rejects.toMatchObject({
      code: 'invalid-usage',
      details: { choices: ['list/notes', 'append/notes'] },
    });
    const { source, target } = await host.schemas('list/notes');
    expect([source.name, target]).toEqual(['notes', undefined]);
    expect(await host.schemas('append/notes')).toHaveProperty('target');
    await expect(host.schemas('nobody')).rejects.toMatchObject({ code: 'not-in-project' });
    expect(() => host.connection('nobody')).toThrow(
      expect.objectContaining({ code: 'not-in-project' }) as Error,
    );
  });

  test('names the file in the problems of an activity and of a connection', async () => {
    await put('activities/read.json', { name: 'notes', type: 'list', connection: 'toy', collection: 7 });
    await put('connections/bare.json', { type: 'ndjson-folder', name: 'bare' });
    const host = await open();
    expect(await pathsOf(host.schemas('notes'))).toEqual(['activities/read.json: collection']);
    const connecting = Promise.resolve().then(() => host.connection('bare'));
    expect(await pathsOf(connecting)).toEqual(['connections/bare.json: folder']);
  });

  test('gives a field that is one variable the type of its value', async () => {
    await put('activities/read.json', {
      name: 'notes',
      type: 'list',
      connection: 'toy',
      collection: 'notes',
      batchRowCount: '[batch]',
    });
    const host = await open();
    expect(await host.schemas('notes')).toHaveProperty('source');
  });

  test.each([
    ['a secret as it is', { passphrase: 'canary-1' }, 1],
    ['a variable', { passphrase: '[secret]' }, 0],
    ['an environment reference', { passphrase: { env: 'PASSPHRASE' } }, 0],
    ['a secret for a loopback address', { passphrase: 'canary-1', address: 'http://127.0.0.1:8080' }, 0],
    [
      'a secret for an address elsewhere',
      { passphrase: 'canary-1', address: 'https://127.0.0.1.example.com' },
      1,
    ],
  ])('warns about clear text: %s', async (_, fields, count) => {
    await put('connections/toy.json', { type: 'ndjson-folder', name: 'toy', folder: 'x', ...fields });
    const warnings: string[] = [];
    (await open(warnings, { secret: 'value' })).connection('toy');
    expect(warnings).toHaveLength(count);
    expect(warnings.join()).not.toContain('canary-1');
    if (count > 0) expect(warnings[0]).toMatch(/^connections\/toy\.json holds passphrase in clear text/);
  });

  test('redacts secret fields wherever their value came from', async () => {
    await put('connections/toy.json', {
      type: 'ndjson-folder',
      name: 'toy',
      folder: 'x',
      passphrase: '[secret]-tail',
    });
    const host = await open([], { secret: 'canary-2' });
    host.connection('toy');
    expect(host.redact('it is canary-2-tail')).toBe('it is ***');
  });

  test('refuses a connection type that no connector serves', async () => {
    await put('connections/toy.json', { type: 'carrier-pigeon', name: 'toy' });
    const host = await open();
    expect(() => host.connection('toy')).toThrow(
      expect.objectContaining({
        code: 'unknown-connector-type',
        details: { file: 'connections/toy.json', type: 'carrier-pigeon', types: ['ndjson-folder'] },
      }) as Error,
    );
  });
});

describe('the place where a text stops being JSON', () => {
  test.each([
    ['{"a": x}', 6],
    ['{"a": 1,}', 8],
    ['[1 2]', 3],
    ['{"a" 1}', 5],
    ['{a: 1}', 1],
    ['"open', 0],
    ['[1,', 3],
    ['', 0],
    ['{"a": 01}', 6],
    ['true false', 5],
    ['"bad \\q escape"', 0],
  ])('%j: at %i', (text, offset) => {
    expect(() => JSON.parse(text) as unknown).toThrow();
    expect(jsonErrorOffset(text)).toBe(offset);
  });

  test('is the end for a text that is JSON', () => {
    for (const text of ['{"a": [1, -2.5e3, "x\\u00e9\\n", null, {}], "b": []}', ' true ', '0']) {
      expect(jsonErrorOffset(text)).toBe(text.length);
    }
  });

  test('is told by line and column, without the text', async () => {
    await put('x.json', '\ufeff{\n  "password": canary,\n}');
    await expect(readJsonFile(join(folder, 'x.json'), 'x.json')).rejects.toMatchObject({
      code: 'invalid-json',
      message: 'x.json is not JSON at line 2, column 15.',
    });
  });
});
