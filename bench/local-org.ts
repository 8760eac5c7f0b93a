import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { Agent, request } from 'undici';

/**
 * The local org as it is published (`npm run build`) under load, in a process of its own and with a data file, driven over HTTP from here.
 *
 * Goals: 1,000,000 cases in under 30 s (they come by Bulk jobs, so that the whole way is measured), uploads of 300 MB/s,
 * 40,000 rows/s processed, results at 200 MB/s, 500 mixed REST requests/s, all of it below 300 MB resident.
 * `node bench/local-org.ts [CASES]`; both processes share the machine, so a busy one shows.
 */
const caseCount = Number(process.argv[2] ?? 1_000_000);
const casesPerJob = Math.min(250_000, caseCount);
const uploadRounds = 5;
const restSeconds = 5;
const restClients = 10;
const soql = 'SELECT Id, CaseNumber, Subject, Status, Origin, CreatedDate, Description FROM Case';

const folder = mkdtempSync(join(tmpdir(), 'sfsc-bench-org-'));
const dataFile = join(folder, 'org.sqlite');
const agent = new Agent({ connections: restClients, pipelining: 1 });

interface Org {
  readonly url: string;
  readonly username: string;
  readonly password: string;
  readonly securityToken: string;
}

const main = join(import.meta.dirname, '..', 'dist', 'cli', 'main.js');
const child = spawn(process.execPath, [main, 'org', 'start', '--port', '0', '--data', dataFile], {
  stdio: ['ignore', 'pipe', 'inherit'],
});
try {
  await run(child);
} finally {
  child.kill();
  await once(child, 'exit');
  rmSync(folder, { recursive: true });
}

async function run(server: ChildProcess): Promise<void> {
  const [line] = (await once(server.stdout!.setEncoding('utf8'), 'data')) as [string];
  const org = JSON.parse(line) as Org;
  const sessionId = await login(org);
  const base = `${org.url}/services/data/v67.0`;
  const call = caller(base, sessionId);
  const rows: Record<string, Record<string, string>> = {};
  const measured = async (what: string, unit: string, goal: number, work: () => Promise<Phase>) => {
    const cpuBefore = cpuSecondsOf(server);
    const { perSecond, amount } = await work();
    const cpuSeconds = cpuSecondsOf(server) - cpuBefore;
    rows[what] = {
      figure: `${Math.round(perSecond)} ${unit}/s`,
      goal: `${Math.round(goal)} ${unit}/s`,
      ratio: (perSecond / goal).toFixed(2),
      'in a second of its CPU': `${Math.round(amount / cpuSeconds)} ${unit}`,
      'resident MB': megabytesOf(server, 'VmRSS').toFixed(0),
    };
    console.log(what, rows[what]);
  };
  await measured('seeding cases by Bulk jobs', 'rows', 1_000_000 / 30, () => seed(call));
  await measured('processing rows', 'rows', 40_000, () => processOnly(call));
  await measured('uploading', 'MB', 300, () => upload(call));
  await measured('running a query job', 'rows', 40_000, () => runQuery(call));
  await measured('streaming its results', 'MB', 200, () => readResults(call));
  await measured('mixed REST requests', 'requests', 500, () => mixed(call));
  console.log(`peak resident: ${megabytesOf(server, 'VmHWM').toFixed(0)} MB (goal 300)`);
  console.table(rows);
  console.log(`WAL file: ${(statSync(`${dataFile}-wal`).size / 1e6).toFixed(0)} MB`);
}

interface Phase {
  readonly perSecond: number;
  /** All that was moved, slower rounds too. */
  readonly amount: number;
}

type Call = (
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
  path: string,
  body?: object | Readable,
  contentType?: string,
) => Promise<Reply>;

interface Reply {
  readonly headers: Record<string, string | string[] | undefined>;
  readonly body: Readable & { text(): Promise<string> };
}

function caller(base: string, sessionId: string): Call {
  return async (method, path, body, contentType = 'application/json') => {
    const {
      statusCode,
      headers,
      body: answer,
    } = await request(base + path, {
      method,
      dispatcher: agent,
      headers: { Authorization: `Bearer ${sessionId}`, ...(body && { 'Content-Type': contentType }) },
      ...(body && { body: body instanceof Readable ? body : JSON.stringify(body) }),
    });
    if (statusCode < 300) return { headers, body: answer };
    throw new TypeError(`${method} ${path}: ${statusCode} ${await answer.text()}`);
  };
}

async function login({ url, username, password, securityToken }: Org): Promise<string> {
  const body =
    '<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/" xmlns="urn:partner.soap.sforce.com"><e:Body>' +
    `<login><username>${username}</username><password>${password}${securityToken}</password></login></e:Body></e:Envelope>`;
  const { body: answer } = await request(`${url}/services/Soap/u/64.0`, {
    method: 'POST',
    headers: { 'Content-Type': 'text/xml', SOAPAction: 'login' },
    body,
  });
  return /<sessionId>([^<]+)</.exec(await answer.text())?.[1] ?? '';
}

async function json(reply: Promise<Reply>): Promise<Record<string, unknown>> {
  return JSON.parse(await (await reply).body.text()) as Record<string, unknown>;
}

/** From the creation of the first job to the end of the last. */
async function seed(call: Call): Promise<Phase> {
  const startedAt = performance.now();
  for (let first = 0; first < caseCount; first += casesPerJob) {
    const count = Math.min(casesPerJob, caseCount - first);
    await ingest(call, { csv: caseCsv(first, count), count });
  }
  return { perSecond: caseCount / secondsSince(startedAt), amount: caseCount };
}

/** The processing alone, from the closing of a job to its end. */
async function processOnly(call: Call): Promise<Phase> {
  const { processingSeconds } = await ingest(call, {
    csv: caseCsv(caseCount, casesPerJob),
    count: casesPerJob,
  });
  return { perSecond: casesPerJob / processingSeconds, amount: casesPerJob };
}

async function ingest(
  call: Call,
  { csv, count }: { readonly csv: Iterable<Buffer>; readonly count: number },
): Promise<{ processingSeconds: number }> {
  const { id } = await json(call('POST', '/jobs/ingest', { object: 'Case', operation: 'insert' }));
  const path = `/jobs/ingest/${String(id)}`;
  await (await call('PUT', `${path}/batches`, Readable.from(csv), 'text/csv')).body.text();
  const closedAt = performance.now();
  await json(call('PATCH', path, { state: 'UploadComplete' }));
  const info = await ended(call, path);
  if (info['numberRecordsProcessed'] !== count || info['numberRecordsFailed'] !== 0) {
    throw new TypeError(JSON.stringify(info));
  }
  return { processingSeconds: secondsSince(closedAt) };
}

function* caseCsv(first: number, count: number): Generator<Buffer> {
  yield Buffer.from('Subject,Origin,Priority,Description\n');
  for (let offset = 0; offset < count; offset += 1_000) {
    const lines = Array.from({ length: Math.min(1_000, count - offset) }, (_, index) => {
      const number = first + offset + index;
      return `Printer ${number} is on fire,Web,High,It began this morning on floor ${number % 90}\n`;
    });
    yield Buffer.from(lines.join(''));
  }
}

async function ended(call: Call, path: string): Promise<Record<string, unknown>> {
  for (;;) {
    const info = await json(call('GET', path));
    if (['JobComplete', 'Failed', 'Aborted'].includes(String(info['state']))) return info;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** MB/s of the best round, as the disk of a shared machine has moods. */
async function upload(call: Call): Promise<Phase> {
  const chunk = Buffer.alloc(1024 * 1024, 'Printer,Web,High\n');
  const chunks = 100;
  let best = 0;
  for (let round = 0; round < uploadRounds; round++) {
    const { id } = await json(call('POST', '/jobs/ingest', { object: 'Case', operation: 'insert' }));
    const path = `/jobs/ingest/${String(id)}`;
    const startedAt = performance.now();
    const body = Readable.from(repeat(chunk, chunks));
    await (await call('PUT', `${path}/batches`, body, 'text/csv')).body.text();
    best = Math.max(best, (chunks * chunk.byteLength) / 1e6 / secondsSince(startedAt));
  }
  return { perSecond: best, amount: (uploadRounds * chunks * chunk.byteLength) / 1e6 };
}

function* repeat(chunk: Buffer, count: number): Generator<Buffer> {
  for (let n = 0; n < count; n++) yield chunk;
}

/** Leaves the job for {@link readResults}. */
async function runQuery(call: Call): Promise<Phase> {
  const startedAt = performance.now();
  const { id } = await json(call('POST', '/jobs/query', { operation: 'query', query: soql }));
  const info = await ended(call, `/jobs/query/${String(id)}`);
  const amount = Number(info['numberRecordsProcessed']);
  if (amount < caseCount) throw new TypeError(JSON.stringify(info));
  return { perSecond: amount / secondsSince(startedAt), amount };
}

/** The best of three readings of the newest query job. */
async function readResults(call: Call): Promise<Phase> {
  const { records } = await json(call('GET', '/jobs/query?jobType=V2Query'));
  const { id } = (records as { id: string }[]).at(-1)!;
  let best = 0;
  let amount = 0;
  for (let round = 0; round < 3; round++) {
    const startedAt = performance.now();
    let bytes = 0;
    let locator = '';
    while (locator !== 'null') {
      const from = locator === '' ? '' : `&locator=${locator}`;
      const { headers, body } = await call('GET', `/jobs/query/${id}/results?maxRecords=250000${from}`);
      locator = String(headers['sforce-locator']);
      for await (const chunk of body) bytes += (chunk as Buffer).byteLength;
    }
    best = Math.max(best, bytes / 1e6 / secondsSince(startedAt));
    amount += bytes / 1e6;
  }
  return { perSecond: best, amount };
}

/** Requests a second: create, read, change, query and describe in turn. */
async function mixed(call: Call): Promise<Phase> {
  const endsAt = performance.now() + restSeconds * 1_000;
  let answered = 0;
  const work = async (client: number): Promise<void> => {
    for (let turn = 0; performance.now() < endsAt; turn++) {
      const name = { Name: `Account ${client} ${turn}` };
      const { id } = await json(call('POST', '/sobjects/Account', name));
      const path = `/sobjects/Account/${String(id)}`;
      await json(call('GET', `${path}?fields=Id,Name`));
      await (await call('PATCH', path, { Phone: '1' })).body.text();
      const query = encodeURIComponent(`SELECT Id, Name FROM Account WHERE Id = '${String(id)}'`);
      await json(call('GET', `/query?q=${query}`));
      await json(call('GET', '/sobjects/Account'));
      answered += 5;
    }
  };
  const startedAt = performance.now();
  await Promise.all(Array.from({ length: restClients }, (_, client) => work(client)));
  return { perSecond: answered / secondsSince(startedAt), amount: answered };
}

function secondsSince(startedAt: number): number {
  return (performance.now() - startedAt) / 1_000;
}

/** CPU time of the process so far; its figures stay the same on a machine that others use too. */
function cpuSecondsOf({ pid }: ChildProcess): number {
  const fields = readFileSync(`/proc/${pid ?? 0}/stat`, 'utf8')
    .split(') ')[1]!
    .split(' ');
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

function megabytesOf({ pid }: ChildProcess, line: 'VmRSS' | 'VmHWM'): number {
  const status = readFileSync(`/proc/${pid ?? 0}/status`, 'utf8');
  return (Number(new RegExp(`${line}:\\s+(\\d+) kB`).exec(status)?.[1] ?? 0) * 1_024) / 1e6;
}
