import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createRunContext } from '../../../src/compose.ts';
import { openStateFolder } from '../../../src/host/index.ts';
import { box, projectFolder, toyFile } from './project-folder.ts';

const shelf = 'connections/shelf.json';

describe('the list of connections', () => {
  test('has saved ones, drafts, and files that cannot be read, each once', async () => {
    const project = await projectFolder({
      files: { [shelf]: toyFile(), 'connections/broken.json': '{"type": ' },
    });
    const store = project.store();
    await store.draft('shelf', { fields: { user: 'ada' } });
    await store.draft('attic', { fields: { folder: '/attic' } });
    expect(await store.list()).toEqual([
      {
        name: '',
        type: '',
        file: 'connections/broken.json',
        hasDraft: false,
        problem: expect.stringContaining('connections/broken.json is not JSON at line 1'),
      },
      { name: 'attic', type: 'ndjson-folder', file: undefined, hasDraft: true },
      { name: 'shelf', type: 'ndjson-folder', file: shelf, hasDraft: true },
    ]);
  });

  test('is empty in a project without connections, and an error without a project', async () => {
    const project = await projectFolder();
    expect(await project.store().list()).toEqual([]);
    await expect(project.store({}).show('shelf')).rejects.toMatchObject({ code: 'not-in-project' });
  });
});

describe('a draft', () => {
  test('is shown instead of what is saved, and no run uses it', async () => {
    const project = await projectFolder({ files: { [shelf]: toyFile({ user: 'ada' }) } });
    const before = await project.read(shelf);
    const view = await project.store().draft('shelf', { fields: { user: 'grace', folder: '/other' } });
    expect(view).toMatchObject({
      hasDraft: true,
      fields: { folder: '/other', user: 'grace' },
      changed: ['user', 'folder'],
    });
    expect(await project.store().show('shelf')).toEqual(view);
    expect(await project.read(shelf)).toBe(before);
    const { host } = await project.host();
    expect(host.connection('shelf')).toMatchObject({ folder: '/shelf' });
  });

  test('lies apart, for its owner only, where version control does not look', async () => {
    const project = await projectFolder({ files: { [shelf]: toyFile() } });
    await project.store().draft('shelf', { fields: { user: 'ada' } });
    expect(await project.files()).toEqual([
      '.sfsc/.gitignore',
      '.sfsc/drafts/shelf.json',
      shelf,
      'project.json',
    ]);
    expect(await project.read('.sfsc/.gitignore')).toBe('*\n');
    const { mode } = await stat(join(project.folder, '.sfsc/drafts/shelf.json'));
    expect(mode & 0o777).toBe(0o600);
  });

  test('holds changes only: what is changed by hand in the saved file meanwhile is not lost', async () => {
    const project = await projectFolder({ files: { [shelf]: toyFile({ retries: 1 }) } });
    await project.store().draft('shelf', { fields: { user: 'ada' } });
    await project.write(shelf, toyFile({ retries: 2 }));
    await project.store().save('shelf');
    expect(await project.json(shelf)).toMatchObject({ retries: 2, user: 'ada' });
  });

  test('takes a field out for null, and sets fields below others, the last word counting', async () => {
    const project = await projectFolder({ files: { [shelf]: toyFile({ user: 'ada', retries: 3 }) } });
    const store = project.store();
    await store.draft('shelf', { fields: { user: null, lock: { type: 'keyed' } } });
    await store.draft('shelf', { secrets: { 'lock.key': 'k-k-k' } });
    expect((await store.show('shelf')).fields).toEqual({
      folder: '/shelf',
      retries: 3,
      lock: { type: 'keyed', key: '***' },
    });
    const { fields } = await store.draft('shelf', { fields: { lock: { type: 'open' } } });
    expect(fields['lock']).toEqual({ type: 'open' });
  });

  test('goes away with discard, and only the draft does', async () => {
    const project = await projectFolder({ files: { [shelf]: toyFile() } });
    const store = project.store();
    await store.draft('shelf', { fields: { user: 'ada' } });
    await store.draft('attic', { fields: { folder: '/attic' } });
    await store.discard('shelf');
    await store.discard('shelf');
    await store.discard('attic');
    expect((await store.list()).map(({ name, hasDraft }) => [name, hasDraft])).toEqual([['shelf', false]]);
    await expect(store.discard('attic')).rejects.toMatchObject({ code: 'not-in-project' });
  });

  test.each([
    ['a/b', {}],
    ['a:b', {}],
    [' a', {}],
    ['', {}],
    ['a', { fields: { name: 'b' } }],
    ['a', { fields: { savedFor: {} } }],
    ['a', { fields: { 'a..b': 1 } }],
    ['a', { fields: { '__proto__.x': 1 } }],
    ['a', { secrets: { user: 'is no secret' } }],
  ])('called %j is refused for %j, and nothing is written', async (name, changes) => {
    const project = await projectFolder();
    const failure = await project
      .store()
      .draft(name, changes)
      .catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 'invalid-configuration' });
    expect(String(failure)).not.toContain('is no secret at');
    expect(await project.files()).toEqual(['project.json']);
  });

  test('of a type that nobody serves is refused', async () => {
    const project = await projectFolder();
    await expect(project.store().draft('a', { type: 'other' })).rejects.toMatchObject({
      code: 'unknown-connector-type',
    });
  });
});

describe('saving', () => {
  test('writes a new connection that a host can open', async () => {
    const project = await projectFolder();
    const store = project.store();
    await store.draft('shelf', { fields: { folder: '/shelf' }, secrets: { passphrase: 'open sesame' } });
    expect(await store.save('shelf')).toEqual({
      name: 'shelf',
      file: shelf,
      created: true,
      encrypted: [],
      warnings: [],
    });
    expect(await project.files()).toEqual(['.sfsc/.gitignore', shelf, 'project.json']);
    const { host, warnings } = await project.host();
    expect(host.connection('shelf')).toMatchObject({ name: 'shelf', folder: '/shelf' });
    expect(warnings).toEqual([]);
  });

  test('checks the fields, and leaves everything as it is when they are wrong', async () => {
    const project = await projectFolder({ files: { [shelf]: toyFile() } });
    const before = await project.read(shelf);
    const store = project.store();
    await store.draft('shelf', { fields: { retries: 'many' } });
    await expect(store.save('shelf')).rejects.toMatchObject({
      code: 'invalid-configuration',
      details: { problems: [{ path: 'shelf: retries' }] },
    });
    expect(await project.read(shelf)).toBe(before);
    expect((await store.show('shelf')).hasDraft).toBe(true);
  });

  test('keeps order, indentation and line ends of a file written by hand', async () => {
    const written =
      '{\r\n\t"folder": "/shelf",\r\n\t"name": "shelf",\r\n\t"passphrase": { "env": "PASS" },\r\n\t"type": "ndjson-folder"\r\n}';
    const project = await projectFolder({ files: { [shelf]: written } });
    await project.store({ environment: { PASS: 'x' } }).draft('shelf', { fields: { retries: 2 } });
    await project.store({ environment: { PASS: 'x' } }).save('shelf');
    const text = await project.read(shelf);
    expect(text.startsWith(written.slice(0, -3))).toBe(true);
    expect(text).toContain('",\r\n\t"retries": 2,\r\n\t"savedFor": {\r\n\t\t"typed"');
    expect(text.endsWith('}\r\n}')).toBe(true);
  });

  test('finds a file by the name in it, whatever the file is called', async () => {
    const project = await projectFolder({ files: { 'connections/main org.json': toyFile() } });
    await project.store().draft('shelf', { fields: { user: 'ada' } });
    expect(await project.store().save('shelf')).toMatchObject({ file: 'connections/main org.json' });
    expect(await project.json('connections/main org.json')).toMatchObject({ user: 'ada' });
  });

  test('refuses a name that two files have', async () => {
    const project = await projectFolder({ files: { [shelf]: toyFile(), 'connections/b.json': toyFile() } });
    await expect(project.store().save('shelf')).rejects.toMatchObject({ code: 'invalid-configuration' });
  });

  test('waits for its turn: calls at the same time lose nothing', async () => {
    const project = await projectFolder({ files: { [shelf]: toyFile() } });
    const store = project.store();
    await Promise.all([
      store.draft('shelf', { fields: { user: 'ada' } }),
      store.draft('shelf', { fields: { retries: 5 } }),
      store.save('shelf'),
    ]);
    expect(await project.json(shelf)).toMatchObject({ user: 'ada', retries: 5 });
  });

  test('waits for other stores that share its state, such as those of other processes', async () => {
    const project = await projectFolder({ files: { [shelf]: toyFile() } });
    const { clock, logger } = createRunContext();
    const changes = { folder: '/new', user: 'ada', retries: 5, sandbox: true, address: 'here', pin: '[pin]' };
    await Promise.all(
      Object.entries(changes).map(([path, value]) => {
        const folder = join(project.folder, '.sfsc/state');
        const state = openStateFolder({ folder, box: () => Promise.resolve(box), clock, logger });
        return project.store({ state }).draft('shelf', { fields: { [path]: value } });
      }),
    );
    expect((await project.store().show('shelf')).fields).toEqual(changes);
  });

  test('of a connection whose host has no value yet warns that nothing guards it', async () => {
    const project = await projectFolder({ files: { [shelf]: toyFile({ folder: '[where]' }) } });
    expect((await project.store().save('shelf')).warnings).toEqual([
      expect.stringContaining('folder uses where, which has no value'),
    ]);
    expect(await project.json(shelf)).not.toHaveProperty('savedFor');
  });
});
