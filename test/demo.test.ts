import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { beforeAll, describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '..');

describe('npm run demo', () => {
  let output = '';
  let progress = '';
  let exitCode = -1;

  beforeAll(async () => {
    const child = spawn(process.execPath, [join('demo', 'run.ts')], { cwd: root });
    const closed = once(child, 'close');
    [output, progress] = await Promise.all([text(child.stdout), text(child.stderr)]);
    [exitCode] = (await closed) as [number];
  }, 60_000);

  it('ends well', () => {
    expect(exitCode).toBe(0);
  });

  it('makes 425 contacts and 1,400 cases, and only updates the second time', () => {
    expect(output).toContain('425 created, 0 updated, 0 failed');
    expect(output).toContain('1,400 created, 0 updated, 0 failed');
    expect(output).toContain('0 created, 1,400 updated, 0 failed');
  });

  it('proves that every subject and body came back byte for byte', () => {
    expect(output).toContain('1,400 cases exported, 0 differ from their e-mail in subject or body');
  });

  it('shows the contacts with the most cases', () => {
    expect(output).toMatch(/John P\. Looney +userbe79b3c792@example\.com +38/);
  });

  it('logs in once', () => {
    expect(output).toMatch(/\d+ API calls, logins = 1$/m);
  });

  it('names the files that it wrote', async () => {
    const written = output.slice(output.indexOf('Written:')).match(/demo\/out\/\S+/g) ?? [];
    expect(written).toContain('demo/out/cases.csv');
    await Promise.all(written.map((path) => access(join(root, path))));
  });

  it('shows progress as plain lines where nobody watches a terminal', () => {
    expect(progress).toMatch(/^upload /m);
    expect(progress).not.toContain('\u001b');
  });
});
