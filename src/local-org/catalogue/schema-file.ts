import { readFileSync } from 'node:fs';
import * as z from 'zod';

/** A schema file that cannot be used; `problems` lists all of them, each with its place in the file. */
export class SchemaFileError extends Error {
  override readonly name = 'SchemaFileError';
  readonly problems: readonly string[];
  constructor(file: string, problems: readonly string[], options?: ErrorOptions) {
    super(`${file}: ${problems.join('; ')}`, options);
    this.problems = problems;
  }
}

const FIELD_TYPES = [
  ...([
    'string',
    'textarea',
    'boolean',
    'int',
    'double',
    'currency',
    'percent',
    'date',
    'datetime',
    'time',
  ] as const),
  ...(['email', 'phone', 'url', 'picklist', 'multipicklist', 'combobox', 'reference', 'address'] as const),
  ...(['base64', 'encryptedstring'] as const),
] as const;

const apiName = z.string().regex(/^[A-Za-z]\w*$/, 'is not an API name');

const picklistValue = z.union([
  z.string().transform((value) => ({ value, label: value, active: true, defaultValue: false })),
  z
    .looseObject({
      value: z.string(),
      label: z.string().optional(),
      active: z.boolean().default(true),
      defaultValue: z.boolean().default(false),
    })
    .transform((entry) => ({ ...entry, label: entry.label ?? entry.value })),
]);

const fieldEntry = z
  .looseObject({
    name: apiName,
    type: z.enum(FIELD_TYPES),
    label: z.string().optional(),
    length: z.int().positive().max(131_072).optional(),
    precision: z.int().min(0).max(18).optional(),
    scale: z.int().min(0).max(17).optional(),
    externalId: z.boolean().optional(),
    unique: z.boolean().optional(),
    caseSensitive: z.boolean().optional(),
    nillable: z.boolean().optional(),
    createable: z.boolean().optional(),
    updateable: z.boolean().optional(),
    referenceTo: z.array(apiName).optional(),
    relationshipName: apiName.nullish(),
    childRelationshipName: apiName.nullish(),
    cascadeDelete: z.boolean().optional(),
    restrictedPicklist: z.boolean().optional(),
    picklistValues: z.array(picklistValue).optional(),
    autoNumber: z.boolean().optional(),
  })
  .refine((field) => field.type !== 'reference' || (field.referenceTo ?? []).length > 0, {
    path: ['referenceTo'],
    message: 'a reference needs at least one object',
  });

const childEntry = z.looseObject({
  childSObject: apiName,
  field: apiName,
  relationshipName: apiName.nullable().default(null),
  cascadeDelete: z.boolean().default(false),
});

const objectEntry = z.looseObject({
  name: apiName,
  label: z.string().optional(),
  labelPlural: z.string().optional(),
  fields: z.array(fieldEntry).default([]),
  childRelationships: z.array(childEntry).default([]),
});

const schemaFile = z.looseObject({ sobjects: z.array(objectEntry) });

export type SchemaObject = z.output<typeof objectEntry>;
export type SchemaField = z.output<typeof fieldEntry>;

/**
 * Reads and checks a schema file: `{ "sobjects": [ { "name", "fields": [ … ] } ] }`, each field with `name`, `type`
 * and whatever differs from the type's usual.
 * @throws {@link SchemaFileError} with every problem at once.
 */
export function readSchemaFile(file: string): readonly SchemaObject[] {
  const parsed = schemaFile.safeParse(readJson(file));
  if (!parsed.success) {
    throw new SchemaFileError(
      file,
      parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`),
    );
  }
  const { sobjects } = parsed.data;
  const problems = sobjects.flatMap((object, index) => namingProblems(object, `sobjects.${index}`));
  if (problems.length > 0) throw new SchemaFileError(file, problems);
  return sobjects;
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
