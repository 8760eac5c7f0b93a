import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createVariableScope, substituteVariables } from '../../src/host/index.ts';
import { locateOpenQuote, locateRecord } from '../../src/host/input/csv-position.ts';
import { requireUtf8 } from '../../src/host/input/require-utf8.ts';
import { toCsv } from '../../src/host/output/csv-row-writer.ts';
import { jsonErrorOffset } from '../../src/host/project/json-error-offset.ts';
import { wholeRecordSink } from '../../src/host/results/whole-record-sink.ts';
import { cutText } from '../../src/host/transformation/cut-text.ts';

const text = fc.string({ unit: 'binary', maxLength: 20 }).map((value) => value.toWellFormed());
const cell = fc.oneof(text, fc.stringMatching(/^["\n\r,a]{0,6}$/));
const records = fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 8 });
const chunkSize = fc.integer({ min: 1, max: 9 });

// eslint-disable-next-line @typescript-eslint/require-await -- an async iterable that never has to wait
async function* inChunks(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let start = 0; start < bytes.byteLength; start += size) yield bytes.subarray(start, start + size);
}

test('a text is JSON to its end when the engine says so, and an error depends on nothing behind it', () => {
  const almostJson = fc
    .tuple(
      fc.json({ maxDepth: 2 }),
      fc.nat(),
      fc.constantFrom('', ',', '"', '}', '[', '0', ' ', 'x', '\n', '\\'),
    )
    .map(([json, at, extra]) => {
      const offset = at % (json.length + 1);
      return json.slice(0, offset) + extra + json.slice(offset);
    });
  const isJson = (value: string): boolean => {
    try {
      JSON.parse(value);
      return true;
    } catch {
      return false;
    }
  };
  const property = fc.property(almostJson, (value) => {
    const offset = jsonErrorOffset(value);
    if (isJson(value)) expect(offset).toBe(value.length);
    else expect(jsonErrorOffset(`${value.slice(0, offset)}\u0001`)).toBe(offset);
  });
  fc.assert(property, { numRuns: 500 });
});

test('text without brackets never changes, and a value is put in whole', () => {
  const property = fc.property(text, text, (around, value) => {
    const plain = around.replaceAll('[', '');
    const scope = createVariableScope({ overrides: { v: value } });
    const put = (field: string) => substituteVariables(field, { scope, where: 'x' });
    expect(put(plain)).toBe(plain);
    expect(put(`${plain}[v]${plain}`)).toBe(plain + value + plain);
  });
  fc.assert(property);
});

test('the place of a record is where its bytes start, whatever its cells hold', async () => {
  const property = fc.asyncProperty(records, fc.nat(), chunkSize, async (rows, pick, size) => {
    const index = pick % rows.length;
    const before = index === 0 ? '' : toCsv(rows.slice(0, index));
    const all = Buffer.from(before + toCsv(rows.slice(index)));
    expect(await locateRecord(inChunks(all, size), index)).toEqual({
      line: before.split('\n').length,
      byteOffset: Buffer.byteLength(before),
    });
  });
  await fc.assert(property);
});

test('the open quote is found after any records, also when quotes are escaped behind it', async () => {
  const rest = fc
    .array(fc.constantFrom('a', '""', '\n', ','), { maxLength: 6 })
    .map((parts) => parts.join(''));
  const property = fc.asyncProperty(records, rest, chunkSize, async (rows, tail, size) => {
    const before = `${toCsv(rows)}x,`;
    const bytes = Buffer.from(`${before}"${tail}`);
    expect(await locateOpenQuote(inChunks(bytes, size))).toEqual({
      line: before.split('\n').length,
      byteOffset: Buffer.byteLength(before),
    });
  });
  await fc.assert(property);
});

test('UTF-8 passes in whole characters, byte for byte', async () => {
  const property = fc.asyncProperty(text, chunkSize, async (value, size) => {
    const passed: Uint8Array[] = [];
    for await (const chunk of requireUtf8(inChunks(Buffer.from(value), size), 'x')) {
      expect(() => new TextDecoder('utf-8', { fatal: true }).decode(chunk)).not.toThrow();
      passed.push(chunk);
    }
    expect(Buffer.concat(passed).toString()).toBe(value);
  });
  await fc.assert(property);
});

test('one wrong byte is found where it stands, wherever chunks end', async () => {
  const property = fc.asyncProperty(text, text, chunkSize, async (before, after, size) => {
    const bytes = Buffer.concat([Buffer.from(before), Buffer.from([0xc0]), Buffer.from(`a${after}`)]);
    const reading = async () => {
      for await (const chunk of requireUtf8(inChunks(bytes, size), 'x'))
        expect(chunk.byteLength).toBeGreaterThan(0);
    };
    await expect(reading()).rejects.toMatchObject({
      code: 'csv-encoding',
      details: { byteOffset: Buffer.byteLength(before) },
    });
  });
  await fc.assert(property);
});

test('whole records are what stands before the last record end, for any cut and any chunks', async () => {
  const property = fc.asyncProperty(records, fc.nat(), chunkSize, async (rows, cut, size) => {
    const all = Buffer.from(toCsv(rows));
    const ends = rows.map((_, index) => Buffer.byteLength(toCsv(rows.slice(0, index + 1))));
    const length = cut % (all.byteLength + 1);
    const passed: Uint8Array[] = [];
    const sink = wholeRecordSink({
      write: (chunk) => {
        passed.push(chunk);
        return Promise.resolve();
      },
      commit: () => Promise.resolve(),
      discard: () => Promise.resolve(),
    });
    for await (const chunk of inChunks(all.subarray(0, length), size)) await sink.write(chunk);
    await sink.commitWholeRecords();
    expect(Buffer.concat(passed).byteLength).toBe(ends.findLast((end) => end <= length) ?? 0);
  });
  await fc.assert(property);
});

test('a cut text is a prefix, fits, and stays well-formed', () => {
  const property = fc.property(text, fc.integer({ min: 1, max: 20 }), (value, maxLength) => {
    const cut = cutText(value, maxLength);
    expect(value.startsWith(cut)).toBe(true);
    expect(cut.length).toBeLessThanOrEqual(maxLength);
    expect(cut.length).toBeGreaterThanOrEqual(Math.min(value.length, maxLength) - 1);
    expect(cut.isWellFormed()).toBe(true);
  });
  fc.assert(property);
});
