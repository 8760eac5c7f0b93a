import { readFileSync } from 'node:fs';
import { spareMemory } from '../../src/cli/spare-memory.ts';
import { runJsforce } from './jsforce-work.ts';
import { runConnector } from './connector-work.ts';
import type { Figures, Task } from './task.ts';

/** What one client did. */
export interface Done {
  readonly rowCount: number;
  readonly failed: number;
}

/** Runs the work that it prepares, and takes its time. */
export type Timed = (work: () => Promise<Done>) => Promise<Done>;

const task = JSON.parse(process.argv[2] ?? '') as Task;
if (task.sparing === true) spareMemory();
let seconds = 0;
let cpuSeconds = 0;
const timed: Timed = async (work) => {
  const startedAt = performance.now();
  const cpu = process.cpuUsage();
  const done = await work();
  seconds = (performance.now() - startedAt) / 1_000;
  const { user, system } = process.cpuUsage(cpu);
  cpuSeconds = (user + system) / 1e6;
  return done;
};
const done = await (task.client === 'sfsc' ? runConnector : runJsforce)(task, timed);
const figures: Figures = { ...done, seconds, cpuSeconds, peakMegabytes: peak() };
console.log(JSON.stringify(figures));

function peak(): number {
  const status = readFileSync('/proc/self/status', 'utf8');
  return (Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1] ?? 0) * 1_024) / 1e6;
}
