import { describe, expect, it } from 'vitest';
import { literalOf } from '../../src/soql/literal.ts';
import type { SoqlScalar } from '../../src/soql/soql-value.ts';
import { fieldOfType } from '../support/field.ts';

function write(type: string, value: SoqlScalar): string {
  return literalOf(value, fieldOfType(type));
}

describe('a literal', () => {
  it.each<[string, SoqlScalar, string]>([
    ['string', "O'Brien", String.raw`'O\'Brien'`],
    ['string', String.raw`C:\new`, String.raw`'C:\\new'`],
    ['string', '\n\r\t\f', String.raw`'\n\r\t\f'`],
    ['string', '\b\u0007', String.raw`'\u0008\u0007'`],
    ['string', '\0\u001b\u007f\u0085\u2028', String.raw`'\u0000\u001b\u007f\u0085\u2028'`],
    ['string', '\ud800', String.raw`'\ud800'`],
    ['string', '😀 “quoted”', `'😀 “quoted”'`],
    ['string', '100%_', `'100%_'`],
    ['string', '00123', `'00123'`],
    ['string', '2026-01-31', `'2026-01-31'`],
    ['string', 'TODAY', `'TODAY'`],
    ['string', 'null', `'null'`],
    ['string', '', `''`],
    ['string', 7, `'7'`],
    ['string', true, `'true'`],
    ['picklist', 'Web', `'Web'`],
    ['multipicklist', 'A;B', `'A;B'`],
    ['email', 'a@b.example', `'a@b.example'`],
    ['textarea', 'a', `'a'`],
    ['double', 12, '12'],
    ['double', '00012.50', '12.5'],
    ['double', 1e21, '1000000000000000000000'],
    ['double', 1.5e-7, '0.00000015'],
    ['double', '123456789012345678.25', '123456789012345678.25'],
    ['double', '-1.25E+2', '-125'],
    ['double', '12.34e-4', '0.001234'],
    ['double', '+.5', '0.5'],
    ['double', -0, '0'],
    ['double', '-0.000', '0'],
    ['percent', '5.', '5'],
    ['int', '7.0', '7'],
    ['currency', 12.5, '12.5'],
    ['currency', 'EUR12.50', 'EUR12.50'],
    ['boolean', false, 'false'],
    ['boolean', 'TRUE', 'true'],
    ['boolean', '0', 'false'],
    ['id', '500000000000001AAA', `'500000000000001AAA'`],
    ['reference', '500000000000001', `'500000000000001'`],
    ['date', '2024-02-29', '2024-02-29'],
    ['date', '1900-01-01', '1900-01-01'],
    ['date', 'last_n_days:7', 'LAST_N_DAYS:7'],
    ['date', 'This_Fiscal_Quarter', 'THIS_FISCAL_QUARTER'],
    ['datetime', 'n_fiscal_years_ago:2', 'N_FISCAL_YEARS_AGO:2'],
    ['datetime', '2018-12-10T17:50:19.000+0000', '2018-12-10T17:50:19Z'],
    ['datetime', '2018-12-10T17:50:19.120Z', '2018-12-10T17:50:19.120Z'],
    ['datetime', '2018-12-10T17:50:19.123000Z', '2018-12-10T17:50:19.123Z'],
    ['datetime', '2018-12-10T17:50-00:00', '2018-12-10T17:50:00Z'],
    ['datetime', '2018-12-10T17:50:19+0530', '2018-12-10T17:50:19+05:30'],
    ['datetime', '2018-12-10T17:50:19-08:00', '2018-12-10T17:50:19-08:00'],
    ['time', '09:30', '09:30:00.000Z'],
    ['time', '09:30:15.5Z', '09:30:15.500Z'],
    ['anyType', 'x', `'x'`],
    ['anyType', 1e-7, '0.0000001'],
    ['boolean', null, 'null'],
    ['string', null, 'null'],
  ])('E5 of a %s field for %j is %s', (type, value, literal) => {
    expect(write(type, value)).toBe(literal);
  });

  it('of a value for a field that the org cannot tell goes by the type of the value', () => {
    const values: SoqlScalar[] = ['7', 'TODAY', 7, 1e21, false, null];
    expect(values.map((value) => literalOf(value, undefined))).toEqual([
      `'7'`,
      `'TODAY'`,
      '7',
      '1000000000000000000000',
      'false',
      'null',
    ]);
  });

  it.each<[string, SoqlScalar]>([
    ['double', 'seven'],
    ['double', ''],
    ['double', ' 7'],
    ['double', '0x10'],
    ['double', '1,5'],
    ['double', '.'],
    ['double', '1e999'],
    ['double', 'Infinity'],
    ['double', Number.NaN],
    ['double', Number.POSITIVE_INFINITY],
    ['double', true],
    ['double', '1 OR IsDeleted = true'],
    ['int', 1.5],
    ['currency', 'EURO12'],
    ['currency', 'eur12'],
    ['currency', 'EUR12 OR Name != null'],
    ['string', Number.NaN],
    ['boolean', 'yes'],
    ['boolean', 2],
    ['id', '500'],
    ['id', "500000000000001' OR"],
    ['reference', '500000000000001AA'],
    ['id', 500000000000001],
    ['date', '2026-02-30'],
    ['date', '2025-02-29'],
    ['date', '2026-13-01'],
    ['date', '0000-01-01'],
    ['date', '31.01.2026'],
    ['date', '2026-01-31T10:00:00Z'],
    ['date', '2026-01-31 '],
    ['date', "'2026-01-31'"],
    ['date', 20260131],
    ['date', 'LAST_N_DAYS'],
    ['date', 'LAST_N_DAYS:x'],
    ['date', 'LAST_N_DAYS:7:8'],
    ['date', 'LAST_N_DAYS:7 OR Name != null'],
    ['date', 'TODAY:1'],
    ['date', 'SOMEDAY'],
    ['date', 'toString'],
    ['datetime', '2026-01-31'],
    ['datetime', '2026-01-31T10:00:00'],
    ['datetime', '2026-01-31 10:00:00Z'],
    ['datetime', '2026-01-31T24:00:00Z'],
    ['datetime', '2026-01-31T10:60:00Z'],
    ['datetime', '2026-01-31T23:59:60Z'],
    ['datetime', '2026-02-29T10:00:00Z'],
    ['datetime', '2026-01-31T10:00:00+15:00'],
    ['datetime', '2026-01-31T10:00:00+1'],
    ['datetime', '2026-01-31T10:00:00.1234Z'],
    ['datetime', '2026-01-31T10:00:00Z OR Name != null'],
    ['datetime', '2026-01-31T10:00:00\nZ'],
    ['datetime', 1769853600000],
    ['time', '25:00:00'],
    ['time', '10:00:00+01:00'],
    ['address', 'Berlin'],
    ['location', 1],
  ])('E5 of a %s field refuses %j', (type, value) => {
    const refused = () => literalOf(value, fieldOfType(type, { name: 'Field__c' }), 'The bind v');
    expect(refused).toThrow(
      expect.objectContaining({
        code: 'invalid-bind',
        message: expect.stringMatching(/^The bind v does not fit Field__c: it must be /),
        details: expect.objectContaining({ field: 'Field__c', bind: 'The bind v' }),
      }),
    );
  });

  it('refuses what is no value at all, also from callers without types', () => {
    for (const value of [undefined, {}, [], new Date(0), 7n, Symbol('x')]) {
      expect(() => literalOf(value as unknown as SoqlScalar, undefined)).toThrow(
        expect.objectContaining({ code: 'invalid-bind' }),
      );
    }
  });

  it('B17 of a date never moves, whatever the time zone of the process', () => {
    const before = process.env['TZ'];
    try {
      for (const zone of ['Asia/Tokyo', 'Asia/Kolkata', 'America/New_York', 'Pacific/Kiritimati']) {
        process.env['TZ'] = zone;
        for (const day of ['1900-01-01', '2024-02-29', '2026-03-08', '2026-11-01', '2026-12-31']) {
          expect(write('date', day)).toBe(day);
          expect(write('datetime', `${day}T00:30:00Z`)).toBe(`${day}T00:30:00Z`);
        }
      }
    } finally {
      if (before === undefined) delete process.env['TZ'];
      else process.env['TZ'] = before;
    }
  });
});
