import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { Agent, request } from 'undici';

/**
 * The local org under load, in a process of its own and with a data file, driven over HTTP from here.
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

const folder = mkdtempSync(join(tmpdir(), 'sfsc-bench-org-'));
const dataFile = join(folder, 'org.sqlite');
const agent = new Agent({ connections: restClients, pipelining: 1 });

interface Org {
  readonly url: string;
  readonly username: string;
  readonly password: string;
  readonly securityToken: string;
}

const main = join(import.meta.dirname, '..', 'src', 'cli', 'main.ts');
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
  const rows: Record<string, Record<string, string | number>> = {};
  const note = (what: string, figure: number, unit: string, goal: number) => {
    const ratio = unit === 's' || unit === 'MB' ? goal / figure : figure / goal;
    rows[what] = {
      figure: `${figure.toFixed(figure < 100 ? 1 : 0)} ${unit}`,
      goal: `${goal} ${unit}`,
      ratio: ratio.toFixed(2),
      'resident MB': megabytesOf(server, 'VmRSS').toFixed(0),
    };
    console.log(`${what}: ${rows[what]['figure']} (goal ${goal}), resident ${rows[what]['resident MB']} MB`);
  };

  const seeded = await seed(call);
  note(`seed of ${caseCount} cases by Bulk`, seeded.seconds, 's', (30 * caseCount) / 1_000_000);
  note('rows processed', caseCount / seeded.processingSeconds, 'rows/s', 40_000);
  note('upload', await upload(call), 'MB/s', 300);
  const read = await query(call);
  note('query job', caseCount / read.jobSeconds, 'rows/s', 40_000);
  note('results streamed', read.megabytesPerSecond, 'MB/s', 200);
  note('mixed REST requests', await mixed(call), 'requests/s', 500);
  note('peak resident', megabytesOf(server, 'VmHWM'), 'MB', 300);
  console.table(rows);
  console.log(`WAL file: ${(statSync(`${dataFile}-wal`).size / 1e6).toFixed(0)} MB`);
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

async function seed(call: Call): Promise<{ seconds: number; processingSeconds: number }> {
  const startedAt = performance.now();
  let processingSeconds = 0;
  for (let first = 0; first < caseCount; first += casesPerJob) {
    const { id } = await json(call('POST', '/jobs/ingest', { object: 'Case', operation: 'insert' }));
    const path = `/jobs/ingest/${String(id)}`;
    const count = Math.min(casesPerJob, caseCount - first);
    await (
      await call('PUT', `${path}/batches`, Readable.from(caseCsv(first, count)), 'text/csv')
    ).body.text();
    const closedAt = performance.now();
    await json(call('PATCH', path, { state: 'UploadComplete' }));
    const info = await ended(call, path);
    processingSeconds += (performance.now() - closedAt) / 1_000;
    if (info['numberRecordsProcessed'] !== count || info['numberRecordsFailed'] !== 0) {
      throw new TypeError(JSON.stringify(info));
    }
  }
  return { seconds: (performance.now() - startedAt) / 1_000, processingSeconds };
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
async function upload(call: Call): Promise<number> {
  const chunk = Buffer.alloc(1024 * 1024, 'Printer,Web,High\n');
  const chunks = 100;
  let best = 0;
  for (let round = 0; round < uploadRounds; round++) {
    const { id } = await json(call('POST', '/jobs/ingest', { object: 'Case', operation: 'insert' }));
    const path = `/jobs/ingest/${String(id)}`;
    const startedAt = performance.now();
    const body = Readable.from(repeat(chunk, chunks));
    await (await call('PUT', `${path}/batches`, body, 'text/csv')).body.text();
    best = Math.max(best, (chunks * chunk.byteLength) / 1e3 / (performance.now() - startedAt));
  }
  return best;
}

function* repeat(chunk: Buffer, count: number): Generator<Buffer> {
  for (let n = 0; n < count; n++) yield chunk;
}

async function query(call: Call): Promise<{ jobSeconds: number; megabytesPerSecond: number }> {
  const soql = 'SELECT Id, CaseNumber, Subject, Status, Origin, CreatedDate, Description FROM Case';
  const startedAt = performance.now();
  const { id } = await json(call('POST', '/jobs/query', { operation: 'query', query: soql }));
  const path = `/jobs/query/${String(id)}`;
  const info = await ended(call, path);
  const jobSeconds = (performance.now() - startedAt) / 1_000;
  if (Number(info['numberRecordsProcessed']) < caseCount) throw new TypeError(JSON.stringify(info));
  let best = 0;
  for (let round = 0; round < 3; round++) {
    const readAt = performance.now();
    let bytes = 0;
    let locator = '';
    while (locator !== 'null') {
      const from = locator === '' ? '' : `&locator=${locator}`;
      const { headers, body } = await call('GET', `${path}/results?maxRecords=250000${from}`);
      locator = String(headers['sforce-locator']);
      for await (const chunk of body) bytes += (chunk as Buffer).byteLength;
    }
    best = Math.max(best, bytes / 1e3 / (performance.now() - readAt));
  }
  return { jobSeconds, megabytesPerSecond: best };
}

/** Requests a second: create, read, change, query and describe in turn. */
async function mixed(call: Call): Promise<number> {
  const endsAt = performance.now() + restSeconds * 1_000;
  let answered = 0;
  const work = async (client: number): Promise<void> => {
    for (let turn = 0; performance.now() < endsAt; turn++) {
      const name = { Name: `Account ${client} ${turn}` };
      const { id } = await json(call('POST', '/sobjects/Account', name));
      const path = `/sobjects/Account/${String(id)}`;
      await json(call('GET', `${path}?fields=Id,Name`));
      await (await call('PATCH', path, { Phone: '1' })).body.text();
      const soql = encodeURIComponent(`SELECT Id, Name FROM Account WHERE Id = '${String(id)}'`);
      await json(call('GET', `/query?q=${soql}`));
      await json(call('GET', '/sobjects/Account'));
      answered += 5;
    }
  };
  const startedAt = performance.now();
  await Promise.all(Array.from({ length: restClients }, (_, client) => work(client)));
  return answered / ((performance.now() - startedAt) / 1_000);
}

function megabytesOf({ pid }: ChildProcess, line: 'VmRSS' | 'VmHWM'): number {
  const status = readFileSync(`/proc/${pid ?? 0}/status`, 'utf8');
  return (Number(new RegExp(`${line}:\\s+(\\d+) kB`).exec(status)?.[1] ?? 0) * 1_024) / 1e6;
}
