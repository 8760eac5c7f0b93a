import { z } from 'zod';
import { problemsOfIssues, type SchemaIssue } from '../errors/configuration-problems.ts';
import { comparisonOperators, type Condition } from '../soql/query-parts.ts';

const scalar = z.union([z.string(), z.number(), z.boolean(), z.null()]);

/** A value for a query: alone, in a list, or a pattern for LIKE. */
export const soqlValue = z.union([scalar, z.strictObject({ pattern: z.string() }), z.array(scalar)], {
  error: 'must be text, a number, true, false, null, a list of these, or {"pattern": text}',
});

const noMembers = 'must have at least one member';

const fieldName = z
  .string()
  .regex(/^[A-Za-z]\w*(?:\.[A-Za-z]\w*)*$/, 'must be a field such as Subject or Account.Owner.Name');

const comparison = z.strictObject({
  field: fieldName,
  operator: z.enum(comparisonOperators, `must be one of ${comparisonOperators.join(', ')}`),
  value: soqlValue,
});

const groups = ['all', 'any', 'not'] as const;

/** Says what is wrong with the kind of condition that was meant. */
function conditionProblem(issue: {
  readonly input?: unknown;
  readonly errors?: readonly SchemaIssue[][];
}): string {
  const { input, errors = [] } = issue;
  if (typeof input !== 'object' || input === null) return 'must be a condition';
  const kind = 1 + groups.findIndex((group) => group in input);
  return problemsOfIssues(errors[kind] ?? [])
    .map(({ path, message }) => (path === '' ? message : `${path}: ${message}`))
    .join('; ');
}

const condition: z.ZodType<Condition> = z
  .lazy(() =>
    z.union(
      [
        comparison,
        z.strictObject({ all: z.array(condition).min(1, noMembers) }),
        z.strictObject({ any: z.array(condition).min(1, noMembers) }),
        z.strictObject({ not: condition }),
      ],
      { error: conditionProblem },
    ),
  )
  .meta({ id: 'Condition', title: 'Condition' });

const orderPart = z.strictObject({
  field: fieldName,
  direction: z.enum(['asc', 'desc']).optional().meta({ description: 'Default: asc.' }),
  nulls: z
    .enum(['first', 'last'])
    .optional()
    .meta({ description: 'Where records without a value stand. Default: first.' }),
});

const selectParts = {
  fields: z
    .array(fieldName)
    .min(1, noMembers)
    .meta({ title: 'Fields', description: 'Fields of the object and of parents: `Account.Owner.Name`.' }),
  where: condition.optional().meta({
    title: 'Conditions',
    description:
      '`{"field", "operator", "value"}`, or `{"all": […]}`, `{"any": […]}`, `{"not": {…}}` of such.',
  }),
  orderBy: z
    .array(orderPart)
    .optional()
    .meta({ title: 'Order', description: '`{"field", "direction", "nulls"}`, most important first.' }),
  limit: z
    .int()
    .positive()
    .optional()
    .meta({ title: 'Limit', description: 'At most so many records. Default: all.' }),
};

const offset = z
  .int()
  .min(0)
  .max(2000)
  .optional()
  .meta({ title: 'Offset', description: 'Leave out so many records at the start.' });

const object = z
  .string()
  .regex(/^[A-Za-z]\w*$/, 'must be an API name such as Case or Invoice__c')
  .meta({ title: 'Object', description: 'API name of the object to read.' });

/** The parts of a query over Bulk API 2.0, which has neither child records nor OFFSET. */
export const bulkQueryParts = z.strictObject({ object, ...selectParts });

/** The parts of a query. */
export const queryParts = z.strictObject({
  object,
  ...selectParts,
  offset,
  children: z
    .array(
      z.strictObject({
        relationship: z
          .string()
          .regex(/^[A-Za-z]\w*$/, 'must be a child relationship such as CaseComments')
          .meta({ description: 'Name of the child relationship.' }),
        ...selectParts,
        offset,
      }),
    )
    .optional()
    .meta({
      title: 'Children',
      description: 'Child records of each record: `{"relationship": "CaseComments", "fields": […], …}`.',
    }),
});
