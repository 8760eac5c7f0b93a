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

  it('bounds a whole number by its digits, and the result of a formula by nothing', () => {
    expect(fieldSchema(fieldOfType('int', { digits: 8 }))).toMatchObject({ exclusiveMaximum: 1e8 });
    const formula = fieldSchema(fieldOfType('double', { precision: 18, scale: 2, calculated: true }));
    expect(formula).not.toHaveProperty('exclusiveMaximum');
    expect(formula['x-salesforce']).toMatchObject({ calculated: true });
  });

  it('never asks for multiples: the org cuts further decimals', () => {
    expect(fieldSchema(fieldOfType('currency', { precision: 18, scale: 2 }))).not.toHaveProperty(
      'multipleOf',
    );
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

  it('tells labels of values where they differ, and who controls them', () => {
    const picklistValues = [
      { value: '0', label: 'New', active: true },
      { value: 'Read', label: 'Read', active: true },
    ];
    const schema = fieldSchema(fieldOfType('picklist', { picklistValues, controllerName: 'Type' }));
    expect(schema['x-salesforce']).toMatchObject({ labels: { 0: 'New' }, controllerName: 'Type' });
  });

  it('tells the default that the org fills in, without asking forms to fill it in', () => {
    const schema = fieldSchema(fieldOfType('picklist', { defaultValue: 'New', defaultedOnCreate: true }));
    expect(schema['x-salesforce']).toMatchObject({ defaultValue: 'New', defaultedOnCreate: true });
    expect(schema).not.toHaveProperty('default');
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
