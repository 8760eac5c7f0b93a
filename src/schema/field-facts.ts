import type { JsonSchema } from '../contract/schema.ts';
import type { FieldDescribe } from './sobject-describe.ts';

const fractionTypes: ReadonlySet<string> = new Set(['double', 'currency', 'percent']);

/**
 * What a describe says of a field and JSON Schema has no word for; the value of `x-salesforce`. `createable`,
 * `updateable` and `nillable` are always there, everything else where it holds. docs/schemas.md lists the keys.
 */
export function fieldFacts(field: FieldDescribe): JsonSchema {
  const { type, createable, updateable, nillable } = field;
  return {
    type,
    createable,
    updateable,
    nillable,
    ...marks(field),
    ...(fractionTypes.has(type) ? { precision: field.precision, scale: field.scale } : {}),
    ...(type === 'int' && field.digits > 0 ? { digits: field.digits } : {}),
    ...reference(field),
    ...picklist(field),
    ...defaultOf(field),
  };
}

function marks(field: FieldDescribe): JsonSchema {
  return {
    ...(field.externalId ? { externalId: true } : {}),
    ...(field.idLookup ? { idLookup: true } : {}),
    ...(field.unique ? { unique: true } : {}),
    ...(field.unique || field.externalId ? { caseSensitive: field.caseSensitive } : {}),
    ...(field.calculated ? { calculated: true } : {}),
    ...(field.autoNumber ? { autoNumber: true } : {}),
  };
}

function reference({ referenceTo, relationshipName }: FieldDescribe): JsonSchema {
  return {
    ...(referenceTo.length > 0 ? { referenceTo } : {}),
    ...(referenceTo.length > 1 ? { polymorphic: true } : {}),
    ...(relationshipName == null ? {} : { relationshipName }),
  };
}

function picklist(field: FieldDescribe): JsonSchema {
  const active = field.picklistValues.filter((entry) => entry.active);
  const labelled = active.filter(({ value, label }) => label != null && label !== value);
  return {
    ...(field.type === 'multipicklist' ? { values: active.map(({ value }) => value) } : {}),
    ...(field.restrictedPicklist ? { restricted: true } : {}),
    ...(labelled.length === 0
      ? {}
      : { labels: Object.fromEntries(labelled.map(({ value, label }) => [value, label])) }),
    ...(field.controllerName == null ? {} : { controllerName: field.controllerName }),
  };
}

/** Every checkbox is off by default; that need not be said. */
function defaultOf(field: FieldDescribe): JsonSchema {
  if (!field.createable) return {};
  const chosen = field.picklistValues.find(({ active, defaultValue }) => active && defaultValue);
  const defaultValue = field.defaultValue ?? chosen?.value;
  return {
    ...(field.defaultedOnCreate && field.type !== 'boolean' ? { defaultedOnCreate: true } : {}),
    ...(defaultValue == null || defaultValue === false ? {} : { defaultValue }),
  };
}
