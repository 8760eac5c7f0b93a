import { z } from 'zod';

const picklistValue = z.object({
  value: z.string(),
  active: z.boolean(),
  label: z.string().nullish(),
  defaultValue: z.boolean().default(false),
});

const field = z.object({
  name: z.string(),
  label: z.string(),
  type: z.string(),
  length: z.number().default(0),
  precision: z.number().default(0),
  scale: z.number().default(0),
  /** For whole numbers; 0 where the org does not say. */
  digits: z.number().default(0),
  createable: z.boolean(),
  updateable: z.boolean(),
  nillable: z.boolean(),
  defaultedOnCreate: z.boolean().default(false),
  externalId: z.boolean().default(false),
  idLookup: z.boolean().default(false),
  unique: z.boolean().default(false),
  caseSensitive: z.boolean().default(false),
  calculated: z.boolean().default(false),
  autoNumber: z.boolean().default(false),
  defaultValue: z.union([z.string(), z.number(), z.boolean()]).nullish(),
  relationshipName: z.string().nullish(),
  referenceTo: z.array(z.string()).default([]),
  restrictedPicklist: z.boolean().default(false),
  picklistValues: z.array(picklistValue).default([]),
  /** The field that decides which values of a dependent picklist may be chosen. */
  controllerName: z.string().nullish(),
  inlineHelpText: z.string().nullish(),
});

const childRelationship = z.object({
  childSObject: z.string(),
  /** The field of the child that refers to the parent. */
  field: z.string(),
  relationshipName: z.string().nullish(),
});

const sObjectDescribe = z.object({
  name: z.string(),
  label: z.string(),
  keyPrefix: z.string().nullish(),
  fields: z.array(field),
  childRelationships: z.array(childRelationship).default([]),
});

/** One field of a describe: the keys that this connector acts on. */
export type FieldDescribe = z.infer<typeof field>;

/** A describe answer (`GET /sobjects/X/describe`): the keys that this connector acts on; the others are dropped. */
export type SObjectDescribe = z.infer<typeof sObjectDescribe>;

/** Reads a describe answer. @throws z.ZodError when it is not one */
export function parseSObjectDescribe(body: unknown): SObjectDescribe {
  return sObjectDescribe.parse(body);
}
