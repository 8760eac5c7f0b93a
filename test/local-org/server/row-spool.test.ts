import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { RowSpool } from '../../../src/local-org/server/row-spool.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'row-spool-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

describe('RowSpool', () => {
  it('gives any range of rows, whether they are still in memory or on disk', async () => {
    const spool = new RowSpool(join(folder, 'rows'));
    const row = (n: number) => `${n}:ö😀\n${'x'.repeat(n % 50)}\n`;
    for (let n = 0; n < 20_000; n++) spool.append(row(n));

    expect(spool.rowCount).toBe(20_000);
    for (const [offset, count] of [
      [0, 1],
      [3, 4],
      [9_999, 3],
      [19_998, 2],
      [19_999, 10],
    ] as const) {
      const expected = Array.from({ length: Math.min(count, 20_000 - offset) }, (_, i) =>
        row(offset + i),
      ).join('');
      expect(spool.readText(offset, count)).toBe(expected);
      const chunks: Uint8Array[] = [];
      for await (const chunk of spool.read(offset, count)) chunks.push(chunk);
      expect(Buffer.concat(chunks).toString()).toBe(expected);
    }
  });

  it('keeps taking rows after it was read', () => {
    const spool = new RowSpool(join(folder, 'rows'));
    spool.append('a\n');
    expect(spool.readText(0, 5)).toBe('a\n');
    spool.append('b\n');
    expect(spool.readText(0, 5)).toBe('a\nb\n');
  });

  it('never touches the disk for a few rows, and leaves nothing after remove', async () => {
    const file = join(folder, 'rows');
    const spool = new RowSpool(file);
    spool.append('a\n');
    spool.readText(0, 1);
    expect(existsSync(file)).toBe(false);
    for await (const chunk of spool.read(0, 1)) expect(Buffer.from(chunk).toString()).toBe('a\n');
    expect(existsSync(file)).toBe(true);
    spool.remove();
    expect([existsSync(file), existsSync(`${file}.places`)]).toEqual([false, false]);
  });
});
