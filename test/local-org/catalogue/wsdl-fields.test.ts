import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { loadCatalogue } from '../../../src/local-org/catalogue/load-catalogue.ts';

/** What the WSDLs say: object → field → XSD type. */
const table = JSON.parse(
  readFileSync(new URL('../../../fixtures/objects/service-cloud-objects.json', import.meta.url), 'utf8'),
) as Record<string, { fields: Record<string, string> }>;

/** Types of the WSDL that are no objects: what aggregates and polymorphic parents are shown as. */
const noObjects = ['AggregateResult', 'Name'];

const soapTypes: Readonly<Record<string, string>> = { ID: 'tns:ID', address: 'urn:address' };

describe('the objects of the WSDLs', () => {
  const catalogue = loadCatalogue({});

  test.each(Object.keys(table).filter((name) => !noObjects.includes(name)))(
    '%s has all its fields, each with its type',
    (name) => {
      const standard = Object.entries(table[name]!.fields).filter(([field]) => !field.endsWith('__c'));
      const described = standard.map(([field]) => [field, catalogue.find(name)?.field(field)?.['soapType']]);
      expect(described).toEqual(standard.map(([field, xsd]) => [field, soapTypes[xsd] ?? `xsd:${xsd}`]));
    },
  );

  test.each(['Account', 'Case', 'Contact', 'Event', 'Lead', 'Opportunity'])(
    '%s is described as a real org was recorded, key by key',
    (name) => {
      const recorded = JSON.parse(
        readFileSync(new URL(`../../../fixtures/describe/${name}.json`, import.meta.url), 'utf8'),
      ) as { fields: { name: string; relationshipName: string | null }[] };
      const expected = recorded.fields.filter((field) => !field.name.endsWith('__c'));
      const described = expected.map((field) => catalogue.find(name)?.field(field.name));
      // SOQL takes Opportunity.Contact, which the recording does not name.
      const named = expected.map((field) =>
        name === 'Opportunity' && field.name === 'ContactId'
          ? { ...field, relationshipName: 'Contact' }
          : field,
      );
      expect(described).toEqual(named);
    },
  );
});
