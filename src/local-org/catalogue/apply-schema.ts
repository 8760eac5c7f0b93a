import type { ChildRelationship, FieldDescribe, ObjectDescribe } from './catalogue.ts';
import { completeField, type PartialField } from './field-shape.ts';
import { completeObject } from './object-shape.ts';
import { recordTypeField, recordTypeInfos } from './record-types.ts';
import type { SchemaField } from './schema-field.ts';
import type { SchemaObject } from './schema-file.ts';
import { CUSTOM_OBJECT_SYSTEM_FIELDS } from './system-fields.ts';

/**
 * An object with what the schema file says of it: fields are added (or replaced when they exist), relationship names
 * and the parents' child relationships follow from `reference` fields.
 * @param standard the describe without the file; `undefined` makes it a new object with the system fields.
 */
export function applySchema(
  name: string,
  keyPrefix: string,
  standard: ObjectDescribe | undefined,
  schema: readonly SchemaObject[],
): ObjectDescribe {
  const entries = schema.filter((entry) => entry.name.toLowerCase() === name.toLowerCase());
  const added = entries.flatMap((entry) => entry.fields.flatMap(fieldsOf));
  const children = [...entries.flatMap((entry) => entry.childRelationships), ...childrenOf(name, schema)];
  const base = standard ?? newObject(name, keyPrefix, entries[0], added);
  if (entries.length === 0 && children.length === 0) return base;
  const types = entries.flatMap((entry) => entry.recordTypes);
  const hasTypeField = [...base.fields, ...added].some((field) => field.name === 'RecordTypeId');
  if (types.length > 0 && !hasTypeField) added.push(recordTypeField());
  const replaced = new Set(added.map((field) => field.name.toLowerCase()));
  return {
    ...base,
    ...(types.length === 0 ? {} : { recordTypeInfos: recordTypeInfos(name, types) }),
    fields: [...base.fields.filter((field) => !replaced.has(field.name.toLowerCase())), ...added],
    childRelationships: [...base.childRelationships, ...children],
  };
}

function newObject(
  name: string,
  keyPrefix: string,
  entry: SchemaObject | undefined,
  added: readonly FieldDescribe[],
): ObjectDescribe {
  const named = added.some((field) => field.nameField || field.name === 'Name');
  const nameField = completeField({
    name: 'Name',
    type: 'string',
    length: 80,
    nameField: true,
    idLookup: true,
  });
  const owner = completeField({
    ...{ name: 'OwnerId', type: 'reference', relationshipName: 'Owner', referenceTo: ['Group', 'User'] },
    ...{ nillable: false, defaultedOnCreate: true },
  });
  const fields = [...CUSTOM_OBJECT_SYSTEM_FIELDS, ...(named ? [] : [nameField]), owner];
  return completeObject({
    name,
    label: entry?.label,
    labelPlural: entry?.labelPlural,
    keyPrefix,
    fields,
    childRelationships: [],
  });
}

/** A location comes with the two numbers that it is made of. */
function fieldsOf(entry: SchemaField): FieldDescribe[] {
  const field = fieldOf(entry);
  if (entry.type !== 'location') return [field];
  const stem = entry.name.replace(/__c$/, '');
  const parts = ['Latitude', 'Longitude'].map((part) =>
    completeField({
      ...{ name: `${stem}__${part}__s`, type: 'double', precision: 18, scale: 15 },
      ...{ label: `${field.label} (${part})`, custom: true, compoundFieldName: entry.name },
    }),
  );
  return [completeField({ ...field, createable: false, updateable: false }), ...parts];
}

function fieldOf(entry: SchemaField): FieldDescribe {
  const { childRelationshipName: _, displayFormat: _format, ...rest } = entry;
  const given = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined));
  const relationship = entry.type === 'reference' ? { relationshipName: relationshipOf(entry) } : {};
  const nameField = entry.name === 'Name' ? { nameField: true } : {};
  const numbered =
    entry.autoNumber === true
      ? { createable: false, updateable: false, nillable: false, defaultedOnCreate: true }
      : {};
  const defaulted = entry.defaultValue === undefined ? {} : { defaultedOnCreate: true };
  return completeField({
    ...nameField,
    ...numbered,
    ...defaulted,
    ...given,
    ...relationship,
  } as PartialField);
}

function relationshipOf(entry: SchemaField): string {
  if (typeof entry.relationshipName === 'string') return entry.relationshipName;
  return entry.name.endsWith('__c') ? `${entry.name.slice(0, -1)}r` : entry.name.replace(/Id$/, '');
}

function childrenOf(parent: string, schema: readonly SchemaObject[]): ChildRelationship[] {
  return schema.flatMap((child) =>
    child.fields
      .filter((field) => field.referenceTo?.some((target) => target.toLowerCase() === parent.toLowerCase()))
      .map((field) => ({
        childSObject: child.name,
        field: field.name,
        relationshipName: field.childRelationshipName ?? null,
        cascadeDelete: field.cascadeDelete ?? false,
      })),
  );
}
