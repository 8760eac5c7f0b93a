import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assembleRecordCounter } from '../../../scripts/assemble.ts';
import { recordCounterModule } from '../../../src/codec/csv/record-counter-module.ts';
import { RecordCounter } from '../../../src/codec/csv/record-counter.ts';
import { quotedCsv, table } from '../../support/csv-arbitrary.ts';

describe('RecordCounter', () => {
  it('counts the records of any table that Salesforce could send, in chunks of any size', () => {
    fc.assert(
      fc.property(
        table,
        fc.integer({ min: 1, max: 9 }),
        fc.constantFrom('\n', '\r\n'),
        (data, size, lineEnding) => {
          const bytes = Buffer.from(quotedCsv(data, { lineEnding }));
          const counter = new RecordCounter();
          for (let at = 0; at < bytes.length; at += size) counter.push(bytes.subarray(at, at + size));
          expect(counter.isInsideQuotes).toBe(false);
          expect(counter.end()).toBe(data.records.length + 1);
        },
      ),
    );
  });

  it('counts a last record without a line end, once', () => {
    const counter = new RecordCounter();
    counter.push(Buffer.from('"Id"\n"1"'));
    expect(counter.end()).toBe(2);
    expect(counter.end()).toBe(2);
  });

  it('D1 knows that bytes cut inside a cell are not whole', () => {
    const counter = new RecordCounter();
    counter.push(Buffer.from('"Id","Text"\n"1","cut he'));
    expect(counter.isInsideQuotes).toBe(true);
  });
});

describe('the assembled module', () => {
  it('is what its source says', async () => {
    const assembled = await assembleRecordCounter();
    expect(recordCounterModule).toBe(assembled.toString('base64'));
  });
});
