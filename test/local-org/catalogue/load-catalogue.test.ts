import { describe, expect, it } from 'vitest';
import type { SObject } from '../../../src/local-org/catalogue/catalogue.ts';
import { readFixture } from '../../../src/local-org/catalogue/fixture-file.ts';
import { loadCatalogue } from '../../../src/local-org/catalogue/load-catalogue.ts';

const catalogue = loadCatalogue();

function object(name: string): SObject {
  const found = catalogue.find(name);
  if (found === undefined) throw new TypeError(`no ${name}`);
  return found;
}

const all = catalogue.objectNames.map(object);

describe('the catalogue', () => {
  it('has the Service Cloud objects, in any case, and nothing else', () => {
    expect(catalogue.objectNames.length).toBeGreaterThanOrEqual(68);
    expect(object('cAsEcOmMeNt').name).toBe('CaseComment');
    expect(catalogue.find('Campaign')).toBeUndefined();
    expect(catalogue.find('AggregateResult')).toBeUndefined();
  });

  it('gives every object a prefix of its own, and finds it by that', () => {
    expect(new Set(all.map((sobject) => sobject.keyPrefix)).size).toBe(all.length);
    for (const sobject of all) expect(catalogue.findByKeyPrefix(sobject.keyPrefix)).toBe(sobject);
    expect(['Case', 'User', 'WorkOrder', 'EmailMessage'].map((name) => object(name).keyPrefix)).toEqual([
      '500',
      '005',
      '0WO',
      '02s',
    ]);
  });

  it('describes every field with the keys that a real org gives', () => {
    const recorded = readFixture('describe/Case.json') as { fields: object[] };
    const keys = Object.keys(recorded.fields[0] ?? {}).sort();
    expect(keys).toHaveLength(57);
    for (const sobject of all) {
      for (const field of sobject.fields)
        expect([field.name, Object.keys(field).sort()]).toEqual([field.name, keys]);
    }
  });

  it('describes every object with the keys that a real org gives, without urls', () => {
    const { urls: _, ...recorded } = readFixture('describe/Case.json') as { urls: unknown };
    for (const name of ['CaseComment', 'Entitlement', 'User']) {
      expect(Object.keys(object(name).describe).sort()).toEqual(Object.keys(recorded).sort());
    }
    expect(object('Case').describe['urls']).toBeUndefined();
  });

  it('leaves custom fields of the recordings out', () => {
    expect(all.flatMap((sobject) => sobject.fields.filter((field) => field.name.endsWith('__c')))).toEqual(
      [],
    );
  });

  it('has no child relationship that leads nowhere', () => {
    for (const sobject of all) {
      const names = sobject.describe.childRelationships.flatMap((child) => child.relationshipName ?? []);
      expect([sobject.name, new Set(names).size]).toEqual([sobject.name, names.length]);
      for (const child of sobject.describe.childRelationships) {
        const field = catalogue.find(child.childSObject)?.field(child.field);
        expect([child.childSObject, child.field, field?.type]).toEqual([
          child.childSObject,
          child.field,
          'reference',
        ]);
      }
    }
  });

  it.each([
    ['Case', 'CaseComments', 'CaseComment'],
    ['Case', 'EmailMessages', 'EmailMessage'],
    ['Account', 'Contacts', 'Contact'],
    ['Account', 'Entitlements', 'Entitlement'],
    ['Entitlement', 'Cases', undefined],
    ['WorkOrder', 'WorkOrderLineItems', 'WorkOrderLineItem'],
    ['Asset', 'ChildAssets', 'Asset'],
    ['Group', 'GroupMembers', 'GroupMember'],
  ])('%s.%s leads to %s', (parent, relationship, child) => {
    expect(object(parent).childRelationship(relationship.toUpperCase())?.childSObject).toBe(child);
  });

  it('keeps system fields from being written and knows what is required', () => {
    const comment = object('CaseComment');
    for (const name of [
      'Id',
      'CreatedDate',
      'CreatedById',
      'LastModifiedDate',
      'SystemModstamp',
      'IsDeleted',
    ]) {
      expect(comment.field(name)).toMatchObject({ createable: false, updateable: false, nillable: false });
    }
    expect(comment.field('ParentId')).toMatchObject({
      createable: true,
      updateable: false,
      nillable: false,
      referenceTo: ['Case'],
    });
    expect(object('WorkOrder').field('WorkOrderNumber')).toMatchObject({
      autoNumber: true,
      createable: false,
      nameField: true,
      idLookup: true,
    });
    expect(object('Task').field('OwnerId')).toMatchObject({
      polymorphicForeignKey: true,
      referenceTo: ['Group', 'User'],
    });
    expect(object('EmailMessage').field('Status')).toMatchObject({
      type: 'picklist',
      restrictedPicklist: true,
    });
    expect(object('EmailMessage').field('TextBody')).toMatchObject({
      type: 'textarea',
      filterable: false,
      sortable: false,
    });
  });

  it('finds the field behind a parent relationship', () => {
    expect(object('Case').parentRelationship('contact')?.name).toBe('ContactId');
    expect(object('Case').parentRelationship('ContactId')).toBeUndefined();
    expect(object('Contact').nameField?.name).toBe('Name');
  });
});
