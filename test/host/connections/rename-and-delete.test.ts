import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { describe, expect, test } from 'vitest';
import { fingerprint } from '../../../src/host/connections/fingerprint.ts';
import { fileNameOf } from '../../../src/host/connections/file-name-of.ts';
import { createSecretBox } from '../../../src/host/index.ts';
import { projectFolder, toyFile, type ProjectFolder } from './project-folder.ts';

const shelf = 'connections/shelf.json';
const script = [
  'const target = "<TAG>endpoint:salesforce/shelf</TAG>";',
  'run("<TAG>activity:salesforce/shelf/upsert/load</TAG>");',
  'const other = "<TAG>endpoint:salesforce/shelf 2</TAG>"; // not "shelf 2"',
  "if (name === 'shelf') log(`shelf`);",
].join('\n');

const files = {
  [shelf]: toyFile({ passphrase: 'open sesame', pin: '1' }),
  'connections/second.json': toyFile({ name: 'shelf 2' }),
  'activities/load.json':
    '{\n    "type": "list", "name": "load",\n    "connection": "shelf",\n    "collection": "shelf"\n}',
  'activities/other.json': { type: 'list', name: 'other', connection: 'shelf 2', collection: 'shelf' },
  'operations/nightly.json': { steps: [{ activity: 'list/load' }, { connection: 'shelf', note: 'shelf' }] },
  'operations/free.json': { steps: [{ activity: 'list/other' }] },
  'scripts/deep/er/check.js': script,
  'scripts/readme.md': '"shelf"',
};

const uses = [
  { kind: 'activity', file: 'activities/load.json', by: 'field' },
  { kind: 'operation', file: 'operations/nightly.json', by: 'activity' },
  { kind: 'operation', file: 'operations/nightly.json', by: 'field' },
  { kind: 'operation', file: 'operations/nightly.json', by: 'text' },
  { kind: 'script', file: 'scripts/deep/er/check.js', line: 1, by: 'tag' },
  { kind: 'script', file: 'scripts/deep/er/check.js', line: 2, by: 'tag' },
  { kind: 'script', file: 'scripts/deep/er/check.js', line: 4, by: 'text' },
  { kind: 'script', file: 'scripts/deep/er/check.js', line: 4, by: 'text' },
];

describe('references', () => {
  test('are activities, operations and scripts, and nothing whose name only begins alike', async () => {
    const project = await projectFolder({ files });
    expect(await project.store().references('shelf')).toEqual(uses);
    expect(await project.store().references('shelf 2')).toHaveLength(4);
  });

  test('are found for names with characters that mean something to a search', async () => {
    const name = 'a.b (c) $1 "d" \\';
    const project = await projectFolder({
      files: {
        [shelf]: toyFile({ name }),
        'scripts/a.js': `x("<TAG>endpoint:t/${name}</TAG>");\ny(${JSON.stringify(name)});\nz('axb (c) $1 "d" ');`,
      },
    });
    expect((await project.store().references(name)).map(({ line, by }) => [line, by])).toEqual([
      [1, 'tag'],
      [2, 'text'],
    ]);
    await project.store().rename(name, "it's $& new");
    expect(await project.read('scripts/a.js')).toContain("endpoint:t/it's $& new</TAG>");
  });

  test('are found in a file that is not JSON, too', async () => {
    const project = await projectFolder({
      files: { [shelf]: toyFile(), 'operations/broken.json': '{"connection": "shelf",' },
    });
    expect(await project.store().references('shelf')).toEqual([
      { kind: 'operation', file: 'operations/broken.json', line: 1, by: 'text' },
    ]);
  });
});

describe('deleting', () => {
  test('is refused while anything uses the connection, and lists it', async () => {
    const project = await projectFolder({ files });
    const before = await project.files();
    const failure: unknown = await project
      .store()
      .delete('shelf')
      .catch((error: unknown) => error);
    expect(failure).toMatchObject({
      code: 'connection-in-use',
      details: { connection: 'shelf', references: uses },
      message: expect.stringContaining('scripts/deep/er/check.js:1, in a tag'),
    });
    expect(await project.files()).toEqual(before);
  });

  test('is done all the same when forced, draft included, and says what used it', async () => {
    const project = await projectFolder({ files });
    const store = project.store();
    await store.draft('shelf', { fields: { user: 'ada' } });
    expect(await store.delete('shelf', { force: true })).toEqual(uses);
    expect((await store.list()).map(({ name }) => name)).toEqual(['shelf 2']);
    await expect(store.delete('shelf')).rejects.toMatchObject({ code: 'not-in-project' });
  });
});

describe('renaming', () => {
  async function renamed(project: ProjectFolder) {
    await project.store().save('shelf');
    await project
      .store()
      .draft('shelf', { fields: { user: 'ada' }, secrets: { passphrase: 'new', pin: '' } });
    return project.store().rename('shelf', 'attic');
  }

  test('takes references along, and lists what it cannot decide', async () => {
    const project = await projectFolder({ files });
    const report = await renamed(project);
    expect(report).toEqual({
      file: 'connections/attic.json',
      updated: uses.filter(({ by }) => by === 'field' || by === 'tag'),
      toCheck: uses.filter(({ by }) => by === 'text'),
    });
    expect(await project.files()).not.toContain(shelf);
    expect(await project.read('activities/load.json')).toBe(
      '{\n    "type": "list",\n    "name": "load",\n    "connection": "attic",\n    "collection": "shelf"\n}',
    );
    expect(await project.json('operations/nightly.json')).toEqual({
      steps: [{ activity: 'list/load' }, { connection: 'attic', note: 'shelf' }],
    });
    expect(await project.read('scripts/deep/er/check.js')).toBe(
      script
        .replace('endpoint:salesforce/shelf<', 'endpoint:salesforce/attic<')
        .replace('/shelf/', '/attic/'),
    );
  });

  test('seals secrets, identity and what was entered for the new name', async () => {
    const project = await projectFolder({ files, reauthenticateOnChange: true });
    await renamed(project);
    const store = project.store();
    const { host } = await project.host();
    expect(host.connection('attic').name).toBe('attic');
    await store.save('attic');
    expect((await store.export('attic', { includeSecrets: true })).connection).toMatchObject({
      name: 'attic',
      user: 'ada',
      passphrase: 'new',
      pin: '',
    });
    const again = await project.host();
    expect(again.host.connection('attic').name).toBe('attic');
  });

  test('makes no valid seal out of a forged one', async () => {
    const project = await projectFolder({ files, reauthenticateOnChange: true });
    await project.store().save('shelf');
    const file = await project.json(shelf);
    await project.write(shelf, { ...file, folder: '/evil', savedFor: undefined });
    await project.store().rename('shelf', 'attic');
    const { host } = await project.host();
    expect(() => host.connection('attic')).toThrow(
      expect.objectContaining({ code: 'reauthentication-required' }),
    );
  });

  test('to a name that is taken, by a connection or a draft, is refused', async () => {
    const project = await projectFolder({ files });
    await project.store().draft('attic', {});
    for (const name of ['shelf 2', 'attic', 'shelf']) {
      await expect(project.store().rename('shelf', name)).rejects.toMatchObject({ code: 'name-taken' });
    }
    await expect(project.store().rename('shelf', 'a/b')).rejects.toMatchObject({
      code: 'invalid-configuration',
    });
  });

  test('writes nothing when the secrets do not open', async () => {
    const project = await projectFolder({ files });
    await project.store().save('shelf');
    const before = await project.files();
    for (const box of [undefined, createSecretBox(Buffer.alloc(32, 1))]) {
      await expect(project.store({ box }).rename('shelf', 'attic')).rejects.toMatchObject({
        code: 'secret-unreadable',
      });
    }
    expect(await project.files()).toEqual(before);
  });

  test('is finished by the same call, wherever it broke off', async () => {
    const project = await projectFolder({ files });
    await project.store().save('shelf');
    const start = new Map(await snapshot(project));
    await project.store().rename('shelf', 'attic');
    const end = new Map(await snapshot(project));
    const note = {
      saved: JSON.parse(end.get('connections/attic.json') ?? '') as unknown,
      savedBefore: fingerprint(JSON.parse(start.get(shelf) ?? '')),
    };
    const noteFile = `.sfsc/renames/${fileNameOf('shelf/attic', [])}`;
    // Each crash leaves some files done, in the order in which they are written, and the rest as it was.
    const order = [
      'connections/attic.json',
      'activities/load.json',
      'operations/nightly.json',
      'scripts/deep/er/check.js',
    ];
    for (let done = 0; done <= order.length; done += 1) {
      for (const [file, text] of start) await project.write(file, text);
      await project.write(noteFile, note);
      for (const file of order.slice(0, done)) await project.write(file, end.get(file));
      await project.store().rename('shelf', 'attic');
      expect(await snapshot(project), `after ${done} files`).toEqual([...end]);
    }
  });

  test('that broke off does not bring back what was changed since', async () => {
    const project = await projectFolder({ files });
    await project.store().save('shelf');
    const noted = await project.json(shelf);
    await project.write(`.sfsc/renames/${fileNameOf('shelf/attic', [])}`, {
      saved: { ...noted, name: 'attic' },
      savedBefore: fingerprint(noted),
    });
    await project.store().draft('shelf', { fields: { folder: '/newer' } });
    await project.store().save('shelf');
    const { file = '' } = await project.store().rename('shelf', 'attic');
    expect(await project.json(file)).toMatchObject({ name: 'attic', folder: '/newer' });
    expect(await project.files()).not.toContain(shelf);
  });

  test('survives a process that is killed in the middle of it, wherever that is', async () => {
    const project = await projectFolder({ files, reauthenticateOnChange: true });
    const store = project.store();
    await store.save('shelf');
    await store.draft('shelf', { fields: { retries: 3 } });
    let name = 'shelf';
    for (let round = 0; round < 5; round += 1) {
      const other = name === 'shelf' ? 'attic' : 'shelf';
      await killedAfter(project, [name, other], round % 3);
      const saved = (await project.store().list()).map((listed) => listed.name);
      for (const [from, to] of [
        ['shelf', 'attic'],
        ['attic', 'shelf'],
      ] as const) {
        const note = `.sfsc/renames/${fileNameOf(`${from}/${to}`, [])}`;
        if ((await project.files()).includes(note)) await store.rename(from, to);
      }
      const names = (await store.list()).map((listed) => listed.name);
      expect(names, `before: ${saved.join()}`).toHaveLength(2);
      name = names.find((one) => one !== 'shelf 2') ?? '';
      expect(await project.json('activities/load.json')).toMatchObject({ connection: name });
      expect(await project.read('scripts/deep/er/check.js')).toContain(`/${name}</TAG>`);
      expect((await store.show(name)).hasDraft).toBe(true);
      const { host } = await project.host();
      expect(host.connection(name).name).toBe(name);
      expect((await project.files()).filter((file) => file.startsWith('.sfsc/renames/'))).toEqual([]);
    }
  });
});

/** Lets a process rename to and fro, and kills it some renames after the first. */
async function killedAfter(project: ProjectFolder, names: readonly string[], renames: number): Promise<void> {
  const script = join(import.meta.dirname, 'rename-process.ts');
  const child = spawn(process.execPath, [script, project.folder, ...names], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  let seen = 0;
  for await (const _line of createInterface({ input: child.stdout })) {
    if (seen === renames) child.kill('SIGKILL');
    seen += 1;
  }
  await ended;
}

async function snapshot(project: ProjectFolder): Promise<[string, string][]> {
  return Promise.all((await project.files()).map(async (file) => [file, await project.read(file)]));
}
