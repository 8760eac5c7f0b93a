import { describe, expect, it } from 'vitest';
import { jsonOfValue, valueOfCell, valueOfJson } from '../../src/codec/values.ts';
import { fieldOfType } from '../support/field.ts';

const place = { column: 'X', rowIndex: 6 };

describe('values by describe type', () => {
  it.each([
    ['string', '00123', '00123'],
    ['string', 'NA', 'NA'],
    ['string', 'true', 'true'],
    ['double', '1e5', 100_000],
    ['int', '7', 7],
    ['boolean', 'true', true],
    ['boolean', 'false', false],
    ['date', '2026-01-31', '2026-01-31'],
    ['datetime', '2026-01-31T10:00:00.000Z', '2026-01-31T10:00:00.000Z'],
    ['string', '', null],
  ])('C29 D10 reads a %s cell %j as %j', (type, cell, value) => {
    expect(valueOfCell(cell, fieldOfType(type))).toBe(value);
  });

  it('leaves a cell without a known field as text', () => {
    expect(valueOfCell('1e5', undefined)).toBe('1e5');
  });

  it('C30 writes REST date-times with Z, and leaves text that looks like one alone', () => {
    const text = '2018-12-10T17:50:19.000+0000';
    expect(valueOfJson(text, fieldOfType('datetime'))).toBe('2018-12-10T17:50:19.000Z');
    expect(valueOfJson(text, fieldOfType('string'))).toBe(text);
    expect(valueOfJson(text, undefined)).toBe(text);
  });

  it.each([
    ['double', '1.50', 1.5],
    ['currency', '-3', -3],
    ['boolean', 'TRUE', true],
    ['boolean', '0', false],
    ['string', '0012', '0012'],
    ['date', '2024-02-29', '2024-02-29'],
    ['date', '', null],
    ['datetime', '2026-01-31T10:00:00Z', '2026-01-31T10:00:00Z'],
    ['datetime', '2026-01-31T10:00:00.000+0000', '2026-01-31T10:00:00.000Z'],
    ['datetime', '2026-01-31T10:00:00+0530', '2026-01-31T10:00:00+05:30'],
    ['datetime', '2026-01-31T10:00:00-05:30', '2026-01-31T10:00:00-05:30'],
    ['time', '10:00:00.000Z', '10:00:00.000Z'],
    ['string', '31/01/2026', '31/01/2026'],
    ['string', '', null],
    ['boolean', false, false],
    ['double', 2, 2],
    ['string', null, null],
  ])('sends %s %j as %j', (type, value, json) => {
    expect(jsonOfValue(value, fieldOfType(type), place)).toBe(json);
  });

  it.each([
    ['9007199254740993', 'more digits than a double has'],
    ['123456789012345678', 'an 18-digit key'],
  ])('D10 refuses the number %s, which would be stored as another one (%s)', (value) => {
    expect(() => jsonOfValue(value, fieldOfType('double'), place)).toThrow(
      expect.objectContaining({ code: 'invalid-value' }),
    );
  });

  it.each([
    ['9007199254740992', 9_007_199_254_740_992],
    ['123456789012345680', 123_456_789_012_345_680],
    ['0.1234567890123456789', 0.123_456_789_012_345_68],
    ['1e21', 1e21],
  ])('sends the number %s, of which a double keeps the whole part', (value, json) => {
    expect(jsonOfValue(value, fieldOfType('double'), place)).toBe(json);
  });

  it.each([
    ['double', 'abc'],
    ['int', ' '],
    ['boolean', 'maybe'],
    ['double', 'Infinity'],
    ['double', '1e999'],
    ['int', '0x10'],
    ['int', ' 8'],
    ['currency', '1,5'],
    ['date', '2026-02-30'],
    ['date', '31/01/2026'],
    ['date', '2026-01-31T10:00:00Z'],
    ['datetime', '2026-03-01'],
    ['datetime', '2024-07-30 20:54:16 UTC'],
    ['datetime', '2026-01-31T25:00:00Z'],
    ['time', 'noon'],
  ])('refuses %s %j, naming the place and not the value', (type, value) => {
    const convert = () => jsonOfValue(value, fieldOfType(type), place);
    expect(convert).toThrow(
      expect.objectContaining({
        code: 'invalid-value',
        message: expect.stringMatching(/^Row 7, column X: /),
      }),
    );
    expect(convert).not.toThrow(value.trim() === '' ? /"/ : new RegExp(value));
  });
});
