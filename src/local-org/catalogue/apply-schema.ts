import type { ChildRelationship, FieldDescribe, ObjectDescribe } from './catalogue.ts';
import { completeField, type PartialField } from './field-shape.ts';
import { completeObject } from './object-shape.ts';
import type { SchemaField, SchemaObject } from './schema-file.ts';
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
  const added = entries.flatMap((entry) => entry.fields.map(fieldOf));
  const children = [...entries.flatMap((entry) => entry.childRelationships), ...childrenOf(name, schema)];
  const base = standard ?? newObject(name, keyPrefix, entries[0], added);
  if (entries.length === 0 && children.length === 0) return base;
  const replaced = new Set(added.map((field) => field.name.toLowerCase()));
  return {
    ...base,
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

function fieldOf(entry: SchemaField): FieldDescribe {
  const { childRelationshipName: _, ...rest } = entry;
  const given = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined));
  const relationship = entry.type === 'reference' ? { relationshipName: relationshipOf(entry) } : {};
  const nameField = entry.name === 'Name' ? { nameField: true } : {};
  const numbered =
    entry.autoNumber === true
      ? { createable: false, updateable: false, nillable: false, defaultedOnCreate: true }
      : {};
  return completeField({ ...nameField, ...numbered, ...given, ...relationship } as PartialField);
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
