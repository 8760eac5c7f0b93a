import * as z from 'zod';

const apiName = z.string().regex(/^[A-Za-z]\w*$/, 'is not an API name');
const name = z.string().min(1).max(80);

const recordTypeValue = z.union([
  z.string().transform((value) => ({ value, defaultValue: false })),
  z.strictObject({ value: z.string(), defaultValue: z.boolean().default(false) }),
]);

/** A record type; `picklistValues` holds the values that it leaves of a picklist, by field. */
export const recordTypeEntry = z.strictObject({
  name,
  developerName: apiName,
  active: z.boolean().default(true),
  default: z.boolean().default(false),
  picklistValues: z.record(apiName, z.array(recordTypeValue)).default({}),
});

/** A rule that refuses the records which its condition, a WHERE clause, holds for. */
export const validationRuleEntry = z.strictObject({
  name,
  active: z.boolean().default(true),
  errorCondition: z.string().min(1),
  errorMessage: z.string().min(1).max(255),
  errorField: apiName.optional(),
});

/** A rule that finds records with the same values in all its fields. */
export const duplicateRuleEntry = z.strictObject({
  name,
  active: z.boolean().default(true),
  match: z.array(apiName).min(1),
  action: z.enum(['allow', 'block']).default('block'),
  alertText: z.string().min(1).default('Use one of these records?'),
});

/** A rule that gives new records an owner: the first entry whose criteria hold decides. */
export const assignmentRuleEntry = z.strictObject({
  name,
  active: z.boolean().default(true),
  entries: z
    .array(
      z.strictObject({
        /** Absent: every record. */
        criteria: z.string().min(1).optional(),
        /** Developer name of a queue, or a username. */
        assignTo: z.string().min(1),
      }),
    )
    .default([]),
});

/** A queue with the objects whose records it may own, and the users in it by username. */
export const queueEntry = z.strictObject({
  developerName: apiName,
  name,
  objects: z.array(apiName).min(1),
  members: z.array(z.string().min(1)).default([]),
});

export type SchemaRecordType = z.output<typeof recordTypeEntry>;
export type SchemaValidationRule = z.output<typeof validationRuleEntry>;
export type SchemaDuplicateRule = z.output<typeof duplicateRuleEntry>;
export type SchemaAssignmentRule = z.output<typeof assignmentRuleEntry>;
export type SchemaQueue = z.output<typeof queueEntry>;
