import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { shuffledRows } from '../../../src/local-org/bulk/shuffled-rows.ts';
import { RowSpool } from '../../../src/local-org/server/row-spool.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sfsc-shuffle-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

function filled(rowCount: number): RowSpool {
  const spool = new RowSpool(join(folder, 'rows'));
  for (let n = 0; n < rowCount; n++) spool.append(`ö${n}\n`);
  return spool;
}

describe('shuffled rows', () => {
  it.each([0, 1, 2, 999, 1_000, 1_001, 3_500])('of %i are all there, once', (rowCount) => {
    const rows = [...shuffledRows(filled(rowCount), 'seed')].join('').split('\n').slice(0, -1);
    expect(rows).toHaveLength(rowCount);
    expect(new Set(rows)).toEqual(new Set(Array.from({ length: rowCount }, (_, n) => `ö${n}`)));
  });

  it('have an order that follows from the seed', () => {
    const spool = filled(50);
    const first = [...shuffledRows(spool, 'a')].join('');
    expect([...shuffledRows(spool, 'a')].join('')).toBe(first);
    expect([...shuffledRows(spool, 'b')].join('')).not.toBe(first);
  });

  it('are read one block at a time', () => {
    const sizes = [...shuffledRows(filled(2_500), 'seed')].map((block) => block.split('\n').length - 1);
    expect(sizes.sort()).toEqual([1_000, 1_000, 500]);
  });

  it('go on in a spool that is opened again where it was', () => {
    const { extent } = filled(3);
    expect(extent).toEqual({ rowCount: 3, byteCount: 12 });
    const spool = filled(5);
    spool.flush();
    const again = new RowSpool(join(folder, 'rows'), extent);
    again.append('new\n');
    expect(again.readRows(0, 4)).toEqual(['ö0\n', 'ö1\n', 'ö2\n', 'new\n']);
  });
});
