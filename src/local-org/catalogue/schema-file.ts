import { readFileSync } from 'node:fs';
import * as z from 'zod';
import { apiName, childEntry, fieldEntry } from './schema-field.ts';
import { keyProblems } from './schema-keys.ts';
import {
  assignmentRuleEntry,
  duplicateRuleEntry,
  queueEntry,
  recordTypeEntry,
  validationRuleEntry,
  type SchemaQueue,
} from './schema-rules.ts';

/** A schema file that cannot be used; `problems` lists all of them, each with its place in the file. */
export class SchemaFileError extends Error {
  override readonly name = 'SchemaFileError';
  readonly problems: readonly string[];
  constructor(file: string, problems: readonly string[], options?: ErrorOptions) {
    super(`${file}: ${problems.join('; ')}`, options);
    this.problems = problems;
  }
}

const objectEntry = z.looseObject({
  name: apiName,
  label: z.string().optional(),
  labelPlural: z.string().optional(),
  fields: z.array(fieldEntry).default([]),
  childRelationships: z.array(childEntry).default([]),
  recordTypes: z.array(recordTypeEntry).default([]),
  validationRules: z.array(validationRuleEntry).default([]),
  duplicateRules: z.array(duplicateRuleEntry).default([]),
  assignmentRules: z.array(assignmentRuleEntry).default([]),
});

const schemaFile = z.strictObject({
  sobjects: z.array(objectEntry).default([]),
  queues: z.array(queueEntry).default([]),
});

export type SchemaObject = z.output<typeof objectEntry>;

/** What a schema file adds to an org. */
export interface OrgSchema {
  /** Where it was read from; empty when there is no file. */
  readonly file: string;
  readonly sobjects: readonly SchemaObject[];
  readonly queues: readonly SchemaQueue[];
}

/** An org of standard objects only. */
export const noSchema: OrgSchema = { file: '', sobjects: [], queues: [] };

/**
 * Reads and checks a schema file; see docs/local-org/records.md for what it holds. Whether names of fields in its
 * rules exist is found out when the org starts.
 * @throws {@link SchemaFileError} with every problem at once.
 */
export function readSchemaFile(file: string): OrgSchema {
  const content = readJson(file);
  const parsed = schemaFile.safeParse(content);
  const problems = keyProblems(content);
  if (!parsed.success) {
    problems.push(
      ...parsed.error.issues
        .filter(({ code }) => code !== 'unrecognized_keys')
        .map((issue) => `${issue.path.join('.')}: ${issue.message}`),
    );
    throw new SchemaFileError(file, problems);
  }
  const { sobjects, queues } = parsed.data;
  problems.push(...sobjects.flatMap((object, index) => namingProblems(object, `sobjects.${index}`)));
  problems.push(...sobjects.flatMap((object, index) => ruleProblems(object, `sobjects.${index}`)));
  if (problems.length > 0) throw new SchemaFileError(file, problems);
  return { file, sobjects, queues };
}

/** Only cases and leads are assigned, and one rule, one record type at a time is the one that counts. */
function ruleProblems(object: SchemaObject, path: string): string[] {
  const { assignmentRules, recordTypes } = object;
  const problems: string[] = [];
  if (assignmentRules.length > 0 && !/^(case|lead)$/i.test(object.name))
    problems.push(`${path}.assignmentRules: only Case and Lead have assignment rules`);
  if (assignmentRules.filter(({ active }) => active).length > 1)
    problems.push(`${path}.assignmentRules: only one can be active`);
  if (recordTypes.filter((type) => type.default).length > 1)
    problems.push(`${path}.recordTypes: only one can be the default`);
  return problems;
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new SchemaFileError(file, [error instanceof Error ? error.message : String(error)], {
      cause: error,
    });
  }
}

function namingProblems(object: SchemaObject, path: string): string[] {
  const seen = new Set<string>();
  return object.fields.flatMap((field, index) => {
    const key = field.name.toLowerCase();
    if (seen.has(key)) return [`${path}.fields.${index}.name: ${field.name} is there twice`];
    seen.add(key);
    return [];
  });
}
