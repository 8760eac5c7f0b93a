import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PassThrough, Writable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { beforeEach, describe, expect, test } from 'vitest';
import type { ByteSink } from '../../src/contract/bytes.ts';
import {
  fileOutput,
  formatOfFileName,
  partFileSink,
  spooledOutput,
  streamOutput,
} from '../../src/host/index.ts';
import { createRowWriter } from '../../src/host/output/row-writer.ts';
import { wholeRecordSink } from '../../src/host/results/whole-record-sink.ts';
import { temporaryFolder } from './temporary-folder.ts';

let folder: string;

beforeEach(async () => {
  folder = await temporaryFolder();
});

const bytes = (value: string) => Buffer.from(value);

/** A sink that remembers what happened to it. */
function memorySink(): ByteSink & { written: string; end: string } {
  const sink = {
    written: '',
    end: '',
    write: (chunk: Uint8Array) => {
      sink.written += Buffer.from(chunk).toString();
      return Promise.resolve();
    },
    commit: () => {
      sink.end = 'committed';
      return Promise.resolve();
    },
    discard: () => {
      sink.end = 'discarded';
      return Promise.resolve();
    },
  };
  return sink;
}

describe('a file', () => {
  test('has its final name only after the commit (B28)', async () => {
    const path = join(folder, 'out.csv');
    const sink = partFileSink(path);
    await sink.write(bytes('a'));
    await sink.write(bytes('b'));
    expect(await readdir(folder)).toEqual(['out.csv.part']);
    await sink.commit();
    expect(await readdir(folder)).toEqual(['out.csv']);
    expect(await readFile(path, 'utf8')).toBe('ab');
  });

  test('that is discarded leaves nothing, and what was there before stays', async () => {
    const path = join(folder, 'out.csv');
    await writeFile(path, 'earlier');
    const sink = partFileSink(path);
    await sink.write(bytes('new'));
    await sink.discard();
    await sink.discard();
    expect(await readFile(path, 'utf8')).toBe('earlier');
    expect(await readdir(folder)).toEqual(['out.csv']);
  });

  test('is there and empty when nothing was written', async () => {
    await partFileSink(join(folder, 'empty')).commit();
    expect(await readFile(join(folder, 'empty'), 'utf8')).toBe('');
  });

  test('in a folder that is not there, or in place of a folder, cannot be written', async () => {
    const lost = fileOutput(join(folder, 'none', 'out.csv')).open(folder);
    await expect(lost.write(bytes('a'))).rejects.toMatchObject({
      code: 'file-unwritable',
      details: { reason: 'ENOENT' },
    });
    await mkdir(join(folder, 'taken'));
    const taken = partFileSink(join(folder, 'taken'));
    await taken.write(bytes('a'));
    await expect(taken.commit()).rejects.toMatchObject({ code: 'file-unwritable' });
    await taken.discard();
    expect(await readdir(folder)).toEqual(['taken']);
  });

  test.each([
    ['a.csv', 'csv'],
    ['a.JSON', 'json'],
    ['a.ndjson', 'ndjson'],
    ['a.jsonl', 'ndjson'],
    ['json', 'csv'],
  ])('called %s holds %s', (name, format) => {
    expect(formatOfFileName(name)).toBe(format);
  });

  test('called after something else is refused', () => {
    expect(() => formatOfFileName('cases.xlsx')).toThrow(expect.objectContaining({ code: 'invalid-usage' }));
  });

  test('in a folder that is not there is refused before any work', async () => {
    const output = fileOutput(join(folder, 'missing', 'out.csv'));
    await expect(output.check()).rejects.toMatchObject({
      code: 'file-unwritable',
      details: { reason: 'ENOENT' },
    });
    await expect(fileOutput(join(folder, 'out.csv')).check()).resolves.toBeUndefined();
  });

  test('that has the name of a folder is refused before any work', async () => {
    const output = fileOutput(folder, 'csv');
    await expect(output.check()).rejects.toMatchObject({
      code: 'file-unwritable',
      details: { reason: 'EISDIR' },
    });
  });
});

describe('a stream', () => {
  test('gets bytes as they come and stays open', async () => {
    const stream = new PassThrough();
    const sink = streamOutput(stream, { name: 'standard output', format: 'csv' }).open(folder);
    await sink.write(bytes('a'));
    expect(stream.read()).toEqual(bytes('a'));
    await sink.commit();
    expect(stream.writableEnded).toBe(false);
  });

  test('keeps nothing that its writer may overwrite', async () => {
    const stream = new PassThrough();
    const sink = streamOutput(stream, { name: 'standard output', format: 'csv' }).open(folder);
    const lent = bytes('a');
    await sink.write(lent);
    lent.fill('x');
    expect(stream.read()).toEqual(bytes('a'));
  });

  test('slows its writer down', async () => {
    const stream = new PassThrough({ highWaterMark: 1 });
    const sink = streamOutput(stream, { name: 'standard output', format: 'csv' }).open(folder);
    let isThrough = false;
    const writing = sink.write(bytes('abc')).then(() => {
      isThrough = true;
    });
    await Promise.resolve();
    expect(isThrough).toBe(false);
    stream.resume();
    await writing;
  });

  test('is left as it was found, however often it made its writer wait', async () => {
    const slow = new Writable({
      highWaterMark: 1,
      write: (_chunk, _encoding, done) => {
        setImmediate(done);
      },
    });
    const listeners = () => ['drain', 'close', 'error'].map((name) => slow.listenerCount(name));
    const before = listeners();
    const sink = streamOutput(slow, { name: 'standard output', format: 'csv' }).open(folder);
    for (let round = 0; round < 20; round += 1) await sink.write(bytes('abc'));
    await sink.commit();
    expect(listeners()).toEqual(before);
  });

  test('without a reader says why', async () => {
    const gone = new Writable({
      write: (_chunk, _encoding, done) => {
        done(Object.assign(new Error('gone'), { code: 'EPIPE' }));
      },
    });
    const sink = streamOutput(gone, { name: 'standard output', format: 'csv' }).open(folder);
    const writing = sink.write(bytes('a')).then(() => sink.write(bytes('b')));
    await expect(writing).rejects.toMatchObject({ code: 'file-unwritable', details: { reason: 'EPIPE' } });
  });

  test('that is spooled gets everything at the end, or nothing', async () => {
    const stream = new PassThrough();
    const output = spooledOutput(streamOutput(stream, { name: 'standard output', format: 'json' }));
    const dropped = output.open(folder);
    await dropped.write(bytes('half'));
    await dropped.discard();
    const kept = output.open(folder);
    await kept.write(bytes('wh'));
    await kept.write(bytes('ole'));
    expect(stream.readableLength).toBe(0);
    await kept.commit();
    stream.end();
    expect(await text(stream)).toBe('whole');
    expect(await readdir(folder)).toEqual([]);
  });
});

describe('rows', () => {
  const write = async (
    format: 'csv' | 'json' | 'ndjson',
    ...batches: Record<string, string | number | null>[][]
  ) => {
    const sink = memorySink();
    const writer = createRowWriter(format, sink, () => Promise.resolve(['X', 'Y']));
    for (const rows of batches) await writer.write(rows);
    await writer.end();
    return sink.written;
  };

  test('as CSV are nothing at all without a row and without a column', async () => {
    const sink = memorySink();
    await createRowWriter('csv', sink, () => Promise.resolve([])).end();
    expect(sink.written).toBe('');
    await createRowWriter('csv', sink, () => Promise.resolve(['Id', 'Name'])).end();
    expect(sink.written).toBe('Id,Name\n');
  });

  test('as CSV have one header over all columns of the first batch (A11)', async () => {
    expect(await write('csv', [{ a: '1' }, { a: '2', b: 'x,"y"\n' }], [{ b: '3' }])).toBe(
      'a,b\n1,\n2,"x,""y""\n"\n,3\n',
    );
  });

  test('as CSV leave null empty, and keep a lone empty cell visible (B13)', async () => {
    expect(await write('csv', [{ a: null, b: 0 }])).toBe('a,b\n,0\n');
    expect(await write('csv', [{ a: '' }])).toBe('a\n""\n');
  });

  test('as CSV never lose a column that turns up late', async () => {
    await expect(write('csv', [{ a: '1' }], [{ b: '2' }])).rejects.toMatchObject({ code: 'unknown-column' });
  });

  test('that are not there are a header, an empty array, and nothing (B27)', async () => {
    expect(await Promise.all([write('csv'), write('json'), write('ndjson')])).toEqual(['X,Y\n', '[]\n', '']);
  });

  test('as JSON are one array over all batches, as NDJSON a line each', async () => {
    expect(JSON.parse(await write('json', [{ a: 1 }], [{ a: null }, { b: 'x' }]))).toEqual([
      { a: 1 },
      { a: null },
      { b: 'x' },
    ]);
    expect(await write('ndjson', [{ a: 1 }], [{ b: 'x\n' }])).toBe('{"a":1}\n{"b":"x\\n"}\n');
  });

  test('hold child rows as JSON text in CSV', async () => {
    const sink = memorySink();
    const writer = createRowWriter('csv', sink, () => Promise.resolve([]));
    await writer.write([{ Id: '1', Contacts: [{ Name: 'A' }] }]);
    expect(sink.written).toBe('Id,Contacts\n1,"[{""Name"":""A""}]"\n');
  });
});

describe('a record sink', () => {
  const csv = 'a,b\n1,"x\ny"\n2,"half';

  test.each([1, 2, 5, 100])('in chunks of %i keeps back what is no whole record', async (size) => {
    const target = memorySink();
    const sink = wholeRecordSink(target);
    for (let start = 0; start < csv.length; start += size)
      await sink.write(bytes(csv.slice(start, start + size)));
    await sink.commitWholeRecords();
    expect(target).toMatchObject({ written: 'a,b\n1,"x\ny"\n', end: 'committed' });
  });

  test('keeps nothing that its writer may overwrite', async () => {
    const target = memorySink();
    const sink = wholeRecordSink(target);
    const lent = bytes('a,b\n1,2');
    await sink.write(lent);
    lent.fill('x');
    await sink.commit();
    expect(target.written).toBe('a,b\n1,2');
  });

  test('passes everything on when its writer has finished', async () => {
    const target = memorySink();
    const sink = wholeRecordSink(target);
    await sink.write(bytes(csv));
    await sink.commit();
    expect(target).toMatchObject({ written: csv, end: 'committed' });
  });
});
