import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { OrgAddress } from './org-process.ts';

/** One measurement. */
export interface Task {
  readonly org: OrgAddress;
  readonly client: 'sfsc' | 'jsforce';
  readonly work: 'insert' | 'update' | 'upsert' | 'delete' | 'query';
  readonly rowCount: number;
  /** Goes into the rows, so that every run changes what the one before wrote. */
  readonly round?: number;
  /** Whether V8 is told to spare memory, as `sfsc` does it; a host that embeds the connector may leave it alone. */
  readonly sparing?: boolean;
  /** Options of the activity. */
  readonly options?: Readonly<Record<string, unknown>>;
}

/** What a measurement gives. */
export interface Figures {
  /** Rows that were read, or that the org confirmed. */
  readonly rowCount: number;
  readonly failed: number;
  /** Of the work alone, without the start of Node, the login and the describe. */
  readonly seconds: number;
  readonly cpuSeconds: number;
  /** High-water mark of the resident set of the whole process, in MB. */
  readonly peakMegabytes: number;
}

const run = promisify(execFile);

/** Runs a task in a process of its own, so that its peak of memory is its own. Failures are figures too: `undefined`. */
export async function perform(task: Task): Promise<Figures | undefined> {
  const worker = join(import.meta.dirname, 'worker.ts');
  try {
    const { stdout } = await run(process.execPath, [...process.execArgv, worker, JSON.stringify(task)]);
    return JSON.parse(stdout) as Figures;
  } catch (error) {
    const { stderr } = error as { readonly stderr?: string };
    console.error(`${task.client} ${task.work}: ${(stderr ?? String(error)).slice(0, 1_000)}`);
    return undefined;
  }
}
