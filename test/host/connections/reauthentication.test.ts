import { symlink } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { createRunContext } from '../../../src/compose.ts';
import { createHost, validateProject, type ConnectionFile } from '../../../src/host/index.ts';
import { toyConnector } from '../toy-connector.ts';
import { box, projectFolder, toyFile, type Opening, type ProjectFolder } from './project-folder.ts';

const shelf = 'connections/shelf.json';
const secrets = { passphrase: 'open sesame', pin: '' };

/** A project with a connection that was saved in order. */
async function saved(
  { fields = {}, ...options }: { fields?: Record<string, unknown>; reauthenticateOnChange?: boolean } = {},
  opening?: Opening,
): Promise<ProjectFolder> {
  const project = await projectFolder({ reauthenticateOnChange: true, ...options });
  const store = project.store(opening);
  await store.draft('shelf', { fields: { folder: '/shelf', user: 'ada', ...fields }, secrets });
  await store.save('shelf');
  return project;
}

async function rewritten(project: ProjectFolder, fields: Record<string, unknown>): Promise<void> {
  await project.write(shelf, { ...(await project.json(shelf)), ...fields });
}

async function opened(project: ProjectFolder, opening?: Opening): Promise<readonly string[]> {
  const { host, warnings } = await project.host(opening);
  host.connection('shelf');
  return warnings;
}

const refused = (...changes: string[]): unknown =>
  expect.objectContaining({
    code: 'reauthentication-required',
    category: 'authentication',
    recovery: 'reauthenticate',
    details: { connection: 'shelf', changes },
  });

describe('with the policy, a connection', () => {
  test('that is as it was saved is opened', async () => {
    expect(await opened(await saved())).toEqual([]);
  });

  test.each([
    [{ folder: '/evil' }, ['folder was /shelf and is /evil', 'the host was /shelf and is /evil']],
    [{ user: 'eve' }, ['user was ada and is eve', 'the user was ada and is eve']],
    [{ sandbox: true }, ['sandbox was false and is true', 'the host was /shelf and is /shelf-sandbox']],
    [{ lock: { type: 'keyed', key: '[k{v}]' } }, ['lock.type was open and is keyed']],
    [{ folder: '[f{/shelf}]' }, ['folder was /shelf and is [f{/shelf}]']],
  ])('changed by hand to %j is refused, saying what changed', async (fields, changes) => {
    const project = await saved();
    await rewritten(project, fields);
    await expect(opened(project)).rejects.toEqual(refused(...changes));
  });

  test.each([[{ sandbox: false }], [{ lock: { type: 'open' } }], [{ retries: 3 }]])(
    'changed by hand to %j is opened: host, user and secrets are the same',
    async (fields) => {
      const project = await saved();
      await rewritten(project, fields);
      expect(await opened(project)).toEqual([]);
    },
  );

  test.each([
    [{ passphrase: { env: 'PASS' } }],
    [{ passphrase: '[pass]' }],
    [{ passphrase: 'typed' }],
    [{ passphrase: undefined }],
    [{ pin: { env: 'PASS' } }],
  ])('whose secrets were changed by hand to %j is refused, and a save asks for them', async (fields) => {
    const project = await saved();
    await rewritten(project, fields);
    const opening = { environment: { PASS: 'x' }, variables: { pass: 'x' } };
    await expect(opened(project, opening)).rejects.toMatchObject({
      code: 'reauthentication-required',
      message: expect.stringContaining('or secrets were changed by hand since then'),
      nextSteps: expect.arrayContaining(['Save it: `sfsc connection save shelf`.']),
    });
    const store = project.store(opening);
    await expect(store.save('shelf')).rejects.toMatchObject({ code: 'reauthentication-required' });
    await store.draft('shelf', { secrets });
    await store.save('shelf');
    expect(await opened(project)).toEqual([]);
  });

  test('does not open with an older savedFor and its host around newer secrets', async () => {
    const project = await saved({ fields: { folder: '/old' } });
    const old = await project.json(shelf);
    const store = project.store();
    await store.draft('shelf', { fields: { folder: '/new' }, secrets: { passphrase: 'of /new', pin: '' } });
    await store.save('shelf');
    await rewritten(project, { folder: '/old', savedFor: old['savedFor'] });
    await expect(opened(project)).rejects.toMatchObject({ code: 'reauthentication-required' });
    await expect(store.save('shelf')).rejects.toMatchObject({ details: { fields: ['passphrase', 'pin'] } });
  });

  test('that changes through a variable is refused, naming the field that holds it', async () => {
    const project = await saved({ fields: { folder: '[where]' } }, { variables: { where: '/shelf' } });
    expect(await opened(project, { variables: { where: '/shelf' } })).toEqual([]);
    await expect(opened(project, { variables: { where: '/evil' } })).rejects.toEqual(
      refused('the host was /shelf and is /evil through folder'),
    );
  });

  test('that was never saved is refused, with the step to save it', async () => {
    const project = await projectFolder({ reauthenticateOnChange: true, files: { [shelf]: toyFile() } });
    await expect(opened(project)).rejects.toMatchObject({
      code: 'reauthentication-required',
      nextSteps: expect.arrayContaining(['Save it: `sfsc connection save shelf`.']),
    });
  });

  test.each([
    ['no seal', (file: Saved) => ({ ...file.savedFor, seal: undefined })],
    ['a made-up seal', (file: Saved) => ({ ...file.savedFor, seal: 'x'.repeat(43) })],
    [
      'another host under the old seal',
      (file: Saved) => ({
        ...file.savedFor,
        typed: { ...file.savedFor.typed, folder: '/evil' },
        resolved: { host: '/evil', user: 'ada' },
      }),
    ],
  ])('whose savedFor has %s is refused', async (_, forge) => {
    const project = await saved();
    const file = (await project.json(shelf)) as unknown as Saved;
    const savedFor = forge(file);
    await rewritten(project, { savedFor, folder: savedFor.typed.folder });
    await expect(opened(project)).rejects.toMatchObject({
      code: 'reauthentication-required',
      message: expect.stringContaining('`savedFor` was not written by a save with this key'),
    });
  });

  test('cannot borrow the seal of a connection of another name', async () => {
    const project = await saved();
    await project.write('connections/b.json', { ...(await project.json(shelf)), name: 'b', passphrase: 'x' });
    const { host } = await project.host();
    expect(() => host.connection('b')).toThrow(
      expect.objectContaining({ code: 'reauthentication-required' }),
    );
  });

  test('is refused without the key, because nobody can tell', async () => {
    const project = await projectFolder({ reauthenticateOnChange: true });
    await project.store().draft('shelf', { fields: { folder: '/s', passphrase: '[p{x}]', pin: '' } });
    await project.store().draft('shelf', { fields: { passphrase: { env: 'P' } } });
    await project.store({ environment: { P: 'x' } }).save('shelf');
    const opening = { environment: { P: 'x' } };
    expect(await opened(project, opening)).toEqual([]);
    await expect(opened(project, { ...opening, box: undefined })).rejects.toMatchObject({
      code: 'secret-unreadable',
      message: expect.stringContaining('whom it was saved for cannot be verified'),
    });
  });

  test('is guarded under its path, from wherever, and a file of no project is not', async () => {
    const project = await saved();
    await rewritten(project, { folder: '/evil' });
    await project.write('elsewhere/connections/shelf.json', await project.json(shelf));
    const { host } = await project.host();
    const without = createHost({ connectors: [toyConnector], context: createRunContext(), box });
    const named = (path: string): ConnectionFile => ({
      file: `${project.folder}/${path}`,
      type: 'ndjson-folder',
      name: 'shelf',
      config: { name: 'shelf', folder: '/evil' },
    });
    const guarded = expect.objectContaining({ code: 'reauthentication-required' });
    expect(() => host.connection(named(shelf))).toThrow(guarded);
    expect(() => without.connection(named(shelf))).toThrow(guarded);
    await symlink(
      `${project.folder}/elsewhere/connections/shelf.json`,
      `${project.folder}/connections/link.json`,
    );
    expect(() => without.connection(named('connections/link.json'))).toThrow(guarded);
    expect(without.connection(named('elsewhere/connections/shelf.json')).name).toBe('shelf');
    await project.write('project.json', '{ broken');
    expect(() => without.connection(named(shelf))).toThrow(guarded);
    await project.write('project.json', { name: 'without a policy' });
    expect(without.connection(named(shelf)).name).toBe('shelf');
  });

  test('shows up in a validation, with and without the key', async () => {
    const project = await saved();
    const options = { connectors: [toyConnector], context: createRunContext() };
    await validateProject(project.folder, { ...options, box });
    await validateProject(project.folder, options);
    await rewritten(project, { user: 'eve' });
    for (const given of [{ ...options, box }, options]) {
      const failure: unknown = await validateProject(project.folder, given).catch((error: unknown) => error);
      expect(failure).toMatchObject({ code: 'invalid-configuration' });
      expect(String(failure)).toContain(`\n  ${shelf}: the secrets were entered for another host or user: `);
    }
  });
});

interface Saved {
  readonly savedFor: { readonly typed: { readonly folder: string }; readonly resolved: object };
}

describe('with the policy, saving', () => {
  test('another host asks for every secret again, and an empty one counts only if it was entered as empty', async () => {
    const project = await saved();
    const before = await project.read(shelf);
    const store = project.store();
    await store.draft('shelf', { fields: { folder: '/new' } });
    const missing = async (): Promise<unknown> =>
      store.save('shelf').then(
        () => [],
        (error: unknown) => (error as { details: { fields: unknown } }).details.fields,
      );
    expect(await missing()).toEqual(['passphrase', 'pin']);
    await store.draft('shelf', { secrets: { passphrase: 'new one' } });
    expect(await missing()).toEqual(['pin']);
    expect(await project.read(shelf)).toBe(before);
    await store.draft('shelf', { secrets: { pin: '' } });
    expect((await store.show('shelf')).secrets.map(({ path, entered }) => [path, entered])).toEqual([
      ['passphrase', true],
      ['pin', true],
    ]);
    expect(await missing()).toEqual([]);
    expect(await opened(project)).toEqual([]);
  });

  test('a draft that was written by hand brings in no secret, also for the same host', async () => {
    const project = await saved({ fields: { folder: '/old' } });
    const old = await project.json(shelf);
    const store = project.store();
    await store.draft('shelf', { fields: { folder: '/new' }, secrets: { passphrase: 'of /new', pin: '' } });
    await store.save('shelf');
    const { passphrase } = await project.json(shelf);
    await project.write(shelf, old);
    for (const brought of [passphrase, { env: 'OTHER' }]) {
      await project.write('.sfsc/drafts/shelf.json', {
        name: 'shelf',
        type: 'ndjson-folder',
        set: { passphrase: brought },
      });
      await expect(project.store({ environment: { OTHER: 'x' } }).save('shelf')).rejects.toMatchObject({
        code: 'reauthentication-required',
        details: { fields: ['passphrase'] },
      });
    }
  });

  test('without a secret asks for nothing: it sends less', async () => {
    const project = await saved();
    await project.store().draft('shelf', { fields: { passphrase: null } });
    await project.store().save('shelf');
    expect(await opened(project)).toEqual([]);
  });

  test('the same host asks for nothing', async () => {
    const project = await saved();
    await project.store().draft('shelf', { fields: { retries: 3 } });
    await project.store().save('shelf');
    expect(await opened(project)).toEqual([]);
  });

  test('takes no secrets that were entered before host or user changed again', async () => {
    const project = await saved();
    const store = project.store();
    await store.draft('shelf', { fields: { user: 'grace' }, secrets });
    await store.draft('shelf', { fields: { user: 'eve' } });
    await expect(store.save('shelf')).rejects.toMatchObject({
      code: 'reauthentication-required',
      details: { fields: ['passphrase', 'pin'] },
    });
  });

  test('takes none for a host that a variable changed between draft and save', async () => {
    const project = await projectFolder({ reauthenticateOnChange: true });
    const at = (where: string) => project.store({ variables: { where } });
    await at('/shelf').draft('shelf', { fields: { folder: '[where]' }, secrets });
    await expect(at('/evil').save('shelf')).rejects.toMatchObject({ code: 'reauthentication-required' });
    await at('/shelf').save('shelf');
  });

  test('takes no encrypted value that was copied, and no mark that was made up or kept for another value', async () => {
    const project = await saved();
    const store = project.store();
    const { passphrase } = await project.json(shelf);
    await store.draft('shelf', { fields: { folder: '/evil', passphrase }, secrets: { pin: '1' } });
    await expect(store.save('shelf')).rejects.toMatchObject({ details: { fields: ['passphrase'] } });
    const draftFile = '.sfsc/drafts/shelf.json';
    const draft = (await project.json(draftFile)) as { entered: object };
    await project.write(draftFile, { ...draft, entered: { ...draft.entered, passphrase: 'x' } });
    await expect(store.save('shelf')).rejects.toMatchObject({ details: { fields: ['passphrase'] } });

    await store.draft('shelf', { secrets: { passphrase: 'mine' } });
    const entered = (await project.json(draftFile)) as { set: object };
    await project.write(draftFile, { ...entered, set: { ...entered.set, passphrase } });
    await expect(store.save('shelf')).rejects.toMatchObject({ details: { fields: ['passphrase'] } });
  });

  test('a file that was changed by hand asks for its secrets too, and so does one without a seal', async () => {
    const project = await saved();
    await rewritten(project, { folder: '/evil' });
    await expect(project.store().save('shelf')).rejects.toMatchObject({
      details: {
        fields: ['passphrase', 'pin'],
        changes: ['folder was /shelf and is /evil', 'the host was /shelf and is /evil'],
      },
    });
    await rewritten(project, { savedFor: undefined });
    await expect(project.store().save('shelf')).rejects.toMatchObject({
      details: { fields: ['passphrase', 'pin'], changes: [] },
    });
  });

  test('a file written by hand takes the secrets that stand in it in clear as entered', async () => {
    const project = await projectFolder({
      reauthenticateOnChange: true,
      files: { [shelf]: toyFile({ passphrase: 'clear', pin: '1234' }) },
    });
    await project.store().save('shelf');
    expect(await opened(project)).toEqual([]);
  });

  test.each(['[pass]', 'x[pass]', '[pass{default}]'])(
    'a file written by hand gets nowhere with a secret such as %s, which anybody can write',
    async (passphrase) => {
      const project = await projectFolder({
        reauthenticateOnChange: true,
        variables: { pass: { value: 'of somebody else' } },
        files: { [shelf]: toyFile({ folder: '/evil', passphrase, pin: '1234' }) },
      });
      await expect(project.store().save('shelf')).rejects.toMatchObject({
        code: 'reauthentication-required',
        details: { fields: ['passphrase'] },
      });
    },
  );

  test('asks for the secrets of the way of logging in that is chosen', async () => {
    const project = await saved();
    await project.store().draft('shelf', { fields: { lock: { type: 'keyed' } }, secrets });
    await project.store().draft('shelf', { fields: { 'lock.key': '[k]' } });
    await expect(project.store().save('shelf')).resolves.toMatchObject({ created: false });
  });

  test('is refused while the host has no value, or while there is no key', async () => {
    const project = await projectFolder({
      reauthenticateOnChange: true,
      files: { [shelf]: toyFile({ folder: '[where]' }) },
    });
    await expect(project.store().save('shelf')).rejects.toMatchObject({
      code: 'variable-unset',
      details: { variable: 'where' },
    });
    const store = project.store({ variables: { where: '/x' }, box: undefined });
    await expect(store.save('shelf')).rejects.toMatchObject({ code: 'secret-unreadable' });
  });

  test('can be tried before: a preview passes the same checks and writes nothing', async () => {
    const project = await saved();
    const store = project.store();
    await store.draft('shelf', { fields: { folder: '/new' } });
    await expect(store.preview('shelf')).rejects.toMatchObject({ code: 'reauthentication-required' });
    await store.draft('shelf', { secrets });
    const before = await project.read(shelf);
    const { host } = await project.host();
    expect(host.connection(await store.preview('shelf'))).toMatchObject({ folder: '/new' });
    expect(await project.read(shelf)).toBe(before);
  });
});

test('a long value is told by its length, not repeated', async () => {
  const project = await saved({ fields: { user: `ada${'a'.repeat(300)}` } });
  await rewritten(project, { user: 'line 1\nline 2' });
  await expect(opened(project)).rejects.toEqual(
    refused(
      'user was a text of 303 characters and is a text of 13 characters',
      'the user was a text of 303 characters and is a text of 13 characters',
    ),
  );
});

describe('without the policy', () => {
  test('a changed host is a warning, when it is opened and when it is saved', async () => {
    const project = await saved({ reauthenticateOnChange: false });
    await rewritten(project, { folder: '/new' });
    expect(await opened(project)).toEqual([
      `${shelf}: the secrets were entered for another host or user: folder was /shelf and is /new; the host was /shelf and is /new.`,
    ]);
    expect((await project.store().save('shelf')).warnings).toEqual([
      'passphrase, pin stayed the same although folder was /shelf and is /new; the host was /shelf and is /new.',
    ]);
    expect(await opened(project)).toEqual([]);
  });

  test('a file that was never saved is opened without a word, and a save needs no key', async () => {
    const project = await projectFolder({ files: { [shelf]: toyFile() } });
    expect(await opened(project, { box: undefined })).toEqual([]);
    await project.store({ box: undefined }).save('shelf');
    expect(await opened(project, { box: undefined })).toEqual([]);
    expect(await project.json(shelf)).toHaveProperty('savedFor.resolved', { host: '/shelf', user: 'nobody' });
  });
});
