import { readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { temporaryFolder } from '../host/temporary-folder.ts';
import { startTestOrg, type TestOrg } from '../support/local-org.ts';
import { runCli, type CliResult } from './run-cli.ts';

/** A home of its own, and a connection with a session cache. */
async function newHome(org: TestOrg, changes: Readonly<Record<string, unknown>> = {}) {
  const folder = await temporaryFolder();
  const home = join(folder, 'home');
  const { url, username, password, securityToken } = org;
  await writeFile(
    join(folder, 'cached.json'),
    JSON.stringify({
      type: 'salesforce-service-cloud',
      name: 'cached',
      serverHost: url,
      username,
      password,
      securityToken,
      sessionCache: true,
      ...changes,
    }),
  );
  const sfsc = (args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<CliResult> =>
    runCli(args, { cwd: folder, env: { SFSC_HOME: home, ...env } });
  return { home, sfsc };
}

const listObjects = ['objects', '--search', 'casecomment', '--connection', 'cached.json', '--json'];

/** Every file below the folder, with its path and content. */
async function everythingIn(folder: string): Promise<string> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const texts = await Promise.all(files.map((file) => readFile(file, 'latin1')));
  return [...files, ...texts].join('\n');
}

describe('commands of a connection with a session cache', () => {
  test('make one login of ten processes, and leave no secret in clear', { timeout: 180_000 }, async () => {
    await using org = await startTestOrg();
    const { home, sfsc } = await newHome(org);
    const inARow: CliResult[] = [];
    for (let count = 0; count < 10; count += 1) inARow.push(await sfsc(listObjects));
    expect(inARow.map(({ code, stderr }) => ({ code, stderr }))).toEqual(
      Array.from({ length: 10 }, () => ({ code: 0, stderr: '' })),
    );
    expect(org.activity().logins).toBe(1);

    const kept = await everythingIn(home);
    expect(kept).toContain(join(home, 'state'));
    for (const secret of [org.password, org.securityToken, org.username, org.url, '00D', 'session']) {
      expect(kept).not.toContain(secret);
    }
  });

  test('make one login of ten processes at once', { timeout: 180_000 }, async () => {
    await using org = await startTestOrg();
    const { home, sfsc } = await newHome(org);
    const results = await Promise.all(Array.from({ length: 10 }, () => sfsc(listObjects)));
    expect(results.map(({ code, stderr }) => ({ code, stderr }))).toEqual(
      Array.from({ length: 10 }, () => ({ code: 0, stderr: '' })),
    );
    expect(org.activity().logins).toBe(1);
    const names = await readdir(join(home, 'state'));
    expect(names.length).toBe(1);
  });

  test('log in anew under another key, and say what cannot be read', { timeout: 60_000 }, async () => {
    await using org = await startTestOrg();
    const { sfsc } = await newHome(org);
    const key = (byte: number) => Buffer.alloc(32, byte).toString('base64');
    expect((await sfsc(listObjects, { SFSC_KEY: key(1) })).code).toBe(0);
    expect((await sfsc(listObjects, { SFSC_KEY: key(2) })).code).toBe(0);
    expect(org.activity().logins).toBe(2);
    const wrong = await sfsc(listObjects, { SFSC_KEY: 'short' });
    expect(wrong.code).toBe(1);
    expect(JSON.parse(wrong.stdout)).toMatchObject({ error: { code: 'secret-key-invalid' } });
  });

  test('do not lock a user whose password is wrong, until somebody asks', { timeout: 120_000 }, async () => {
    await using org = await startTestOrg();
    const { home, sfsc } = await newHome(org, { password: 'wrong-canary' });
    const results: CliResult[] = [];
    for (let count = 0; count < 3; count += 1) results.push(await sfsc(listObjects));
    expect(results.map(({ code }) => code)).toEqual([4, 4, 4]);
    expect(org.activity().logins).toBe(1);
    expect(JSON.parse(results[2]?.stdout ?? '')).toMatchObject({
      error: {
        code: 'invalid-login',
        nextSteps: expect.arrayContaining([expect.stringContaining('not asked again')]),
      },
    });
    await sfsc(['connection', 'test', 'cached.json']);
    expect(org.activity().logins).toBe(2);
    expect(`${await everythingIn(home)} ${JSON.stringify(results)}`).not.toContain('canary');
  });
});

describe('commands of other connections', () => {
  test('make neither folder nor key', { timeout: 60_000 }, async () => {
    await using org = await startTestOrg();
    const { home, sfsc } = await newHome(org, { sessionCache: false });
    expect((await sfsc(listObjects)).code).toBe(0);
    await expect(readdir(home)).rejects.toMatchObject({ code: 'ENOENT' });
  });
});
