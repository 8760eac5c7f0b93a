import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import type { RowValue } from '../../src/contract/row.ts';
import { writtenText } from '../../src/codec/written-text.ts';
import { fieldOfType } from '../support/field.ts';

const place = { column: 'X', rowIndex: 6 };
const days = ['1900-01-01', '1899-12-31', '2024-02-29', '2024-03-10', '2024-11-03', '2026-03-29'];

/** Rows hold no such values by type; hosts in JavaScript may pass them. */
function foreign(value: unknown): RowValue {
  return value as RowValue;
}

describe('writtenText', () => {
  it.each(['Asia/Tokyo', 'Asia/Kolkata', 'America/New_York', 'Pacific/Kiritimati'])(
    'B17 moves no day and no moment where the clock shows the time of %s',
    async (zone) => {
      const module = join(import.meta.dirname, '../../src/codec/written-text.ts');
      const script = `
        const { writtenText } = await import(${JSON.stringify(module)});
        const place = { column: 'X', rowIndex: 0 };
        const days = ${JSON.stringify(days)}.map((day) => writtenText(day, { type: 'date' }, place));
        const moment = writtenText(new Date(Date.UTC(2024, 2, 10, 6, 59)), { type: 'datetime' }, place);
        console.log(JSON.stringify({ days, moment, isUtc: new Date(0).getTimezoneOffset() === 0 }));`;
      const { stdout } = await promisify(execFile)(
        process.execPath,
        ['--input-type=module', '--eval', script],
        { env: { ...process.env, TZ: zone } },
      );
      expect(JSON.parse(stdout)).toEqual({ days, moment: '2024-03-10T06:59:00.000Z', isUtc: false });
    },
  );

  it('A13 writes a Date as UTC where a moment or text is wanted', () => {
    const date = foreign(new Date(Date.UTC(2026, 0, 31, 10)));
    expect(writtenText(date, fieldOfType('datetime'), place)).toBe('2026-01-31T10:00:00.000Z');
    expect(writtenText(date, fieldOfType('string'), place)).toBe('2026-01-31T10:00:00.000Z');
  });

  it.each([
    ['a Date for a day', 'date', new Date(0), /^Row 7, column X: .* give text like 2026-01-31\.$/],
    ['a Date for a time', 'time', new Date(0), /give text like 10:00:00\.000Z/],
    ['a Date that is none', 'datetime', new Date(Number.NaN), /not a valid Date/],
    ['a parent as an object', 'string', { Ext__c: 'x' }, /^Row 7, column X: an object .* Account\.Ext__c\.$/],
    ['a list', 'multipicklist', ['A', 'B'], /a list does not fit/],
  ])('A13 refuses %s, naming row and column', (_what, type, value, message) => {
    expect(() => writtenText(foreign(value), fieldOfType(type), place)).toThrow(
      expect.objectContaining({ code: 'invalid-value', message: expect.stringMatching(message) }),
    );
  });

  it('leaves a number of many digits as it is, because CSV carries its digits', () => {
    expect(writtenText('123456789012345678', fieldOfType('double'), place)).toBe('123456789012345678');
  });
});
