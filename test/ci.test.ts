import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';

const script = join(import.meta.dirname, '..', '.ci', 'run');

interface Outcome {
  /** Exit codes of `npm ci`, `npm test`, `npm run demo` and `npm run clients`. */
  readonly exits: readonly [ci: number, test: number, demo: number, clients: number];
  /** What the test runner reports for `npm test`; nothing when it was not reached. */
  readonly report?: Report;
  /** The same for `npm run clients`. */
  readonly clients?: Report;
}

interface Report {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
}

/** Runs the script beside an npm that does nothing but end like this. */
function runCi({ exits: [ci, test, demo, clients], report, clients: ofClients }: Outcome) {
  const folder = mkdtempSync(join(tmpdir(), 'ci-test-'));
  onTestFinished(() => {
    rmSync(folder, { recursive: true });
  });
  mkdirSync(join(folder, '.ci'));
  mkdirSync(join(folder, 'bin'));
  cpSync(script, join(folder, '.ci', 'run'));
  const write = (content: Report | undefined): string =>
    content === undefined ? ':' : `echo '${JSON.stringify(content)}' > "$file"`;
  const npm = `#!/bin/sh
for arg in "$@"; do case "$arg" in --outputFile.json=*) file="\${arg#--outputFile.json=}" ;; esac; done
case "$1 $2" in
  ci*) exit ${ci} ;;
  test*) ${write(report)}; exit ${test} ;;
  "run demo") exit ${demo} ;;
  "run clients") ${write(ofClients)}; exit ${clients} ;;
esac
`;
  writeFileSync(join(folder, 'bin', 'npm'), npm);
  chmodSync(join(folder, 'bin', 'npm'), 0o755);
  const path = `${join(folder, 'bin')}:${String(process.env['PATH'])}`;
  const { status, stdout } = spawnSync(join(folder, '.ci', 'run'), { env: { PATH: path }, encoding: 'utf8' });
  return [stdout.trimEnd().split('\n').at(-1), status];
}

test.each<[string, Outcome, string, number]>([
  [
    'everything passes: the demo counts as one',
    {
      exits: [0, 0, 0, 0],
      report: { numPassedTests: 40, numFailedTests: 0 },
      clients: { numPassedTests: 5, numFailedTests: 0 },
    },
    '46 passed, 0 failed',
    0,
  ],
  [
    'tests fail',
    { exits: [0, 1, 0, 0], report: { numPassedTests: 38, numFailedTests: 2 } },
    '39 passed, 2 failed',
    1,
  ],
  ['types or lint fail, before any test', { exits: [0, 2, 0, 0] }, '1 passed, 1 failed', 1],
  [
    'a test file cannot be loaded',
    { exits: [0, 1, 0, 0], report: { numPassedTests: 40, numFailedTests: 0 } },
    '41 passed, 1 failed',
    1,
  ],
  [
    'the demo fails',
    { exits: [0, 0, 1, 0], report: { numPassedTests: 40, numFailedTests: 0 } },
    '40 passed, 1 failed',
    1,
  ],
  [
    'the clients fail',
    {
      exits: [0, 0, 0, 1],
      report: { numPassedTests: 40, numFailedTests: 0 },
      clients: { numPassedTests: 4, numFailedTests: 1 },
    },
    '45 passed, 1 failed',
    1,
  ],
  [
    'the clients cannot be installed',
    { exits: [0, 0, 0, 1], report: { numPassedTests: 40, numFailedTests: 0 } },
    '41 passed, 1 failed',
    1,
  ],
  ['nothing can be installed', { exits: [1, 0, 0, 0] }, '0 passed, 1 failed', 1],
])('the CI script accounts for a run in which %s', (_, outcome, line, code) => {
  expect(runCi(outcome)).toEqual([line, code]);
});
