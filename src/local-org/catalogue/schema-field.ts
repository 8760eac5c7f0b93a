import * as z from 'zod';

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
  ...([
    'email',
    'phone',
    'url',
    'picklist',
    'multipicklist',
    'combobox',
    'reference',
    'address',
    'location',
  ] as const),
  ...(['base64', 'encryptedstring'] as const),
] as const;

/** Names of objects and fields. */
export const apiName = z.string().regex(/^[A-Za-z]\w*$/, 'is not an API name');

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

/** A field: name, type, and whatever differs from the usual of the type. */
export const fieldEntry = z
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
    displayFormat: z
      .string()
      .regex(/^[^{}]*\{0+\}[^{}]*$/, 'is no display format like A-{0000}')
      .optional(),
    defaultValue: z.union([z.string(), z.number(), z.boolean()]).optional(),
    filterable: z.boolean().optional(),
    sortable: z.boolean().optional(),
    groupable: z.boolean().optional(),
    aggregatable: z.boolean().optional(),
  })
  .refine((field) => field.type !== 'reference' || (field.referenceTo ?? []).length > 0, {
    path: ['referenceTo'],
    message: 'a reference needs at least one object',
  });

/** A relationship from the parent's side, where no field of the file says it. */
export const childEntry = z.looseObject({
  childSObject: apiName,
  field: apiName,
  relationshipName: apiName.nullable().default(null),
  cascadeDelete: z.boolean().default(false),
});

export type SchemaField = z.output<typeof fieldEntry>;
