import type { FieldDescribe, SObject } from '../catalogue/catalogue.ts';
import type { OrgSchema } from '../catalogue/schema-file.ts';
import { parseDisplayFormat, type NumberFormat } from './auto-number.ts';
import { convertValue } from './convert-value.ts';
import type { SqlValue } from './column.ts';
import { isStored } from './column.ts';
import type { ObjectRules } from './objects/object-rules.ts';
import type { SavingRules } from './rules/saving-rules.ts';
import { RULES_OF_OBJECTS } from './objects/rules-of-objects.ts';

/** A field that is numbered on create. */
export interface AutoNumber {
  readonly name: string;
  readonly format: NumberFormat;
}

/** What a save of one object needs to know, worked out once. */
export interface WritePlan {
  readonly sobject: SObject;
  /** Keys as they were given → field; filled as they turn up. */
  readonly keys: Map<string, FieldDescribe | undefined>;
  readonly required: readonly FieldDescribe[];
  /** Values of fields that a create leaves out, e.g. default picklist entries. */
  readonly defaults: readonly (readonly [string, SqlValue])[];
  readonly autoNumbers: readonly AutoNumber[];
  readonly unique: readonly FieldDescribe[];
  /** Standard fields that put a record below another one of its object. */
  readonly hierarchies: readonly string[];
  readonly hasOwner: boolean;
  /** What the schema file says about saving. */
  readonly rules: SavingRules | undefined;
  /** What the object does by itself. */
  readonly objectRules: ObjectRules | undefined;
  readonly has: (field: string) => boolean;
}

/** Prepares the plan of an object. */
export function planWrites(sobject: SObject, schema: OrgSchema, rules: SavingRules | undefined): WritePlan {
  const stored = sobject.fields.filter((field) => isStored(sobject.name, field));
  const names = new Set(stored.map((field) => field.name));
  return {
    sobject,
    keys: new Map(),
    required: stored.filter(
      (field) => field.createable && !field.nillable && !field.defaultedOnCreate && field.type !== 'boolean',
    ),
    defaults: stored.flatMap((field) => defaultOf(field)),
    autoNumbers: stored
      .filter((field) => field.autoNumber)
      .map(({ name }) => ({ name, format: parseDisplayFormat(displayFormat(schema, sobject, name)) })),
    unique: stored.filter((field) => field.unique),
    hierarchies: stored
      .filter(
        ({ custom, referenceTo }) => !custom && referenceTo.length === 1 && referenceTo[0] === sobject.name,
      )
      .map(({ name }) => name),
    hasOwner: sobject.field('OwnerId')?.type === 'reference',
    rules,
    objectRules: RULES_OF_OBJECTS[sobject.name],
    has: (field) => names.has(field),
  };
}

function displayFormat(schema: OrgSchema, sobject: SObject, field: string): string | undefined {
  return schema.sobjects
    .filter((entry) => entry.name.toLowerCase() === sobject.name.toLowerCase())
    .flatMap((entry) => entry.fields)
    .find((entry) => entry.name === field)?.displayFormat;
}

function defaultOf(field: FieldDescribe): (readonly [string, SqlValue])[] {
  const value = field.defaultValue;
  const entry = field.picklistValues.find((candidate) => candidate.active && candidate.defaultValue);
  if (entry !== undefined) return [[field.name, entry.value]];
  if (value === false || value === 'false' || value === '') return [];
  const isGiven = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
  return isGiven ? [[field.name, convertValue(field, value)]] : [];
}
