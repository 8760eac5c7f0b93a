import { describe, expect, it } from 'vitest';
import { fieldSchema } from '../../src/schema/field-schema.ts';
import { fieldOfType } from '../support/field.ts';

describe('fieldSchema', () => {
  it.each([
    ['string', { length: 255 }, { type: ['string', 'null'], maxLength: 255 }],
    ['textarea', { length: 32_000 }, { type: ['string', 'null'], maxLength: 32_000 }],
    ['boolean', { nillable: false }, { type: 'boolean' }],
    ['int', {}, { type: ['integer', 'null'] }],
    ['date', {}, { type: ['string', 'null'], format: 'date' }],
    ['datetime', {}, { type: ['string', 'null'], format: 'date-time' }],
    ['base64', { length: 100 }, { type: ['string', 'null'], contentEncoding: 'base64' }],
    ['reference', { length: 18 }, { pattern: '^[a-zA-Z0-9]{15}([a-zA-Z0-9]{3})?$' }],
  ])('says what a %s may hold', (type, more, expected) => {
    expect(fieldSchema(fieldOfType(type, more))).toMatchObject(expected);
  });

  it('bounds a number by its digits', () => {
    const schema = fieldSchema(fieldOfType('currency', { precision: 18, scale: 2 }));
    expect(schema).toMatchObject({ exclusiveMaximum: 1e16, exclusiveMinimum: -1e16 });
    expect(schema['x-salesforce']).toMatchObject({ precision: 18, scale: 2 });
  });

  const values = [
    { value: 'New', active: true },
    { value: 'Old', active: false },
  ];

  it('closes a restricted picklist and leaves an open one open', () => {
    const restricted = fieldSchema(
      fieldOfType('picklist', { restrictedPicklist: true, picklistValues: values }),
    );
    const open = fieldSchema(fieldOfType('picklist', { picklistValues: values }));
    expect(restricted['enum']).toEqual(['New', null]);
    expect(open).toMatchObject({ examples: ['New'] });
    expect(open).not.toHaveProperty('enum');
  });

  it('marks keys, references and what cannot be written', () => {
    const schema = fieldSchema(
      fieldOfType('reference', {
        createable: false,
        updateable: false,
        externalId: true,
        idLookup: true,
        referenceTo: ['Group', 'User'],
        relationshipName: 'Owner',
      }),
    );
    expect(schema).toMatchObject({
      readOnly: true,
      'x-salesforce': {
        externalId: true,
        idLookup: true,
        referenceTo: ['Group', 'User'],
        relationshipName: 'Owner',
      },
    });
  });
});
