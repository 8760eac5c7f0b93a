import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import type { ByteSource } from '../../src/contract/bytes.ts';
import type { Row } from '../../src/contract/row.ts';
import { openFileByteSource, readCsvRows } from '../../src/host/index.ts';
import { toCsv } from '../../src/host/output/csv-row-writer.ts';
import { temporaryFolder } from './temporary-folder.ts';

let path: string;

beforeEach(async () => {
  path = join(await temporaryFolder(), 'in.csv');
});

/** The bytes in chunks of the given size, re-openable. */
function inMemory(bytes: Uint8Array, chunkSize: number, onOpen?: () => void): ByteSource {
  return {
    name: 'in.csv',
    byteLength: bytes.byteLength,
    // eslint-disable-next-line @typescript-eslint/require-await -- an async iterable that never has to wait
    async *open() {
      onOpen?.();
      for (let start = 0; start < bytes.byteLength; start += chunkSize)
        yield bytes.subarray(start, start + chunkSize);
    },
  };
}

async function rowsOf(source: ByteSource): Promise<Row[]> {
  const rows: Row[] = [];
  for await (const batch of readCsvRows(source)) {
    expect(batch.firstRowIndex).toBe(rows.length);
    rows.push(...batch.rows);
  }
  return rows;
}

const read = async (text: string | Uint8Array) => {
  await writeFile(path, text);
  return rowsOf(await openFileByteSource(path, 'in.csv'));
};

describe('the rows of a CSV file', () => {
  test('are text, whatever they look like (C29, D10)', async () => {
    expect(await read('a,b,c\n00123,true,1e5\nNA,null,\n')).toEqual([
      { a: '00123', b: 'true', c: '1e5' },
      { a: 'NA', b: 'null', c: '' },
    ]);
  });

  test('have a first column without the byte order mark, also when it is quoted (B5)', async () => {
    expect(await read('\ufeff"Id",Name\r\n1,x\r\n')).toEqual([{ Id: '1', Name: 'x' }]);
  });

  test('keep line ends, quotes, NUL and emoji inside cells', async () => {
    expect(await read('a,b\n"x\r\ny ""q""",\0😀\n')).toEqual([{ a: 'x\r\ny "q"', b: '\0😀' }]);
  });

  test('come in batches of 200 with their position', async () => {
    const rows = await read('n\n' + Array.from({ length: 401 }, (_, index) => `${index}\n`).join(''));
    expect(rows).toHaveLength(401);
    expect(rows[400]).toEqual({ n: '400' });
  });

  test('are none for a header alone', async () => {
    expect(await read('a,b\n')).toEqual([]);
  });

  test('survive any chunk size and any text', async () => {
    const cell = fc.string({ unit: 'binary', maxLength: 12 }).map((text) => text.toWellFormed());
    const property = fc.asyncProperty(
      fc.array(fc.tuple(cell, cell)),
      fc.integer({ min: 1, max: 7 }),
      async (cells, size) => {
        const bytes = Buffer.from(toCsv([['a', 'b'], ...cells]));
        expect(await rowsOf(inMemory(bytes, size))).toEqual(cells.map(([a, b]) => ({ a, b })));
      },
    );
    await fc.assert(property, { numRuns: 60 });
  });

  test('are not read further than they are pulled, and the source is let go', async () => {
    let closed = false;
    const source: ByteSource = {
      name: 'in.csv',
      byteLength: 1,
      async *open() {
        try {
          yield Buffer.from('n\n');
          for (;;) yield Promise.resolve(Buffer.from('1\n'.repeat(200)));
        } finally {
          closed = true;
        }
      },
    };
    for await (const { rows } of readCsvRows(source)) {
      expect(rows).toHaveLength(200);
      break;
    }
    expect(closed).toBe(true);
  });
});

describe('a CSV that cannot be read', () => {
  test.each([
    ['', 'csv-empty', {}],
    ['\n', 'csv-empty', {}],
    ['a,b\n1,2\n3,"x\ny,4\n', 'csv-unterminated-quote', { line: 3, byteOffset: 10 }],
    ['a,b\n1,"say ""hi""\n2,3\n', 'csv-unterminated-quote', { line: 2, byteOffset: 6 }],
    ['a,b\n"x\r\ny",2\n1\n', 'csv-malformed', { line: 4, byteOffset: 13, rowIndex: 1 }],
    ['a,b\n1,2\n1,2,3\n', 'csv-malformed', { line: 3, byteOffset: 8, rowIndex: 1 }],
    ['a,b\n1,2\n\n', 'csv-malformed', { line: 3, rowIndex: 1 }],
    ['a,b\n1,x"y\n', 'csv-malformed', { line: 2, rowIndex: 0 }],
    ['a,b\n1,"x"y\n', 'csv-malformed', { line: 2, rowIndex: 0 }],
    ['a,a\n1,2\n', 'csv-malformed', { line: 1 }],
    ['a,\n1,2\n', 'csv-malformed', { line: 1 }],
  ])('%j fails with %s at the right place', async (text, code, details) => {
    await expect(read(text)).rejects.toMatchObject({ code, details });
  });

  test('is never skipped over: rows before the broken one come, then the error (B3)', async () => {
    const batches = readCsvRows(inMemory(Buffer.from('n,m\n' + '1,2\n'.repeat(200) + '1\n'), 64));
    expect((await batches.next()).value).toMatchObject({ firstRowIndex: 0 });
    await expect(batches.next()).rejects.toMatchObject({ code: 'csv-malformed', details: { line: 202 } });
  });

  test.each([
    ['Latin-1 text', Buffer.from('a\nm\xfcnchen\n', 'latin1'), 3],
    ['a character cut off at the end', Buffer.from('a\n\xe2\x82', 'latin1'), 2],
    ['UTF-16', Buffer.from('\ufeffa\n', 'utf16le'), 0],
  ])('names the first byte that is not UTF-8: %s (D11)', async (_, bytes, byteOffset) => {
    for (const chunkSize of [1, 2, 3, 100]) {
      const failure = rowsOf(inMemory(bytes, chunkSize));
      await expect(failure).rejects.toMatchObject({ code: 'csv-encoding', details: { byteOffset } });
    }
  });

  test('says nothing of what is in the cells', async () => {
    const failure = read('a,b\nsecret-value\n');
    await expect(failure).rejects.toThrow(expect.not.stringContaining('secret-value') as string);
  });
});

describe('a file as bytes', () => {
  test('opens as often as asked, whole or in part', async () => {
    await writeFile(path, '\ufeff0123456789');
    const source = await openFileByteSource(path);
    const text = async (range?: { start: number; end: number }) => {
      let all = '';
      for await (const chunk of source.open(range)) all += Buffer.from(chunk).toString();
      return all;
    };
    expect(source.byteLength).toBe(13);
    expect(await Promise.all([text(), text({ start: 5, end: 8 }), text({ start: 4, end: 4 })])).toEqual([
      '\ufeff0123456789',
      '234',
      '',
    ]);
  });

  test('fails when the file got shorter meanwhile', async () => {
    await writeFile(path, '0123456789');
    const source = await openFileByteSource(path);
    await writeFile(path, '01');
    const reading = async () => {
      for await (const chunk of source.open()) expect(chunk.byteLength).toBe(2);
    };
    await expect(reading()).rejects.toMatchObject({ code: 'file-unreadable', details: { missingBytes: 8 } });
  });

  test('tells a missing file from a folder', async () => {
    await expect(openFileByteSource(path)).rejects.toMatchObject({ code: 'file-not-found' });
    await expect(openFileByteSource(join(path, '..'))).rejects.toMatchObject({ code: 'file-unreadable' });
  });
});
