import type { FieldDescribe } from './catalogue.ts';
import { completeField } from './field-shape.ts';

const system = { createable: false, updateable: false, nillable: false, permissionable: false };
const defaulted = { ...system, defaultedOnCreate: true };

/** Describes of the fields that Salesforce itself fills, by name. */
export const SYSTEM_FIELDS: ReadonlyMap<string, FieldDescribe> = new Map(
  [
    completeField({ name: 'Id', type: 'id', idLookup: true, label: 'Record ID', ...defaulted }),
    completeField({ name: 'IsDeleted', type: 'boolean', label: 'Deleted', ...system }),
    completeField({ name: 'CreatedDate', type: 'datetime', ...defaulted }),
    user('CreatedById', 'CreatedBy'),
    completeField({ name: 'LastModifiedDate', type: 'datetime', ...defaulted }),
    user('LastModifiedById', 'LastModifiedBy'),
    completeField({ name: 'SystemModstamp', type: 'datetime', ...defaulted }),
    completeField({ name: 'LastViewedDate', type: 'datetime', ...system, nillable: true }),
    completeField({ name: 'LastReferencedDate', type: 'datetime', ...system, nillable: true }),
    completeField({ name: 'LastActivityDate', type: 'date', ...system, nillable: true }),
  ].map((field) => [field.name, field]),
);

/** What every custom object has besides its own fields. */
export const CUSTOM_OBJECT_SYSTEM_FIELDS = [
  ...['Id', 'IsDeleted', 'CreatedDate', 'CreatedById'],
  ...['LastModifiedDate', 'LastModifiedById', 'SystemModstamp'],
]
  .map((name) => SYSTEM_FIELDS.get(name))
  .filter((field) => field !== undefined);

function user(name: string, relationshipName: string): FieldDescribe {
  return completeField({ name, type: 'reference', relationshipName, referenceTo: ['User'], ...defaulted });
}
