import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  makeRecordId,
  numberOfRecordId,
  parseRecordId,
  withChecksum,
} from '../../../src/local-org/records/record-id.ts';

const id15 = fc.stringMatching(/^[0-9A-Za-z]{15}$/);

describe('a record id', () => {
  it('has the checksum that Salesforce gives: 001D000000IRFma is 001D000000IRFmaIAH', () => {
    expect(withChecksum('001D000000IRFma')).toBe('001D000000IRFmaIAH');
    expect(withChecksum('012000000000000')).toBe('012000000000000AAA');
  });

  it('is found again from its 15 characters, and from 18 whose case was lost', () => {
    fc.assert(
      fc.property(id15, (id) => {
        const full = withChecksum(id);
        expect(parseRecordId(id)).toBe(full);
        expect(parseRecordId(full)).toBe(full);
        expect(parseRecordId(full.toLowerCase())).toBe(full);
        expect(parseRecordId(full.toUpperCase())).toBe(full);
      }),
    );
  });

  it('is refused when it is too short, too long, holds other characters or its checksum is wrong', () => {
    for (const wrong of [
      '',
      '500',
      '5000000000000000',
      '500-00000000000',
      '001D000000IRFmaIA9',
      '001D000000IRFmaIAHx',
    ]) {
      expect(parseRecordId(wrong)).toBeUndefined();
    }
  });

  it('carries its number, and sorts by it', () => {
    fc.assert(
      fc.property(fc.nat(2 ** 31 - 1), fc.nat(2 ** 31 - 1), (a, b) => {
        expect(numberOfRecordId(makeRecordId('500', a))).toBe(a);
        expect(makeRecordId('500', a) < makeRecordId('500', b)).toBe(a < b);
      }),
    );
  });
});
