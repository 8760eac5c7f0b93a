import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { hasJsforce } from './standard/jsforce-work.ts';
import { startOrg, type OrgProcess } from './standard/org-process.ts';
import { perform, type Figures, type Task } from './standard/task.ts';

/**
 * The standard activities against the local org, each measurement in a process of its own.
 *
 * Goals: 10,000 inserts in 10 API calls; 20,000 rows/s of upsert and 60,000 rows/s of query; less than 200 MB resident
 * at 1,000,000 rows either way; with 100 ms of latency 8 times the rate of one call at a time.
 * `npm run bench:standard -- [--rows 100000] [--many 1000000] [--parts calls,rates,latency,memory]`. Two processes share
 * the machine with whatever else runs on it: compare the figures of one run, and the rows for a second of CPU.
 */
const { values } = parseArgs({
  options: {
    rows: { type: 'string', default: '100000' },
    many: { type: 'string', default: '1000000' },
    parts: { type: 'string', default: 'calls,rates,latency,memory' },
  },
});
const rowCount = Number(values.rows);
const folder = mkdtempSync(join(tmpdir(), 'sfsc-bench-standard-'));
let orgCount = 0;
const ours = { client: 'sfsc', rowCount } as const;
const theirs = { client: 'jsforce', rowCount } as const;

const parts: Readonly<Record<string, () => Promise<void>>> = {
  calls: countCalls,
  rates: measureRates,
  latency: measureLatency,
  memory: measureMemory,
};

type Work = Omit<Task, 'org'>;

function newOrg(): Promise<OrgProcess> {
  return startOrg(join(folder, `org${++orgCount}.sqlite`));
}

async function countCalls(): Promise<void> {
  await using org = await newOrg();
  const before = await org.calls();
  const figures = await perform({ ...ours, work: 'insert', rowCount: 10_000, org: org.address });
  const after = await org.calls();
  // One call is the describe, which a connection asks for once.
  const calls = after.apiCalls - before.apiCalls - 1;
  console.log(
    `10,000 inserts: ${calls} API calls (goal 10) and ${after.logins - before.logins} login; ${figures?.rowCount ?? 0} rows saved`,
  );
}

/** Every activity once; an upsert that creates, then one that changes. */
async function measureRates(): Promise<void> {
  await using org = await newOrg();
  const table = new Table(org);
  await table.add('upsert, creating', { ...ours, work: 'upsert', round: 1 }, 20_000);
  await table.add('upsert, changing', { ...ours, work: 'upsert', round: 2 }, 20_000);
  await table.add('query', { ...ours, work: 'query' }, 60_000);
  await table.add('update', { ...ours, work: 'update', round: 3 });
  if (hasJsforce()) {
    await table.add('jsforce: upsert, changing', { ...theirs, work: 'upsert', round: 4 });
    await table.add('jsforce: query', { ...theirs, work: 'query' });
  } else console.log('jsforce is not installed (npm run clients): no peer in the table');
  await table.add('delete', { ...ours, work: 'delete' });
  await table.add('insert', { ...ours, work: 'insert', round: 5 });
  table.print(`${rowCount} contacts with six fields; ten fields in queries`);
}

/** The same upsert when every call takes 100 ms longer. */
async function measureLatency(): Promise<void> {
  await using org = await newOrg();
  const table = new Table(org);
  const task = { ...ours, work: 'upsert', rowCount: Math.min(rowCount, 40_000) } as const;
  await table.add('upsert without latency', { ...task, options: { parallelCalls: 10 } });
  await org.setLatency(100);
  const peersWay = { ...task, work: 'upsert', round: 1, rowCount: task.rowCount / 4 } as const;
  const rate = async (label: string, work: Work): Promise<number> => {
    const figures = await table.add(label, work);
    return figures === undefined ? NaN : figures.rowCount / figures.seconds;
  };
  const one = await rate('one call at a time', { ...task, round: 2, options: { parallelCalls: 1 } });
  const ten = await rate('ten calls at a time', { ...task, round: 3, options: { parallelCalls: 10 } });
  const peer = hasJsforce()
    ? await rate('jsforce: 200 rows in a call, one at a time', { ...peersWay, client: 'jsforce' })
    : NaN;
  table.print(`${task.rowCount} upserts, 100 ms of latency on every call`);
  console.log(`ten calls at a time / one call at a time: ${(ten / one).toFixed(1)}`);
  console.log(`ten calls at a time / jsforce: ${(ten / peer).toFixed(1)} (goal 8)`);
}

async function measureMemory(): Promise<void> {
  await using org = await newOrg();
  const table = new Table(org);
  const many = Number(values.many);
  const sfsc = { ...ours, rowCount: many, sparing: true } as const;
  await table.add('upsert, as sfsc runs it', { ...sfsc, work: 'upsert' }, 20_000);
  await table.add('query, as sfsc runs it', { ...sfsc, work: 'query' }, 60_000);
  await table.add('query, embedded', { ...ours, work: 'query', rowCount: many }, 60_000);
  table.print(`${many} rows either way (goal: a peak below 200 MB)`);
}

/** The measurements of one org. */
class Table {
  readonly #org: OrgProcess;
  readonly #rows: Record<string, Record<string, string>> = {};

  constructor(org: OrgProcess) {
    this.#org = org;
  }

  async add(label: string, work: Work, goal?: number): Promise<Figures | undefined> {
    const cpuBefore = this.#org.cpuSeconds();
    const figures = await perform({ ...work, org: this.#org.address });
    const cpuOfOrg = this.#org.cpuSeconds() - cpuBefore;
    this.#rows[label] =
      figures === undefined ? { rows: 'failed' } : this.#shown(work, figures, cpuOfOrg, goal);
    console.log(label, this.#rows[label]);
    return figures;
  }

  #shown(
    { rowCount: wanted }: Work,
    { rowCount: count, seconds, cpuSeconds, peakMegabytes }: Figures,
    cpuOfOrg: number,
    goal: number | undefined,
  ): Record<string, string> {
    const perSecond = count / seconds;
    return {
      rows: count === wanted ? `${count}` : `${count}, WRONG: not ${wanted}`,
      'rows/s': perSecond.toFixed(0),
      ...(goal !== undefined && { 'of goal': (perSecond / goal).toFixed(2) }),
      'in a second of its CPU': (count / cpuSeconds).toFixed(0),
      "of the org's": (count / cpuOfOrg).toFixed(0),
      'peak MB': peakMegabytes.toFixed(0),
      'org MB': this.#org.peakMegabytes().toFixed(0),
    };
  }

  print(title: string): void {
    console.log(`\n${title}`);
    console.table(this.#rows);
  }
}

try {
  for (const part of values.parts.split(',')) await parts[part]?.();
} finally {
  rmSync(folder, { recursive: true });
}
