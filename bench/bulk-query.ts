import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { measure, median, type Measured } from './measure.ts';

/**
 * Bulk Query to a file against a server that holds the result ready, side by side with `curl` saving the same bytes.
 *
 * Goal: at most 1.5 times curl, peak memory under 150 MB whatever the size. Run by `npm run bench`, which builds first.
 * Both commands take turns, so that a noisy machine is noisy for both.
 */
const rounds = 6;
const root = join(import.meta.dirname, '..');
const folder = mkdtempSync(join(tmpdir(), 'sfsc-bench-'));
/** Every page but the first loses its header record. */
const headerBytes = 89;
const cli = join(root, 'dist', 'cli', 'main.js');
const curlFile = join(folder, 'curl.csv');
const ourFile = join(folder, 'ours.csv');

try {
  await compare(1_000_000, 10);
  await compare(5_000_000, 50);
} finally {
  rmSync(folder, { recursive: true });
}

async function compare(rows: number, pages: number): Promise<void> {
  const script = join(import.meta.dirname, 'held-result-server.ts');
  const server = spawn(process.execPath, [script, `${rows}`, `${pages}`], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    const [line] = (await once(server.stdout.setEncoding('utf8'), 'data')) as [string];
    const held = JSON.parse(line) as HeldResult;
    print(await race(held.url), { rows, pages, bytes: held.bytes });
  } finally {
    server.kill();
  }
}

/** What the server says of itself. */
interface HeldResult {
  readonly url: string;
  /** All pages together, each with its header. */
  readonly bytes: number;
}

interface Race {
  readonly theirs: readonly Measured[];
  readonly ours: readonly Measured[];
}

async function race(url: string): Promise<Race> {
  const connection = join(folder, 'connection.json');
  const login = { username: 'bench@example.com', password: 'bench', securityToken: '' };
  writeFileSync(
    connection,
    JSON.stringify({ type: 'salesforce-service-cloud', name: 'bench', serverHost: url, ...login }),
  );
  const soql =
    'SELECT Id, CaseNumber, Subject, Status, Origin, ContactEmail, CreatedDate, Description FROM Case';
  const theirs: Measured[] = [];
  const ours: Measured[] = [];
  const command = ['bulk-query', soql, '--connection', connection, '--out', ourFile, '--json'];
  const runTheirs = async () => theirs.push(await measure('curl', ['-s', '-o', curlFile, `${url}/raw`]));
  const runOurs = async () => ours.push(await measure(process.execPath, [cli, ...command]));
  for (let round = 0; round < rounds; round++) {
    // Both write a new file: replacing an old one costs the file system more than either program.
    rmSync(curlFile, { force: true });
    rmSync(ourFile, { force: true });
    // The second one finds a disk that is still busy with the first one's pages, so they change places.
    for (const run of round % 2 === 0 ? [runTheirs, runOurs] : [runOurs, runTheirs]) await run();
  }
  return { theirs, ours };
}

function print(
  { theirs, ours }: Race,
  { rows, pages, bytes }: { readonly rows: number; readonly pages: number; readonly bytes: number },
): void {
  const failed = ours.filter(({ exitCode }) => exitCode !== 0).length;
  const lostBytes = bytes - statSync(ourFile).size - (pages - 1) * headerBytes;
  const ratios = ours.map(({ seconds }, round) => seconds / (theirs[round]?.seconds ?? NaN));
  console.log(
    `\nBulk Query to file: ${rows} rows, ${(bytes / 1e6).toFixed(0)} MB, ${pages} pages, ${rounds} rounds`,
  );
  console.table({
    'curl -o': figures(theirs, bytes),
    'sfsc bulk-query': figures(ours, bytes),
    'the activity alone': figures(ours.map(withoutStart), bytes),
  });
  const alone = ours.map((run, round) => withoutStart(run).seconds / (theirs[round]?.seconds ?? NaN));
  console.log(`ratio sfsc / curl, round by round: median ${median(ratios).toFixed(2)} (goal 1.5)`);
  console.log(
    `ratio activity / curl: median ${median(alone).toFixed(2)} (without the start of Node and of its modules)`,
  );
  console.log(`runs of ours that failed: ${failed}; bytes missing: ${lostBytes}`);
}

/** The run as the activity itself saw it: login, job and transfer. */
function withoutStart(run: Measured): Measured {
  const { durationMs } = JSON.parse(run.stdout) as { durationMs: number };
  return { ...run, seconds: durationMs / 1_000 };
}

function figures(runs: readonly Measured[], bytes: number): Record<string, string> {
  const seconds = median(runs.map((run) => run.seconds));
  return {
    'median s': seconds.toFixed(2),
    'MB/s': (bytes / 1e6 / seconds).toFixed(0),
    'peak MB': Math.max(...runs.map(({ peakMegabytes }) => peakMegabytes)).toFixed(0),
  };
}
