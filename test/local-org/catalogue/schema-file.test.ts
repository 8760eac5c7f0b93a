import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Catalogue } from '../../../src/local-org/catalogue/catalogue.ts';
import { loadCatalogue } from '../../../src/local-org/catalogue/load-catalogue.ts';
import { SchemaFileError } from '../../../src/local-org/catalogue/schema-file.ts';

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'schema-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function load(content: unknown): Catalogue {
  const file = join(folder, 'schema.json');
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
  return loadCatalogue({ schemaFile: file });
}

function problems(content: unknown): readonly string[] {
  try {
    load(content);
  } catch (error) {
    if (error instanceof SchemaFileError) return error.problems;
    throw error;
  }
  return [];
}

describe('a schema file', () => {
  it('adds fields to standard objects, completed by their type', () => {
    const catalogue = load({
      sobjects: [
        {
          name: 'case',
          fields: [
            {
              name: 'MessageId__c',
              type: 'string',
              length: 40,
              externalId: true,
              unique: true,
              label: 'Message ID',
            },
          ],
        },
      ],
    });
    const field = catalogue.find('Case')?.field('messageid__c');
    expect(field).toMatchObject({
      length: 40,
      externalId: true,
      idLookup: true,
      unique: true,
      custom: true,
      label: 'Message ID',
    });
    expect(field).toMatchObject({
      createable: true,
      updateable: true,
      nillable: true,
      filterable: true,
      soapType: 'xsd:string',
      byteLength: 120,
    });
    expect(catalogue.find('Case')?.field('Subject')?.length).toBe(255);
  });

  it('makes new objects with system fields, a name, an owner and a prefix', () => {
    const catalogue = load({
      sobjects: [
        { name: 'Invoice__c', label: 'Invoice', fields: [] },
        {
          name: 'Line__c',
          fields: [
            {
              name: 'Invoice__c',
              type: 'reference',
              referenceTo: ['Invoice__c'],
              childRelationshipName: 'Lines__r',
            },
          ],
        },
      ],
    });
    const invoice = catalogue.find('invoice__c');
    expect([invoice?.keyPrefix, catalogue.find('Line__c')?.keyPrefix]).toEqual(['a00', 'a01']);
    expect(catalogue.findByKeyPrefix('a01')?.name).toBe('Line__c');
    expect(invoice?.describe).toMatchObject({ label: 'Invoice', labelPlural: 'Invoices', custom: true });
    expect(invoice?.fields.map((field) => field.name)).toEqual(
      expect.arrayContaining(['Id', 'IsDeleted', 'Name', 'OwnerId', 'SystemModstamp']),
    );
    expect(invoice?.childRelationship('Lines__r')).toMatchObject({
      childSObject: 'Line__c',
      field: 'Invoice__c',
    });
    expect(catalogue.find('Line__c')?.parentRelationship('Invoice__r')?.name).toBe('Invoice__c');
  });

  it('takes picklist values as text or in full', () => {
    const catalogue = load({
      sobjects: [
        {
          name: 'Case',
          fields: [
            {
              name: 'Tier__c',
              type: 'picklist',
              picklistValues: ['Gold', { value: 'S', label: 'Silver', defaultValue: true }],
            },
          ],
        },
      ],
    });
    expect(catalogue.find('Case')?.field('Tier__c')?.picklistValues).toMatchObject([
      { value: 'Gold', label: 'Gold', active: true, defaultValue: false },
      { value: 'S', label: 'Silver', active: true, defaultValue: true },
    ]);
  });

  it('with problems names all of them and their places', () => {
    const found = problems({
      sobjects: [
        {
          name: 'Case',
          fields: [
            { name: 'a b', type: 'string' },
            { name: 'X__c', type: 'number' },
          ],
        },
        { name: 'Y__c', fields: [{ name: 'R__c', type: 'reference' }] },
        { fields: [] },
      ],
    });
    expect(found.map((problem) => problem.split(':')[0])).toEqual([
      'sobjects.0.fields.0.name',
      'sobjects.0.fields.1.type',
      'sobjects.1.fields.0.referenceTo',
      'sobjects.2.name',
    ]);
  });

  it('is refused when it is no JSON, is not there, or names a field twice', () => {
    expect(problems('{')).toHaveLength(1);
    expect(() => loadCatalogue({ schemaFile: join(folder, 'missing.json') })).toThrow(SchemaFileError);
    const twice = { name: 'X__c', type: 'boolean' };
    expect(problems({ sobjects: [{ name: 'Case', fields: [twice, { ...twice, name: 'x__C' }] }] })).toEqual([
      'sobjects.0.fields.1.name: x__C is there twice',
    ]);
  });
});
