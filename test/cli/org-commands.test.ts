import { mkdtemp, mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestOrg, type TestOrg } from '../support/local-org.ts';
import { runCli, startCli, type CliOptions } from './run-cli.ts';

let org: TestOrg;
let folder: string;

beforeAll(async () => {
  org = await startTestOrg();
  folder = await mkdtemp(join(tmpdir(), 'cli-test-'));
  const connection = {
    type: 'salesforce-service-cloud',
    name: 'local',
    serverHost: org.url,
    username: org.username,
    password: '[orgPassword]',
    securityToken: { env: 'ORG_TOKEN' },
  };
  await put('project.json', { name: 'demo', variables: { orgPassword: { env: 'ORG_PASSWORD' } } });
  await put('connections/local.json', connection);
  await put('plain.json', { ...connection, password: org.password, securityToken: org.securityToken });
  await put('activities/cases.json', {
    name: 'cases',
    type: 'query',
    connection: 'local',
    query: "SELECT Subject FROM Case WHERE Subject LIKE '[prefix{A}]%' ORDER BY Subject",
  });
  await put('activities/load.json', { name: 'load', type: 'insert', connection: 'local', object: 'Case' });
  await put('transformations/emails.json', {
    name: 'emails',
    distinctBy: 'Id',
    columns: { Subject: 'Title', Origin: { value: 'Email' } },
  });
});

afterAll(async () => {
  await org.close();
  await rm(folder, { recursive: true, force: true });
});

async function put(file: string, content: unknown): Promise<void> {
  const path = join(folder, file);
  await mkdir(join(path, '..'), { recursive: true });
  await writeFile(path, typeof content === 'string' ? content : JSON.stringify(content));
}

const get = (file: string) => readFile(join(folder, file), 'utf8');
const sfsc = (args: readonly string[], options: CliOptions = {}) =>
  runCli(args, {
    cwd: folder,
    env: { ORG_PASSWORD: org.password, ORG_TOKEN: org.securityToken },
    ...options,
  });
const json = (text: string) => JSON.parse(text) as Record<string, unknown>;

describe('connection test', () => {
  test('shows aligned facts for a connection of the project', async () => {
    const { code, stdout, stderr } = await sfsc(['connection', 'test', 'local']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^local works\.\n/);
    expect(stdout).toContain(org.username);
  });

  test('exits with 4 and next steps when the password is wrong, which it does not show', async () => {
    const env = { ORG_PASSWORD: 'canary-password', ORG_TOKEN: '' };
    const { code, stdout, stderr } = await sfsc(['connection', 'test', 'local'], { env });
    expect({ code, stdout }).toEqual({ code: 4, stdout: '' });
    expect(stderr).toMatch(
      /^Error \(invalid-login\): .+\nFields to correct, most likely first: password, .+\n {2}- Check username/,
    );
    expect(stderr).not.toContain('canary-password');
  });
});

describe('metadata', () => {
  test('objects can be searched and are one JSON document for machines', async () => {
    const { code, stdout } = await sfsc([
      'objects',
      '--connection',
      'local',
      '--search',
      'casecom',
      '--json',
    ]);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject([{ name: 'CaseComment', custom: false }]);
  });

  test('custom and standard objects exclude each other', async () => {
    const all = await sfsc(['objects', '--connection', 'local', '--custom']);
    expect(all.stdout).not.toMatch(/^Case /m);
    const both = await sfsc(['objects', '--connection', 'local', '--custom', '--standard']);
    expect(both).toMatchObject({ code: 1, stdout: '' });
  });

  test('describe lists fields in a table, and fails with 1 for an unknown object', async () => {
    const { stdout } = await sfsc(['describe', 'Case', '--connection', 'local']);
    expect(stdout).toMatch(/^FIELD +TYPE +LENGTH +MATCH +LABEL$/m);
    expect(stdout).toMatch(/^Subject +string +255 +Subject$/m);
    const unknown = await sfsc(['describe', 'Nope', '--connection', 'local', '--json']);
    expect(unknown.code).toBe(1);
    expect(json(unknown.stdout)).toMatchObject({ error: { code: 'unknown-object' } });
  });

  test('schema prints what an activity takes, or gives', async () => {
    const common = ['schema', 'insert', '--object', 'Case', '--connection', 'local'];
    const takes = json((await sfsc(common)).stdout);
    expect(takes['properties']).toHaveProperty('Subject');
    const gives = json((await sfsc([...common, '--side', 'source'])).stdout);
    expect(gives['properties']).not.toHaveProperty('Subject');
    const none = await sfsc([
      'schema',
      'query',
      '--soql',
      'SELECT Id FROM Case',
      '--side',
      'target',
      '--connection',
      'local',
    ]);
    expect(none).toMatchObject({ code: 1 });
  });

  test('schema prints XML Schema too, and writes either into a new file', async () => {
    const common = ['schema', 'insert', '--object', 'Case', '--connection', 'local', '--format', 'xsd'];
    const { stdout } = await sfsc(common);
    expect(stdout).toMatch(/^<\?xml version="1\.0" encoding="UTF-8"\?>\n<xs:schema /);
    expect(json((await sfsc([...common, '--json'])).stdout)).toEqual({
      name: expect.stringContaining('→insert→Request'),
      xsd: stdout,
    });
    const written = await sfsc([...common, '--out', 'case.xsd']);
    expect(written.stdout).toMatch(/→insert→Request is in case\.xsd\.\n$/);
    expect(await get('case.xsd')).toBe(stdout);
    const again = await sfsc([...common, '--out', 'case.xsd', '--json']);
    expect(json(again.stdout)).toMatchObject({ error: { code: 'file-exists' } });
    await sfsc(['schema', 'delete', '--connection', 'local', '--out', 'delete.json']);
    expect(json(await get('delete.json'))).toMatchObject({ required: ['Id'] });
  });
});

describe('writing and reading rows', () => {
  test('insert accounts for every row, exits with 2 when some failed, and says why beside the row', async () => {
    await put('in.csv', `Subject,Reason\nFine,\n${'x'.repeat(300)},\n`);
    const args = ['insert', 'Case', '--connection', 'local', '--in', 'in.csv', '--results', 'results'];
    const { code, stdout } = await sfsc(args);
    expect(code).toBe(2);
    expect(stdout).toMatch(/^rows +2\nsucceeded +1\n {2}created +1\nfailed +1$/m);
    expect(stdout).toContain('STRING_TOO_LONG');
    expect(await get('results/failed.csv')).toMatch(
      /^error_code,error_message,error_fields,Subject,Reason\nSTRING_TOO_LONG,/,
    );
    expect(json(await get('results/summary.json'))).toMatchObject({
      complete: true,
      report: { rowCount: 2, failed: 1 },
    });
  });

  test('update, upsert and delete go by Id, from standard input as well', async () => {
    await put('seed.csv', 'Subject\nBefore\n');
    await sfsc(['insert', 'Case', '--connection', 'local', '--in', 'seed.csv', '--results', 'seeded']);
    const id = (await get('seeded/success.csv')).split('\n')[1]?.split(',')[0] ?? '';
    const connected = ['--connection', 'local', '--in', '-'];
    const rows = { stdin: `Id,Subject\n${id},After\n` };
    expect(await sfsc(['update', 'Case', ...connected], rows)).toMatchObject({ code: 0 });
    const soql = `SELECT Subject FROM Case WHERE Id = '${id}'`;
    expect(await sfsc(['query', soql, '--connection', 'local', '--quiet'])).toEqual({
      code: 0,
      stdout: 'Subject\nAfter\n',
      stderr: '',
    });
    expect(await sfsc(['upsert', 'Case', '--external-id', 'Id', ...connected], rows)).toMatchObject({
      code: 0,
    });
    expect(await sfsc(['delete', ...connected], { stdin: `Id\n${id}\n` })).toMatchObject({ code: 0 });
    expect((await sfsc(['query', soql, '--connection', 'local'])).stdout).toBe('Subject\n');
    expect((await sfsc(['query', soql, '--connection', 'local', '--all'])).stdout).toBe('Subject\nAfter\n');
  });

  test('all-or-none undoes the good row beside a bad one', async () => {
    await put('mixed.csv', `Subject\nUndone\n${'x'.repeat(300)}\n`);
    const result = await sfsc([
      'insert',
      'Case',
      '--connection',
      'local',
      '--in',
      'mixed.csv',
      '--all-or-none',
      '--json',
    ]);
    expect(result.code).toBe(2);
    expect(json(result.stdout)).toMatchObject({ report: { rowCount: 2, succeeded: 0 } });
  });

  test('bulk jobs carry the CSV both ways', async () => {
    await put('bulk.csv', 'Subject\n"Bulk, ""1"""\n"Bulk 2\nlines"\n');
    const connected = ['--connection', 'local'];
    const write = await sfsc([
      'bulk-insert',
      'Case',
      ...connected,
      '--in',
      'bulk.csv',
      '--results',
      'bulk',
      '--json',
    ]);
    expect(write.code).toBe(0);
    expect(json(write.stdout)).toMatchObject({ report: { rowCount: 2, succeeded: 2 }, direction: 'target' });
    expect(await get('bulk/success.csv')).toMatch(/^"sf__Id","sf__Created","Subject"\n/);
    const soql = "SELECT Subject FROM Case WHERE Subject LIKE 'Bulk%' ORDER BY Subject";
    const read = await sfsc([
      'bulk-query',
      soql,
      ...connected,
      '--out',
      'bulk-out.csv',
      '--line-ending',
      'CRLF',
    ]);
    expect(read).toMatchObject({ code: 0 });
    expect(read.stdout).toMatch(/^2 rows to bulk-out\.csv, /);
    expect(await get('bulk-out.csv')).toBe('"Subject"\r\n"Bulk 2\nlines"\r\n"Bulk, ""1"""\r\n');
    const other = [...connected, '--out', '-', '--column-delimiter', 'TAB', '--quiet'];
    expect((await sfsc(['bulk-query', 'SELECT Id, Subject FROM Case LIMIT 1', ...other])).stdout).toContain(
      '"\t"',
    );
  });

  test('a query with a limit says that it was cut short', async () => {
    const soql = 'SELECT Name FROM User';
    const rows = await sfsc(['query', soql, '--connection', 'local', '--limit', '1', '--json']);
    expect(JSON.parse(rows.stdout)).toHaveLength(1);
    const file = await sfsc([
      'query',
      soql,
      '--connection',
      'local',
      '--limit',
      '1',
      '--out',
      'users.ndjson',
      '--json',
    ]);
    expect(json(file.stdout)).toMatchObject({
      direction: 'source',
      report: { rowCount: 1 },
      outputs: ['users.ndjson'],
    });
    expect(json(await get('users.ndjson'))).toHaveProperty('Name');
  });
});

describe('guarantees', () => {
  test('no secret shows up in anything printed or written (E15)', async () => {
    const secrets = ['canary-password-1', 'canary-token-2'];
    const env = { ORG_PASSWORD: 'canary-password-1', ORG_TOKEN: 'canary-token-2' };
    await put('one.csv', 'Subject\nx\n');
    const runs = await Promise.all([
      sfsc(['insert', 'Case', '--connection', 'local', '--in', 'one.csv', '--results', 'secret-results'], {
        env,
      }),
      sfsc(['query', 'SELECT Id FROM Case', '--connection', 'local', '--json'], { env }),
      sfsc(['validate', '--json'], { env }),
    ]);
    expect(runs.map(({ code }) => code)).toEqual([4, 4, 0]);
    const printed =
      runs.map(({ stdout, stderr }) => stdout + stderr).join() + (await get('secret-results/summary.json'));
    for (const secret of secrets) expect(printed).not.toContain(secret);
  });

  test('delete with an object deletes nothing when one id belongs to another object', async () => {
    const connected = ['--connection', 'local', '--quiet', '--json'];
    const ids = async (object: string) => {
      const soql = `SELECT Id FROM ${object} ORDER BY Id LIMIT 2`;
      const { stdout } = await sfsc(['query', soql, ...connected]);
      return (JSON.parse(stdout) as { Id: string }[]).map(({ Id }) => Id);
    };
    await put('account.csv', 'Name\nAcme\n');
    await put('new.csv', 'Subject\nOne\nTwo\n');
    await Promise.all([
      sfsc(['insert', 'Account', ...connected, '--in', 'account.csv']),
      sfsc(['insert', 'Case', ...connected, '--in', 'new.csv']),
    ]);
    const [[account = 'none'], cases] = await Promise.all([ids('Account'), ids('Case')]);
    await put('mixed.csv', `Id\n${[...cases, account].join('\n')}\n`);
    await put('own.csv', `id\n${cases.join('\n')}\n`);

    const refused = await sfsc(['delete', 'Case', ...connected, '--in', 'mixed.csv']);
    expect(refused.code).toBe(1);
    expect(json(refused.stdout)).toMatchObject({
      error: { code: 'invalid-value', details: { rowIndex: 2, field: 'Id', object: 'Case' } },
    });
    expect(refused.stdout).not.toContain(account);
    expect(await ids('Case')).toEqual(cases);

    const unknown = await sfsc(['delete', 'Caze', ...connected, '--in', 'own.csv']);
    expect(json(unknown.stdout)).toMatchObject({ error: { code: 'unknown-object' } });
    expect(await ids('Case')).toEqual(cases);

    const stdin = await get('own.csv');
    const broken = await sfsc(['delete', 'Case', ...connected, '--in', '-'], { stdin: `${stdin}a,b\n` });
    expect(json(broken.stdout)).toMatchObject({ error: { code: 'csv-malformed' } });
    expect(await sfsc(['delete', 'Case', ...connected, '--in', '-'], { stdin })).toMatchObject({ code: 0 });
    expect(await ids('Case')).not.toEqual(expect.arrayContaining(cases.slice(0, 1)));
    expect(await sfsc(['delete', ...connected, '--in', 'mixed.csv'])).toMatchObject({ code: 2 });
    expect(await ids('Account')).not.toContain(account);
  });

  test('a broken CSV stops before a bulk job is made, with the place of the defect', async () => {
    await put('broken.csv', 'Subject\n"never closed\n');
    const before = org.activity();
    const { code, stdout } = await sfsc([
      'bulk-insert',
      'Case',
      '--connection',
      'local',
      '--in',
      'broken.csv',
      '--json',
    ]);
    expect(code).toBe(1);
    expect(json(stdout)).toMatchObject({ error: { code: 'csv-unterminated-quote' } });
    expect(org.activity()).toEqual(before);
  });

  test('1,000 rows in are 1,000 rows out, byte for byte, over REST and over bulk jobs', async () => {
    const subjects = Array.from(
      { length: 1000 },
      (_, index) => `Round ${String(index).padStart(4, '0')} "q", é😀`,
    );
    const csv = (rows: readonly string[]) =>
      `"Subject"\n${rows.map((row) => `"${row.replaceAll('"', '""')}"\n`).join('')}`;
    await put('round-rest.csv', csv(subjects));
    await put('round-bulk.csv', csv(subjects.map((subject) => subject.replace('Round', 'Trip'))));
    const connected = ['--connection', 'local', '--quiet'];
    const rest = await sfsc(['insert', 'Case', ...connected, '--in', 'round-rest.csv', '--json']);
    expect(json(rest.stdout)).toMatchObject({ report: { rowCount: 1000, succeeded: 1000 } });
    const bulk = await sfsc(['bulk-insert', 'Case', ...connected, '--in', 'round-bulk.csv', '--json']);
    expect(json(bulk.stdout)).toMatchObject({ report: { rowCount: 1000, succeeded: 1000 } });
    const soql = (word: string) => `SELECT Subject FROM Case WHERE Subject LIKE '${word} %' ORDER BY Subject`;
    await sfsc(['bulk-query', soql('Round'), ...connected, '--out', 'round-out.csv']);
    expect(await get('round-out.csv')).toBe(await get('round-rest.csv'));
    const rows = await sfsc(['query', soql('Trip'), ...connected, '--format', 'json']);
    expect(
      (JSON.parse(rows.stdout) as { Subject: string }[]).map(({ Subject }) =>
        Subject.replace('Trip', 'Round'),
      ),
    ).toEqual(subjects);
  });
});

describe('an interrupt of a bulk job', () => {
  /** Interrupts a command as soon as its progress says so. */
  async function interruptAt(progress: RegExp, args: readonly string[]) {
    const env = { ORG_PASSWORD: org.password, ORG_TOKEN: org.securityToken };
    const child = startCli([...args, '--connection', 'local'], { cwd: folder, env });
    let stderr = '';
    child.stderr.on('data', (chunk: Buffer) => {
      stderr += chunk.toString();
      if (progress.test(stderr)) child.kill('SIGINT');
      progress = /^(?!)/;
    });
    const [code] = (await once(child, 'close')) as [number];
    return { code, stderr };
  }

  test('while it loads accounts for every row', async () => {
    await put('interrupted.csv', `Subject\n${'a subject that nobody reads\n'.repeat(30_000)}`);
    const load = ['bulk-insert', 'Case', '--in', 'interrupted.csv', '--results', 'interrupted'];
    const { code, stderr } = await interruptAt(/upload/, load);
    expect(code).toBe(130);
    expect(stderr).toMatch(/^Error \(cancelled\): /m);
    expect(stderr).toMatch(/^Rows until then: 0 succeeded, 0 failed, /m);
    const summary = json(await get('interrupted/summary.json'));
    expect(summary).toMatchObject({ complete: false, error: { code: 'cancelled' } });
    const { rowCount, unprocessed, unknown } = summary['report'] as Record<string, number>;
    expect([rowCount, unprocessed! + unknown!]).toEqual([30_000, 30_000]);
  });

  test('while it reads leaves no file, not even a part of one', async () => {
    const before = await readdir(folder);
    const { code } = await interruptAt(/./, ['bulk-query', 'SELECT Id FROM Case', '--out', 'cut.csv']);
    expect(code).toBe(130);
    expect(await readdir(folder)).toEqual(before);
  });
});

describe('configured activities', () => {
  test('run with variables from the command line and a transformation of the project', async () => {
    await put('emails.csv', 'Id,Title\n1,Zeta one\n2,Zeta two\n1,Zeta one\n');
    const load = await sfsc(['activity', 'load', '--in', 'emails.csv', '--transformation', 'emails']);
    expect(load.code).toBe(0);
    expect(load.stdout).toMatch(/^dropped by the transformation +1$/m);
    const read = await sfsc([
      'activity',
      'cases',
      '--var',
      'prefix=Zeta',
      '--out',
      '-',
      '--format',
      'ndjson',
    ]);
    expect(read.stdout).toBe('{"Subject":"Zeta one"}\n{"Subject":"Zeta two"}\n');
    const file = await sfsc(['activity', 'activities/cases.json', '--out', '-', '--quiet']);
    expect(file.stdout).toMatch(/^Subject\n/);
  });

  test('find their project elsewhere, and its variables in the environment of the process', async () => {
    const elsewhere = join(folder, 'activities');
    const args = ['activity', 'cases', '--project', '..', '--var', 'prefix=Zeta', '--out', '-', '--quiet'];
    expect(await sfsc(args, { cwd: elsewhere })).toMatchObject({
      code: 0,
      stdout: 'Subject\nZeta one\nZeta two\n',
    });
    const unset = await sfsc(args, { cwd: elsewhere, env: { ORG_TOKEN: 'x' } });
    expect(unset).toMatchObject({ code: 1, stdout: '' });
    expect(unset.stderr).toMatch(
      /^Error \(variable-unset\): connections\/local\.json: password uses orgPassword/,
    );
  });

  test('outside of the project are checked as those inside are', async () => {
    await put('loose/bad.json', { name: 'a:b', type: 'query', connection: 'local' });
    await put('loose/lost.json', {
      name: 'lost',
      type: 'query',
      connection: 'nobody',
      query: 'SELECT Id FROM Case',
    });
    await put('loose/odd.json', {
      name: 'odd',
      type: 'query',
      connection: 'local',
      query: 'SELECT Id FROM Case',
      odd: 1,
    });
    const errorOf = async (file: string) =>
      json((await sfsc(['activity', `loose/${file}.json`, '--out', '-', '--json'])).stdout)['error'];
    expect(await errorOf('bad')).toMatchObject({ details: { problems: [{ path: 'loose/bad.json: name' }] } });
    expect(await errorOf('lost')).toMatchObject({ code: 'not-in-project', details: { kind: 'connection' } });
    expect(await errorOf('odd')).toMatchObject({
      code: 'invalid-configuration',
      details: { problems: [{ path: expect.stringMatching(/^loose\/odd\.json/) as string }] },
    });
  });

  test('name the columns that a transformation misses', async () => {
    await put('other.csv', 'Key,Name\n1,x\n');
    const args = [
      'activity',
      'load',
      '--in',
      'other.csv',
      '--transformation',
      'emails',
      '--results',
      'missed',
      '--json',
    ];
    const { code, stdout } = await sfsc(args);
    expect(code).toBe(1);
    expect(json(stdout)).toMatchObject({
      error: { code: 'unknown-column', details: { unknown: ['Id', 'Title'], known: ['Key', 'Name'] } },
    });
    expect(await readdir(join(folder, 'missed'))).toEqual(['summary.json']);
  });

  test('need an input or output of their kind', async () => {
    const { code, stderr } = await sfsc(['activity', 'load']);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^Error \(invalid-usage\): insert needs an input/);
  });

  test('that are not there are answered with those that are', async () => {
    const { code, stdout } = await sfsc(['activity', 'nope', '--json']);
    expect(code).toBe(1);
    expect(json(stdout)).toMatchObject({
      error: { code: 'not-in-project', details: { known: ['cases', 'load'] } },
    });
  });
});

describe('output', () => {
  test('of a failed read leaves no file, and with --json only the error on standard output', async () => {
    await put('keep.csv', 'earlier\n');
    const before = await readdir(folder);
    const bad = 'SELECT Nope FROM Case';
    expect(await sfsc(['query', bad, '--connection', 'local', '--out', 'keep.csv'])).toMatchObject({
      code: 1,
      stdout: '',
    });
    expect(await get('keep.csv')).toBe('earlier\n');
    expect(await readdir(folder)).toEqual(before);
    const machine = await sfsc(['query', bad, '--connection', 'local', '--json']);
    expect(Object.keys(json(machine.stdout))).toEqual(['error']);
    expect(machine.stderr).toBe('');
  });

  test('into a folder that is not there is a problem of usage, before or after reading', async () => {
    const { code, stdout } = await sfsc([
      'query',
      'SELECT Id FROM User',
      '--connection',
      'local',
      '--out',
      'no/out.csv',
      '--json',
    ]);
    expect(code).toBe(1);
    expect(json(stdout)).toMatchObject({ error: { code: 'file-unwritable', details: { reason: 'ENOENT' } } });
  });

  test('whose reader goes away ends the run quietly', async () => {
    const child = startCli(['query', 'SELECT Id FROM User', '--connection', 'plain.json', '--quiet'], {
      cwd: folder,
    });
    child.stdout.destroy();
    const stderr: Buffer[] = [];
    child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
    const [code] = (await once(child, 'close')) as [number];
    expect({ code, stderr: Buffer.concat(stderr).toString() }).toEqual({ code: 130, stderr: '' });
  });

  test('shows plain progress lines without a terminal, none with --quiet', async () => {
    const args = ['query', 'SELECT Id FROM User', '--connection', 'local', '--out', 'progress.csv'];
    const plain = await sfsc(args);
    expect(plain.stderr).toMatch(/^read .*rows/m);
    expect(plain.stderr).not.toContain('\u001b');
    expect((await sfsc([...args, '--quiet'])).stderr).toBe('');
  });
});
