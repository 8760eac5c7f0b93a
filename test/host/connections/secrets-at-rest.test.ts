import { describe, expect, test } from 'vitest';
import type { Connector } from '../../../src/contract/connector.ts';
import { createSecretBox } from '../../../src/host/index.ts';
import { toyConnector } from '../toy-connector.ts';
import { projectFolder, toyFile, type ProjectFolder } from './project-folder.ts';

const shelf = 'connections/shelf.json';
const secret = 'canary-9f1';

async function everything(project: ProjectFolder): Promise<string> {
  const texts = await Promise.all((await project.files()).map((file) => project.read(file)));
  return texts.join('\n');
}

/** The toy connector, and the configuration that it was given last. */
function watched(): { readonly connector: Connector; readonly given: () => unknown } {
  let last: unknown;
  const connect: Connector['connect'] = (config, context) => {
    last = config;
    return toyConnector.connect(config, context);
  };
  return { connector: { ...toyConnector, connect }, given: () => last };
}

describe('a secret', () => {
  test('is in no file in clear, neither in the draft nor saved, and opens for a run', async () => {
    const project = await projectFolder();
    const store = project.store();
    const view = await store.draft('shelf', {
      fields: { folder: '/shelf', lock: { type: 'keyed', key: `${secret}-key` } },
      secrets: { passphrase: secret },
    });
    expect(JSON.stringify(view)).not.toContain(secret);
    expect(await everything(project)).not.toContain(secret);
    await store.save('shelf');
    expect(await everything(project)).not.toContain(secret);
    expect(await project.json(shelf)).toMatchObject({
      passphrase: { encrypted: expect.stringMatching(/^v1\./u) },
    });
    const { connector, given } = watched();
    const { host, warnings } = await project.host({ connectors: [connector] });
    host.connection('shelf');
    expect(given()).toMatchObject({ passphrase: secret, lock: { key: `${secret}-key` } });
    expect(warnings).toEqual([]);
    expect(host.redact(`it is ${secret}!`)).toBe('it is ***!');
  });

  test('that a hand wrote in clear is read with a warning, and encrypted by the next save', async () => {
    const project = await projectFolder({ files: { [shelf]: toyFile({ passphrase: secret }) } });
    const before = await project.host();
    before.host.connection('shelf');
    expect(before.warnings).toEqual([expect.stringContaining(`${shelf} holds passphrase in clear text`)]);
    expect((await project.store().show('shelf')).secrets).toEqual([
      { path: 'passphrase', kept: 'clear-text', entered: false },
    ]);
    expect(await project.store().save('shelf')).toMatchObject({ encrypted: ['passphrase'] });
    expect(await everything(project)).not.toContain(secret);
  });

  test('that is a variable or an environment variable stays one', async () => {
    const references = { passphrase: '[pass]', pin: { env: 'PIN' } };
    const project = await projectFolder({
      files: { [shelf]: toyFile(references) },
      variables: { pass: { value: 'x' } },
    });
    await project.store({ environment: { PIN: '1' } }).save('shelf');
    expect(await project.json(shelf)).toMatchObject(references);
    expect((await project.store().show('shelf')).fields).toMatchObject(references);
  });

  test('that is a variable spelt with raw: stays one, and follows it behind other text', async () => {
    const project = await projectFolder({ variables: { pw: { value: 'first' } } });
    const fields = { folder: '/s', passphrase: '[raw:pw]', pin: `[raw:pw]-${secret}` };
    await project.store().draft('shelf', { fields });
    await project.store().save('shelf');
    expect(await project.json(shelf)).toMatchObject({ passphrase: '[raw:pw]' });
    expect(await everything(project)).not.toContain(secret);
    const { connector, given } = watched();
    const { host } = await project.host({ connectors: [connector] });
    host.connection('shelf');
    expect(given()).toMatchObject({ passphrase: 'first', pin: `first-${secret}` });
  });

  test('that is part text, part variable is encrypted as a whole, and still follows the variable', async () => {
    const project = await projectFolder({ variables: { pw: { value: 'first' } } });
    await project.store().draft('shelf', { fields: { folder: '/shelf', passphrase: `[pw]-${secret}` } });
    await project.store().save('shelf');
    expect(await everything(project)).not.toContain(secret);
    const { connector, given } = watched();
    const { host } = await project.host({ connectors: [connector], variables: { pw: 'second' } });
    host.connection('shelf');
    expect(given()).toMatchObject({ passphrase: `second-${secret}` });
  });

  test('that a person typed has brackets that mean nothing', async () => {
    const project = await projectFolder();
    await project
      .store()
      .draft('shelf', { fields: { folder: '/s' }, secrets: { passphrase: 'p[w]{"env"}' } });
    await project.store().save('shelf');
    const { connector, given } = watched();
    const { host } = await project.host({ connectors: [connector], variables: { w: 'wrong' } });
    host.connection('shelf');
    expect(given()).toMatchObject({ passphrase: 'p[w]{"env"}' });
  });

  test('does not open in another field or for another connection', async () => {
    const project = await projectFolder();
    await project.store().draft('shelf', { fields: { folder: '/s' }, secrets: { passphrase: secret } });
    await project.store().save('shelf');
    const { passphrase } = await project.json(shelf);
    await project.write(shelf, toyFile({ user: passphrase }));
    await project.write('connections/b.json', toyFile({ name: 'b', passphrase }));
    const { host } = await project.host();
    for (const [name, path] of [
      ['shelf', `${shelf}: user`],
      ['b', 'connections/b.json: passphrase'],
    ] as const) {
      expect(() => host.connection(name)).toThrow(
        expect.objectContaining({ code: 'secret-unreadable', details: { path } }),
      );
    }
  });

  test.each([
    ['no key', undefined, 'is encrypted, and there is no key'],
    ['another key', createSecretBox(Buffer.alloc(32, 1)), 'does not open with this key'],
  ])('with %s is an error that names the field and what to do', async (_, box, words) => {
    const project = await projectFolder();
    await project.store().draft('shelf', { fields: { folder: '/s' }, secrets: { passphrase: secret } });
    await project.store().save('shelf');
    const { host } = await project.host({ box });
    expect(() => host.connection('shelf')).toThrow(
      expect.objectContaining({
        code: 'secret-unreadable',
        message: expect.stringContaining(`${shelf}: passphrase ${words}`),
        nextSteps: expect.arrayContaining([expect.stringContaining('SFSC_KEY')]),
      }),
    );
  });

  test('is not written at all without a key', async () => {
    const project = await projectFolder({ files: { [shelf]: toyFile({ passphrase: secret }) } });
    const store = project.store({ box: undefined });
    await expect(store.draft('a', { secrets: { passphrase: secret } })).rejects.toMatchObject({
      code: 'secret-unreadable',
      details: { fields: ['passphrase'] },
    });
    await expect(store.save('shelf')).rejects.toMatchObject({ code: 'secret-unreadable' });
    expect(await project.files()).toEqual([shelf, 'project.json']);
  });
});

describe('an export', () => {
  const files = {
    [shelf]: toyFile({ passphrase: secret, pin: '[pin{0000}]', lock: { type: 'keyed', key: '[k]' } }),
  };

  test('leaves secrets out, keeps references, and says what is missing; savedFor stays here', async () => {
    const project = await projectFolder({ files, variables: { k: { value: 'k' } } });
    await project.store().save('shelf');
    expect(await project.store().export('shelf')).toEqual({
      connection: toyFile({ lock: { type: 'keyed', key: '[k]' } }),
      leftOut: ['passphrase', 'pin'],
      inClear: [],
      warnings: [],
    });
  });

  test('gives them in clear when asked, with a warning', async () => {
    const project = await projectFolder({ files, variables: { k: { value: 'k' } } });
    await project.store().save('shelf');
    expect(await project.store().export('shelf', { includeSecrets: true })).toEqual({
      connection: toyFile({ passphrase: secret, pin: '[pin{0000}]', lock: { type: 'keyed', key: '[k]' } }),
      leftOut: [],
      inClear: ['passphrase', 'pin'],
      warnings: [expect.stringContaining('passphrase, pin')],
    });
  });

  test('of what was never saved is refused', async () => {
    const project = await projectFolder();
    await project.store().draft('a', {});
    await expect(project.store().export('a')).rejects.toMatchObject({ code: 'not-in-project' });
  });
});
