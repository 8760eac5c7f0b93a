import type { JsonSchema } from '../contract/schema.ts';
import { fieldSchema, orNull } from './field-schema.ts';
import type { QueryField, QueryFields } from './query-fields.ts';
import { xmlNames } from './xml-names.ts';

/**
 * The row that a query gives. Columns without a field behind them accept anything.
 *
 * @param fields `undefined` (a query whose text could not be read) gives a schema that says nothing about columns
 */
export function queryRowSchema(fields: QueryFields | undefined): JsonSchema {
  const $schema = 'https://json-schema.org/draft/2020-12/schema';
  const row = fields === undefined ? { type: 'object' } : rowSchema(fields);
  return { $schema, ...row, 'x-xml': xmlNames('query', 'Response') };
}

function rowSchema({ object, columns, isExact, children }: QueryFields): JsonSchema {
  const properties: Record<string, JsonSchema> = {};
  for (const column of columns) properties[column.name] = columnSchema(column);
  for (const { relationshipName, fields } of children) {
    const items = fields === undefined ? { type: 'object' } : rowSchema(fields);
    properties[relationshipName] = { type: ['array', 'null'], items };
  }
  return {
    title: object.label,
    type: 'object',
    properties,
    ...(isExact ? { required: columns.map(({ name }) => name) } : {}),
    'x-salesforce': { object: object.name },
  };
}

const aggregateSchemas: Readonly<Record<string, JsonSchema>> = {
  COUNT: { type: 'integer' },
  COUNT_DISTINCT: { type: 'integer' },
  GROUPING: { type: 'integer' },
  SUM: { type: ['number', 'null'] },
  AVG: { type: ['number', 'null'] },
};

const whole: JsonSchema = { type: ['integer', 'null'] };

/** Functions of one value that give something else than its type. */
const functionSchemas: Readonly<Record<string, JsonSchema>> = {
  CALENDAR_MONTH: whole,
  CALENDAR_QUARTER: whole,
  CALENDAR_YEAR: whole,
  DAY_IN_MONTH: whole,
  DAY_IN_WEEK: whole,
  DAY_IN_YEAR: whole,
  DAY_ONLY: { type: ['string', 'null'], format: 'date' },
  FISCAL_MONTH: whole,
  FISCAL_QUARTER: whole,
  FISCAL_YEAR: whole,
  HOUR_IN_DAY: whole,
  WEEK_IN_MONTH: whole,
  WEEK_IN_YEAR: whole,
  FORMAT: { type: ['string', 'null'] },
  TOLABEL: { type: ['string', 'null'] },
};

function columnSchema({ functionName, field, path }: QueryField): JsonSchema {
  const aggregate = aggregateSchemas[functionName ?? ''];
  if (aggregate !== undefined) return aggregate;
  if (field === undefined) return {};
  if (functionName !== undefined && !keepsType(functionName)) {
    return { ...functionSchemas[functionName], title: field.label };
  }
  const schema = fieldSchema(field);
  // There may be no parent, and nothing to take the least of.
  return path.length > 1 || functionName !== undefined ? orNull(schema) : schema;
}

/** Whether a function's result has the type of its field. */
export function keepsType(functionName: string): boolean {
  return functionName === 'MIN' || functionName === 'MAX';
}
