import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { measure, median, type Measured } from './measure.ts';

/**
 * Bulk Query to a file against a server that holds the result ready, side by side with `curl` saving the same bytes.
 *
 * Goal: at most 1.5 times curl, peak memory under 150 MB whatever the size. Run `npm run build` first, then
 * `npm run bench`. Both commands take turns, so that a noisy machine is noisy for both.
 */
const rounds = 5;
const root = join(import.meta.dirname, '..');
const folder = mkdtempSync(join(tmpdir(), 'sfsc-bench-'));
/** Every page but the first loses its header record. */
const headerBytes = 89;
const cli = join(root, 'dist', 'cli', 'main.js');

for (const [rows, pages] of [
  [1_000_000, 10],
  [5_000_000, 50],
] as const) {
  await compare(rows, pages);
}
rmSync(folder, { recursive: true });

async function compare(rows: number, pages: number): Promise<void> {
  const server = spawn(
    process.execPath,
    [join(import.meta.dirname, 'held-result-server.ts'), `${rows}`, `${pages}`],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  const [line] = (await once(server.stdout.setEncoding('utf8'), 'data')) as [string];
  const { url, bytes } = JSON.parse(line) as { url: string; bytes: number };
  const connection = join(folder, 'connection.json');
  writeFileSync(
    connection,
    JSON.stringify({
      type: 'salesforce-service-cloud',
      name: 'bench',
      serverHost: url,
      username: 'bench@example.com',
      password: 'bench',
      securityToken: '',
    }),
  );
  const curlFile = join(folder, 'curl.csv');
  const ourFile = join(folder, 'ours.csv');
  const soql =
    'SELECT Id, CaseNumber, Subject, Status, Origin, ContactEmail, CreatedDate, Description FROM Case';
  const theirs: Measured[] = [];
  const ours: Measured[] = [];
  for (let round = 0; round < rounds; round++) {
    // Both write a new file: replacing an old one costs the file system more than either program.
    rmSync(curlFile, { force: true });
    rmSync(ourFile, { force: true });
    theirs.push(await measure('curl', ['-s', '-o', curlFile, `${url}/raw`]));
    ours.push(
      await measure(process.execPath, [
        cli,
        'bulk-query',
        soql,
        '--connection',
        connection,
        '--out',
        ourFile,
        '--json',
      ]),
    );
  }
  server.kill();
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
