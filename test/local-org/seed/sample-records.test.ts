import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { startLocalOrg } from '../../../src/local-org/index.ts';
import { at, queryPath, signIn } from '../server/org-client.ts';

async function countOf(object: string, options: Parameters<typeof startLocalOrg>[0]): Promise<number> {
  const org = await startLocalOrg(options);
  try {
    const client = await signIn(org);
    return Number(at(await client.call('GET', queryPath(`SELECT COUNT() FROM ${object}`)), 'totalSize'));
  } finally {
    await org.close();
  }
}

describe('sample records', () => {
  it.each([
    ['Account', 4],
    ['Contact', 8],
    ['Case', 20],
    ['CaseComment', 10],
  ])('are there for somebody who looks around: %s', async (object, count) => {
    expect(await countOf(object, {})).toBe(count);
  });

  it('are left out on request', async () => {
    expect(await countOf('Case', { seed: false })).toBe(0);
  });

  it('are not doubled when a data file is opened again', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'sfsc-seed-'));
    try {
      const options = { dataFile: join(folder, 'org.sqlite') };
      expect(await countOf('Case', options)).toBe(20);
      expect(await countOf('Case', options)).toBe(20);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
