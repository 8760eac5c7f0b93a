import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LocalOrg } from '../../../src/local-org/index.ts';

/** What a command printed with `--json`. */
export interface SfAnswer {
  readonly status: number;
  readonly result: unknown;
  readonly message?: string;
}

/** `sf` in a folder and a home of its own, with the local org as its target. */
export interface Sf extends Disposable {
  /** Its working directory. */
  readonly folder: string;
  /** Runs `sf data …`; never rejects for a command that fails. */
  data(...words: readonly string[]): Promise<SfAnswer>;
}

/** Gets an access token and points `sf` at the org by `SF_ORG_INSTANCE_URL`, as its documentation says. */
export async function sfFor(org: LocalOrg): Promise<Sf> {
  const token = await accessToken(org);
  const folder = mkdtempSync(join(tmpdir(), 'sf-data-'));
  const env = {
    PATH: process.env['PATH'],
    HOME: folder,
    SF_ORG_INSTANCE_URL: org.url,
    SF_DISABLE_TELEMETRY: 'true',
    SF_USE_PROGRESS_BAR: 'false',
  };
  const script = join(import.meta.dirname, 'sf.ts');
  return {
    folder,
    data: (...words) =>
      new Promise((resolve) => {
        const args = [script, 'data', ...words, '--target-org', token, '--json'];
        execFile(process.execPath, args, { cwd: folder, env }, (_, stdout, stderr) => {
          resolve(parseAnswer(stdout, stderr));
        });
      }),
    [Symbol.dispose]: () => {
      rmSync(folder, { recursive: true });
    },
  };
}

function parseAnswer(stdout: string, stderr: string): SfAnswer {
  const text = stdout.startsWith('{') ? stdout : stderr.slice(stderr.indexOf('{'));
  return JSON.parse(text) as SfAnswer;
}

async function accessToken({ url, clientId, clientSecret }: LocalOrg): Promise<string> {
  const body = new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: clientId,
    client_secret: clientSecret,
  });
  const response = await fetch(`${url}/services/oauth2/token`, { method: 'POST', body });
  return ((await response.json()) as { access_token: string }).access_token;
}
