import type { FieldDescribe, SObject } from '../catalogue/catalogue.ts';
import type { SqlValue } from './column.ts';
import { isStored } from './column.ts';
import type { ObjectRules } from './objects/object-rules.ts';
import { RULES_OF_OBJECTS } from './objects/rules-of-objects.ts';

/** What a save of one object needs to know, worked out once. */
export interface WritePlan {
  readonly sobject: SObject;
  /** Keys as they were given → field; filled as they turn up. */
  readonly keys: Map<string, FieldDescribe | undefined>;
  readonly required: readonly FieldDescribe[];
  /** Values of fields that a create leaves out, e.g. default picklist entries. */
  readonly defaults: readonly (readonly [string, SqlValue])[];
  readonly autoNumbers: readonly FieldDescribe[];
  readonly unique: readonly FieldDescribe[];
  readonly hasOwner: boolean;
  /** What the object does by itself. */
  readonly objectRules: ObjectRules | undefined;
  readonly has: (field: string) => boolean;
}

/** Prepares the plan of an object. */
export function planWrites(sobject: SObject): WritePlan {
  const stored = sobject.fields.filter((field) => isStored(sobject.name, field));
  const names = new Set(stored.map((field) => field.name));
  return {
    sobject,
    keys: new Map(),
    required: stored.filter(
      (field) => field.createable && !field.nillable && !field.defaultedOnCreate && field.type !== 'boolean',
    ),
    defaults: stored.flatMap((field) => defaultOf(field)),
    autoNumbers: stored.filter((field) => field.autoNumber),
    unique: stored.filter((field) => field.unique),
    hasOwner: sobject.field('OwnerId')?.type === 'reference',
    objectRules: RULES_OF_OBJECTS[sobject.name],
    has: (field) => names.has(field),
  };
}

function defaultOf(field: FieldDescribe): (readonly [string, SqlValue])[] {
  if (field.type === 'boolean')
    return field.defaultValue === true || field.defaultValue === 'true' ? [[field.name, 1]] : [];
  const entry = field.picklistValues.find((value) => value.active && value.defaultValue);
  if (entry !== undefined) return [[field.name, entry.value]];
  const value = field.defaultValue;
  return typeof value === 'string' || typeof value === 'number' ? [[field.name, value]] : [];
}
