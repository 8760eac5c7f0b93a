import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { columnOfXmlName, xmlNameOf } from '../../src/schema/xml-name.ts';

describe('xmlNameOf', () => {
  it.each([
    ['Subject', 'Subject'],
    ['Contact.Email', 'Contact.Email'],
    ['User:Owner.Username', 'User_x003A_Owner.Username'],
    ['1st', '_x0031_st'],
    ['A_x003A_', 'A_x005F_x003A_'],
  ])('turns %s into %s', (column, name) => {
    expect(xmlNameOf(column)).toBe(name);
  });

  it('gives a name that XML takes and that leads back to the column, for any text', () => {
    const column = fc.oneof(
      fc.string({ minLength: 1, maxLength: 20 }),
      fc.stringMatching(/^[_x0-9A-F:]{1,20}$/),
    );
    fc.assert(
      fc.property(column, (text) => {
        expect(xmlNameOf(text)).toMatch(/^[A-Za-z_][A-Za-z0-9_.-]*$/);
        expect(columnOfXmlName(xmlNameOf(text))).toBe(text);
      }),
    );
  });
});
