import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Where the org listens, and who may log in. */
export interface OrgAddress {
  readonly url: string;
  readonly username: string;
  readonly password: string;
  readonly securityToken: string;
}

/** A local org in a process of its own. */
export interface OrgProcess extends AsyncDisposable {
  readonly address: OrgAddress;
  /** API calls and logins so far. */
  calls(): Promise<{ readonly apiCalls: number; readonly logins: number }>;
  /** CPU seconds so far: on a busy machine they say more than the clock does. */
  cpuSeconds(): number;
  /** High-water mark of the resident set, in MB. */
  peakMegabytes(): number;
  /** Every call waits so long before it is carried out; 0: none does. */
  setLatency(milliseconds: number): Promise<void>;
}

const main = join(import.meta.dirname, '..', '..', 'dist', 'cli', 'main.js');

/** Starts the published org (`npm run build`) with a data file, and without sample records. */
export async function startOrg(dataFile: string): Promise<OrgProcess> {
  const child = spawn(
    process.execPath,
    [main, 'org', 'start', '--port', '0', '--data', dataFile, '--no-seed'],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const [line] = (await once(child.stdout.setEncoding('utf8'), 'data')) as [string];
  const address = JSON.parse(line) as OrgAddress;
  const control = (path: string, init?: RequestInit): Promise<Response> =>
    fetch(`${address.url}/_local/${path}`, init);
  const proc = (file: string): string => readFileSync(`/proc/${child.pid ?? 0}/${file}`, 'utf8');
  return {
    address,
    calls: async () =>
      (await (await control('activity')).json()) as { readonly apiCalls: number; readonly logins: number },
    cpuSeconds: () => {
      const fields = proc('stat').split(') ')[1]?.split(' ') ?? [];
      return (Number(fields[11]) + Number(fields[12])) / 100;
    },
    peakMegabytes: () => (Number(/VmHWM:\s+(\d+) kB/.exec(proc('status'))?.[1] ?? 0) * 1_024) / 1e6,
    setLatency: async (latencyMs) => {
      await control('faults', { method: 'DELETE' });
      if (latencyMs > 0) {
        const rule = { when: { path: '/services/data/**' }, do: { latencyMs } };
        await control('faults', { method: 'POST', body: JSON.stringify(rule) });
      }
    },
    [Symbol.asyncDispose]: async () => {
      child.kill();
      await once(child, 'exit');
    },
  };
}
