import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { projectFolder } from './project-folder.ts';

const connection = {
  type: 'salesforce-service-cloud',
  name: 'production',
  serverHost: 'https://example.my.salesforce.com',
  username: 'me@example.com',
};
const secrets = ['--enter', 'password', '--enter', 'securityToken'];

describe.concurrent('connections', { timeout: 90_000 }, () => {
  test('show and list say how each secret is kept, and never what it is', async () => {
    await using project = await projectFolder({ variables: { pw: {} } });
    await project.put('connections/production.json', {
      ...connection,
      password: { env: 'SF_PASSWORD' },
      securityToken: '[pw]',
      proxy: { url: 'http://proxy.example:3128', password: 'canary-clear' },
      tls: { certificateFile: 'c.pem', keyFile: 'k.pem', passphrase: '[pw]canary-suffix' },
    });
    const { code, stdout, stderr } = await project.sfsc(['connection', 'show', 'production']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^password +from environment SF_PASSWORD$/m);
    expect(stdout).toMatch(/^securityToken +variable \[pw\]$/m);
    expect(stdout).toMatch(/^proxy\.password +clear text \(!\)$/m);
    expect(stdout).toMatch(/^tls\.passphrase +clear text \(!\)$/m);
    expect(stdout).not.toContain('canary');
    const { document } = await project.json(['show', 'production']);
    expect(document['secrets']).toContainEqual({
      path: 'proxy.password',
      kept: 'clear-text',
      entered: false,
      words: 'clear text (!)',
    });
    expect(JSON.stringify(document)).not.toContain('canary');
  });

  test('list shows saved ones, drafts and files that cannot be read', async () => {
    await using project = await projectFolder();
    await project.put('connections/production.json', connection);
    await project.put('connections/broken.json', '{"password": "canary" oops');
    await project.json(['draft', 'new', '--set', 'username=[who]']);
    await project.json(['draft', 'production', '--set', 'serverHost=https://not-in-force.example']);
    const { code, stdout, stderr } = await project.sfsc(['connection', 'list']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^NAME +STATE +HOST +USER +FILE$/m);
    expect(stdout).toMatch(/^new +draft +\[who\]$/m);
    expect(stdout).toMatch(
      /^production +saved, draft +https:\/\/example\.my\.salesforce\.com +me@example\.com +connections/m,
    );
    expect(stdout).toMatch(/unreadable +connections\/broken\.json/);
    expect(stderr).toMatch(/^Warning: connections\/broken\.json/);
    expect(stdout + stderr).not.toContain('canary');
  });

  test('a draft does not touch what is saved, and show tells the two apart', async () => {
    await using project = await projectFolder();
    await project.put('connections/production.json', connection);
    const drafted = await project.json([
      'draft',
      'production',
      '--set',
      'sandbox=true',
      '--remove',
      'username',
    ]);
    expect(drafted.document).toMatchObject({ hasDraft: true, changed: ['sandbox', 'username'] });
    expect(await project.get('connections/production.json')).toEqual(connection);
    expect((await project.json(['show', 'production'])).document).toMatchObject({
      fields: { username: 'me@example.com' },
      hasDraft: true,
    });
    const draft = await project.json(['show', 'production', '--draft']);
    expect(draft.document['fields']).toEqual({ serverHost: connection.serverHost, sandbox: true });
  });

  test('discard asks where nobody can answer for --yes, drops the draft, and is content without one', async () => {
    await using project = await projectFolder();
    await project.put('connections/production.json', connection);
    await project.json(['draft', 'production', '--set', 'sandbox=true']);
    const asked = await project.json(['discard', 'production']);
    expect(asked).toMatchObject({ code: 1, error: { code: 'invalid-usage' } });
    expect(asked.error?.nextSteps[0]).toContain('--yes');
    expect(await project.names('.sfsc/drafts')).toHaveLength(1);
    expect((await project.json(['discard', 'production', '--yes'])).document).toMatchObject({
      discarded: true,
    });
    expect(await project.names('.sfsc/drafts')).toEqual([]);
    expect((await project.json(['discard', 'production'])).document).toMatchObject({ discarded: false });
    expect(await project.json(['show', 'production', '--draft'])).toMatchObject({
      code: 1,
      error: { message: 'The connection production has no draft.' },
    });
  });

  test('save encrypts what was entered, with a key that it makes for this user alone', async () => {
    await using project = await projectFolder();
    const set = ['--set', `serverHost=${connection.serverHost}`, '--set', 'username=me@example.com'];
    const saved = await project.json(['save', 'production', ...set, ...secrets], 'canary [literal]\n\n');
    expect(saved).toMatchObject({
      code: 0,
      document: { file: 'connections/production.json', created: true },
    });
    const file = await project.get('connections/production.json');
    expect(file).toMatchObject({
      password: { encrypted: expect.stringContaining('v1.') as string },
      securityToken: '',
    });
    const key = await stat(join(project.folder, '../home/key'));
    expect(key.mode & 0o777).toBe(0o600);
    const exported = await project.json(['export', 'production', '--include-secrets']);
    expect(exported.document).toMatchObject({
      connection: { password: 'canary [literal]' },
      inClear: ['password'],
    });
    const { stdout, stderr } = await project.sfsc(['connection', 'export', 'production']);
    expect(JSON.parse(stdout)).not.toHaveProperty('password');
    expect(stderr).toBe('Left out: password.\n');
  });

  test('save refuses fields that are wrong, keeps what was changed as a draft, and says so', async () => {
    await using project = await projectFolder();
    await project.put('connections/production.json', { ...connection, password: { env: 'PW' } });
    const before = await project.get('connections/production.json');
    const { code, error } = await project.json(['save', 'production', '--set', 'apiVersion=seven']);
    expect(code).toBe(1);
    expect(error).toMatchObject({ code: 'invalid-configuration' });
    expect(error?.message).toContain('apiVersion');
    expect(error?.nextSteps[0]).toContain('sfsc connection discard production');
    expect(await project.get('connections/production.json')).toEqual(before);
  });

  test('nothing is written, and nothing asked for, when the command line is wrong', async () => {
    await using project = await projectFolder();
    for (const args of [
      ['--set', 'pasword=x', ...secrets],
      ['--set', 'password=canary'],
      ['--enter', 'password', '--enter', 'password'],
      ['--from', 'none.json', '--enter', 'password'],
      [],
    ]) {
      const { code, error } = await project.json(['draft', 'production', ...args]);
      expect(code).toBe(1);
      expect(['invalid-usage', 'file-not-found']).toContain(error?.code);
      expect(JSON.stringify(error)).not.toContain('canary');
    }
    const short = await project.json(['save', 'production', ...secrets], 'only-the-password\n');
    expect(short.error?.message).toContain('ended before securityToken');
    expect(await project.names('.')).toEqual(['project.json']);
  });

  test('a connection is carried elsewhere by export and --from; its secrets are entered there', async () => {
    await using project = await projectFolder();
    await project.put('connections/production.json', {
      ...connection,
      password: 'canary',
      securityToken: { env: 'TOKEN' },
      idleTimeoutSeconds: 60,
    });
    expect(await project.json(['export', 'production', '--out', 'carried.json'])).toMatchObject({
      code: 0,
      document: { file: 'carried.json', leftOut: ['password'] },
    });
    expect((await stat(join(project.folder, 'carried.json'))).mode & 0o077).toBe(0);
    expect(await project.json(['export', 'production', '--out', 'carried.json'])).toMatchObject({
      code: 1,
      error: { code: 'file-exists' },
    });
    const args = ['save', 'copy', '--from', 'carried.json', '--set', 'sandbox=true', '--enter', 'password'];
    expect(await project.json(args, 'another\n')).toMatchObject({ code: 0, document: { created: true } });
    expect(await project.get('connections/copy.json')).toMatchObject({
      ...connection,
      name: 'copy',
      sandbox: true,
      securityToken: { env: 'TOKEN' },
      idleTimeoutSeconds: 60,
    });
  });

  test('delete lists what uses the connection and refuses; --force deletes and says what is broken', async () => {
    await using project = await projectFolder();
    await project.put('connections/production.json', connection);
    await project.put('activities/read.json', {
      name: 'read',
      type: 'query',
      connection: 'production',
      query: 'q',
    });
    const refused = await project.json(['delete', 'production', '--yes']);
    expect(refused).toMatchObject({ code: 1, error: { code: 'connection-in-use' } });
    expect(refused.error?.message).toContain('activities/read.json');
    expect((await project.json(['delete', 'production', '--force'])).error?.nextSteps[0]).toContain('--yes');
    expect(await project.names('connections')).toEqual(['production.json']);
    const { code, stdout } = await project.sfsc(['connection', 'delete', 'production', '--force', '--yes']);
    expect(code).toBe(0);
    expect(stdout).toBe(
      'Deleted production.\nWhat used it is broken now:\n  activities/read.json, as its connection\n',
    );
    expect(await project.json(['delete', 'production', '--yes'])).toMatchObject({
      code: 1,
      error: { code: 'not-in-project' },
    });
  });

  test('rename takes along what uses the connection, and refuses a name that is taken or no name', async () => {
    await using project = await projectFolder();
    await project.put('connections/production.json', connection);
    await project.put('connections/other.json', { ...connection, name: 'other' });
    await project.put('activities/read.json', {
      name: 'read',
      type: 'query',
      connection: 'production',
      query: 'q',
    });
    expect(await project.json(['rename', 'production', 'other'])).toMatchObject({
      error: { code: 'name-taken' },
    });
    expect(await project.json(['rename', 'production', 'a/b'])).toMatchObject({
      error: { code: 'invalid-configuration' },
    });
    const { stdout } = await project.sfsc(['connection', 'rename', 'production', 'main org']);
    expect(stdout).toMatch(
      /^production is main org now, in connections\/.+\.json\.\nChanged with it:\n {2}activities/,
    );
    expect(await project.get('activities/read.json')).toMatchObject({ connection: 'main org' });
  });

  test('a file that happens to have the name of a connection does not take its place', async () => {
    await using project = await projectFolder();
    await project.put('connections/production.json', { ...connection, password: '[pw]' });
    await project.put('production', { ...connection, name: 'planted', password: '[pw]', surprise: 1 });
    const { error } = await project.json(['test', 'production']);
    expect(error).toMatchObject({ code: 'variable-unset', message: expect.stringContaining('connections/') });
  });

  test('a folder without project.json is named as what is missing', async () => {
    await using project = await projectFolder();
    const { code, error } = await project.json(['list', '--project', 'elsewhere']);
    expect(code).toBe(1);
    expect(error).toMatchObject({ code: 'file-not-found' });
  });

  test('key prints 32 random bytes that SFSC_KEY takes', async () => {
    await using project = await projectFolder();
    const { stdout } = await project.sfsc(['connection', 'key']);
    expect(Buffer.from(stdout.trim(), 'base64')).toHaveLength(32);
    await using other = await projectFolder({}, { SFSC_KEY: stdout.trim() });
    const args = ['save', 'production', '--set', 'username=u', ...secrets];
    expect(await other.json(args, 'p\nt\n')).toMatchObject({ code: 0 });
    expect(await other.names('../home')).not.toContain('key');
  });
});

describe.concurrent('migrate', { timeout: 90_000 }, () => {
  test('makes a draft of a connection, which stays in force as it is, and says what to do', async () => {
    await using project = await projectFolder();
    const soap = {
      ...connection,
      password: { env: 'PW' },
      securityToken: { env: 'TOKEN' },
      idleTimeoutSeconds: 60,
    };
    await project.put('connections/production.json', soap);
    const { code, document } = await project.json(['migrate', 'production']);
    expect(code).toBe(0);
    const steps = document['steps'] as string[];
    expect(steps.join('\n')).toContain('External Client App');
    expect(steps).toContain('Run `sfsc connection test production --draft`.');
    expect(steps).toContain('Then run `sfsc connection save production`.');
    expect(await project.get('connections/production.json')).toEqual(soap);
    const again = await project.json(['migrate', 'production', '--to', 'oauth-jwt-bearer']);
    expect(again).toMatchObject({ code: 1, error: { code: 'invalid-usage' } });
    const draft = await project.json(['show', 'production', '--draft']);
    expect(draft.document['fields']).toEqual({
      serverHost: connection.serverHost,
      idleTimeoutSeconds: 60,
      authentication: {
        type: 'oauth-client-credentials',
        clientId: '[production_client_id]',
        clientSecret: '[production_client_secret]',
      },
    });
  });

  test('of a file writes another one beside it, never over one', async () => {
    await using project = await projectFolder();
    await project.put('org.json', { ...connection, serverHost: 'login.salesforce.com', password: 'canary' });
    const args = ['migrate', 'org.json', '--to', 'oauth-jwt-bearer', '--host', 'example.my.salesforce.com'];
    const { code, document } = await project.json(args);
    expect({ code, file: document['file'] }).toEqual({ code: 0, file: 'org.oauth.json' });
    expect(await project.get('org.oauth.json')).toMatchObject({
      serverHost: 'https://example.my.salesforce.com',
      username: 'me@example.com',
      authentication: { type: 'oauth-jwt-bearer' },
    });
    expect(JSON.stringify(document['steps'])).toContain('sfsc connection test org.oauth.json');
    expect(await project.json(args)).toMatchObject({ code: 1, error: { code: 'file-exists' } });
    expect(await project.json([...args, '--out', 'other.json'])).toMatchObject({ code: 0 });
  });

  test('asks for --host when the login that would tell the host does not work', async () => {
    await using project = await projectFolder();
    // Nobody listens there: the login ends before it leaves this machine.
    const proxy = { url: 'http://127.0.0.1:1' };
    const fields = { ...connection, serverHost: 'login.salesforce.com', proxy, retryDeadlineSeconds: 0.1 };
    await project.put('org.json', { ...fields, password: '[pw]' });
    for (const [variables, expected] of [
      [[], 'variable-unset'],
      [['--var', 'pw=x'], 'proxy-unreachable'],
    ] as const) {
      const { error } = await project.json(['migrate', 'org.json', ...variables]);
      expect(error).toMatchObject({ code: expected });
      expect(error?.nextSteps[0]).toContain('--host NAME.my.salesforce.com');
    }
    expect(await project.names('.')).not.toContain('org.oauth.json');
  });
});
