import type {
  FieldFunctionExpression,
  FieldType,
  FunctionExp,
  GroupByClause,
} from '@jetstreamapp/soql-parser-js';
import type { FieldDescribe } from '../catalogue/catalogue.ts';
import { completeField } from '../catalogue/field-shape.ts';
import { SoqlError } from '../records/org-database.ts';
import type { Operand } from './comparison.ts';
import type { QueryScope } from './query-scope.ts';
import { errorAt, locate, notEmulated } from './soql-text.ts';

/** A column of a grouped query: its name in the result and the field that tells its type. */
export interface GroupColumn {
  readonly name: string;
  readonly field: FieldDescribe;
  readonly sql: string;
}

type Call = FunctionExp | FieldFunctionExpression;

/** Whether any selected field is an aggregate. */
export function isAggregateCall(selected: FieldType): selected is FieldFunctionExpression {
  return selected.type === 'FieldFunctionExpression' && AGGREGATES.has(selected.functionName.toUpperCase());
}

/** The columns of a grouped query; aggregates without an alias are `expr0`, `expr1`, … */
export function groupColumns(
  scope: QueryScope,
  fields: readonly FieldType[],
  groupedBy: readonly string[],
): GroupColumn[] {
  let unnamed = 0;
  return fields.map((selected) => {
    if (selected.type === 'FieldFunctionExpression') {
      const { sql, field } = aggregateOperand(scope, selected);
      return { name: selected.alias ?? `expr${unnamed++}`, field, sql };
    }
    if (selected.type !== 'Field' && selected.type !== 'FieldRelationship') {
      throw new SoqlError('MALFORMED_QUERY', 'Grouped queries cannot select child records or TYPEOF');
    }
    const written = writtenPath(selected);
    const { field, sql } = scope.resolve(written);
    if (!groupedBy.includes(sql)) throw at(scope, written, `Field must be grouped or aggregated: ${written}`);
    const alias = 'alias' in selected ? selected.alias : undefined;
    return { name: alias ?? field.name, field, sql };
  });
}

/** SQL of the GROUP BY expressions. */
export function groupBySql(scope: QueryScope, clause: GroupByClause | GroupByClause[] | undefined): string[] {
  const clauses = clause === undefined ? [] : Array.isArray(clause) ? clause : [clause];
  return clauses.map((entry) => {
    if ('fn' in entry) throw notEmulated(`GROUP BY ${entry.fn.functionName ?? ''}()`);
    const { field, sql } = scope.resolve(entry.field);
    if (!field.groupable) {
      const { text } = scope.context;
      throw errorAt(
        text,
        locate(text, entry.field),
        'INVALID_FIELD',
        `field '${field.name}' can not be grouped in a query call`,
      );
    }
    return sql;
  });
}

/**
 * An aggregate function as SQL with a field of its result type.
 * @throws {@link SoqlError} `NOT_EMULATED_HERE` for other functions, `MALFORMED_QUERY` for fields it cannot aggregate.
 */
export function aggregateOperand(scope: QueryScope, call: Call): Operand {
  const name = (call.functionName ?? '').toUpperCase();
  const parameter = call.parameters?.[0];
  if (!AGGREGATES.has(name)) throw notEmulated(`${call.functionName ?? ''}()`);
  if (name === 'COUNT' && parameter === undefined) return { sql: 'count(*)', field: COUNT_FIELD };
  if (typeof parameter !== 'string') throw notEmulated(`${name}() of a function`);
  const { field, sql } = scope.resolve(parameter);
  const numeric = NUMBERS.has(field.type);
  if (!field.aggregatable || ((name === 'SUM' || name === 'AVG') && !numeric)) {
    throw at(scope, parameter, `Field ${field.name} does not support aggregate operator ${name}`);
  }
  switch (name) {
    case 'COUNT':
      return { sql: `count(${sql})`, field: COUNT_FIELD };
    case 'COUNT_DISTINCT':
      return { sql: `count(DISTINCT ${sql})`, field: COUNT_FIELD };
    case 'AVG':
      return { sql: `avg(${sql})`, field: AVERAGE_FIELD };
    default:
      return { sql: `${name.toLowerCase()}(${sql})`, field };
  }
}

/** A field as it stands in the query: with its alias prefix, when it has one. */
export function writtenPath(selected: Extract<FieldType, { type: 'Field' | 'FieldRelationship' }>): string {
  if (selected.type === 'FieldRelationship')
    return selected.rawValue ?? [...selected.relationships, selected.field].join('.');
  return 'rawValue' in selected ? selected.rawValue : selected.field;
}

const AGGREGATES = new Set(['COUNT', 'COUNT_DISTINCT', 'SUM', 'AVG', 'MIN', 'MAX']);
const NUMBERS = new Set(['int', 'double', 'currency', 'percent']);
const COUNT_FIELD = completeField({ name: 'count', type: 'int' });
const AVERAGE_FIELD = completeField({ name: 'avg', type: 'double' });

function at(scope: QueryScope, written: string, message: string): SoqlError {
  const { text } = scope.context;
  return errorAt(text, locate(text, written), 'MALFORMED_QUERY', message);
}
