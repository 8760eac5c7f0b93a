import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FirstRecordSplitter, maxHeaderBytes } from '../../../src/codec/csv/first-record.ts';
import { quotedCsv, table } from '../../support/csv-arbitrary.ts';

function split(bytes: Uint8Array, chunkBytes: number): { first: string; rest: string } {
  const splitter = new FirstRecordSplitter();
  for (let at = 0; at < bytes.length; at += chunkBytes) {
    const found = splitter.push(bytes.subarray(at, at + chunkBytes));
    if (found === undefined) continue;
    const rest = Buffer.concat([found.rest, bytes.subarray(at + chunkBytes)]).toString();
    return { first: Buffer.from(found.record).toString(), rest };
  }
  return { first: Buffer.from(splitter.end()).toString(), rest: '' };
}

describe('FirstRecordSplitter', () => {
  it('A2 splits behind the first record, not behind the first line', () => {
    const csv = '"Id","A ""quoted""\nheader"\n"1","x"\n';
    expect(split(Buffer.from(csv), 3)).toEqual({ first: '"Id","A ""quoted""\nheader"\n', rest: '"1","x"\n' });
  });

  it('loses no byte of any table, in chunks of any size', () => {
    fc.assert(
      fc.property(table, fc.integer({ min: 1, max: 9 }), (data, size) => {
        const csv = quotedCsv(data);
        const { first, rest } = split(Buffer.from(csv), size);
        expect(first + rest).toBe(csv);
        expect(first).toBe(quotedCsv({ columns: data.columns, records: [] }));
      }),
    );
  });

  it('gives a header without a line end at the end of the stream', () => {
    expect(split(Buffer.from('"Id"'), 2)).toEqual({ first: '"Id"', rest: '' });
  });

  it('C13 gives nothing for no bytes', () => {
    expect(new FirstRecordSplitter().end()).toHaveLength(0);
  });

  it('gives up on a first record that does not end, instead of filling the memory', () => {
    const splitter = new FirstRecordSplitter();
    splitter.push(Buffer.alloc(maxHeaderBytes, 'x'));
    expect(() => splitter.push(Buffer.from('x'))).toThrow(expect.objectContaining({ code: 'csv-malformed' }));
  });
});
