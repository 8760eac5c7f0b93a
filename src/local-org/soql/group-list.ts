import type { FieldFunctionExpression, FieldType } from '@jetstreamapp/soql-parser-js';
import type { FieldDescribe } from '../catalogue/catalogue.ts';
import { completeField } from '../catalogue/field-shape.ts';
import { SoqlError } from '../records/org-database.ts';
import type { Operand } from './comparison.ts';
import { dateFunction, dateFunctionField } from './date-function.ts';
import type { ShowValue } from './format-value.ts';
import { fieldParameter, functionName, innerCall, wrongCall, type FunctionCall } from './function-call.ts';
import type { Grouping } from './grouping.ts';
import { malformedAt } from './path-refusals.ts';
import type { QueryScope } from './query-scope.ts';
import { selectFunction, type ShownOperand } from './select-function.ts';
import { notEmulated } from './soql-text.ts';

/** A column of a grouped query: its name in the result and the field that tells its type. */
export interface GroupColumn {
  readonly name: string;
  readonly field: FieldDescribe;
  readonly sql: string;
  /** How FORMAT() writes the value. */
  readonly show: ShowValue | undefined;
}

/** Whether the function makes one value of many records; upper case. */
export function isAggregateName(name: string): boolean {
  return AGGREGATES.has(name) || name === 'GROUPING';
}

/** Whether a selected field is an aggregate, or has one inside. */
export function isAggregateCall(selected: FieldType): selected is FieldFunctionExpression {
  if (selected.type !== 'FieldFunctionExpression') return false;
  const inner = innerCall(selected);
  return [selected, ...(inner === undefined ? [] : [inner])].some((call) =>
    isAggregateName(functionName(call)),
  );
}

/** The columns of a grouped query; functions without an alias are `expr0`, `expr1`, … */
export function groupColumns(
  scope: QueryScope,
  fields: readonly FieldType[],
  grouping: Grouping,
): GroupColumn[] {
  let unnamed = 0;
  return fields.map((selected) => {
    if (selected.type === 'FieldFunctionExpression') {
      const { sql, field, show, written } = shownOfGroup(scope, selected, grouping);
      const name = selected.alias ?? (written === undefined ? `expr${unnamed++}` : field.name);
      return { name, field, sql, show };
    }
    if (selected.type !== 'Field' && selected.type !== 'FieldRelationship') {
      throw new SoqlError('MALFORMED_QUERY', 'Grouped queries cannot select child records or TYPEOF');
    }
    const { field, sql } = groupedField(scope, writtenPath(selected), grouping);
    const alias = 'alias' in selected ? selected.alias : undefined;
    return { name: alias ?? field.name, field, sql, show: undefined };
  });
}

function shownOfGroup(scope: QueryScope, call: FunctionCall, grouping: Grouping): ShownOperand {
  if (functionName(call) === 'FIELDS') throw wrongCall(scope, call, 'FIELDS() cannot be used with GROUP BY');
  const shown = selectFunction(scope, call, {
    ofField: (written) => groupedField(scope, written, grouping),
    ofFunction: (inner) => groupFunction(scope, inner, grouping),
  });
  return shown ?? { ...groupFunction(scope, call, grouping), show: undefined, written: undefined };
}

/** @throws {@link SoqlError} `MALFORMED_QUERY` for a field that is not grouped. */
export function groupedField(scope: QueryScope, written: string, grouping: Grouping): Operand {
  const operand = grouping.grouped(scope.resolve(written).sql);
  if (operand !== undefined) return operand;
  throw malformedAt(scope.context.text, written, `Field must be grouped or aggregated: ${written}`);
}

/**
 * A function over groups: an aggregate, GROUPING(), or a date function that is grouped by. A date function of a date
 * may also stand where the date itself is grouped.
 * @throws {@link SoqlError} `NOT_EMULATED_HERE` for other functions, `MALFORMED_QUERY` for what cannot be had of groups.
 */
export function groupFunction(scope: QueryScope, call: FunctionCall, grouping: Grouping): Operand {
  const name = functionName(call);
  if (AGGREGATES.has(name)) return aggregateOperand(scope, call);
  if (name === 'GROUPING') {
    const flag = grouping.subtotalFlag(scope.resolve(fieldParameter(scope, call)).sql);
    if (flag !== undefined) return flag;
    throw wrongCall(scope, call, 'GROUPING() takes a field of GROUP BY ROLLUP or GROUP BY CUBE');
  }
  const date = dateFunction(scope, call, (written) => scope.resolve(written));
  if (date === undefined) throw notEmulated(`${call.functionName ?? ''}() of groups`);
  const operand = grouping.grouped(date.sql);
  if (operand !== undefined) return operand;
  const { field, sql } = scope.resolve(dateFunctionField(scope, call) ?? '');
  if (field.type !== 'date' || grouping.grouped(sql) === undefined)
    throw wrongCall(scope, call, `Field must be grouped or aggregated: ${call.rawValue ?? name}`);
  return dateFunction(scope, call, (written) => groupedField(scope, written, grouping)) ?? date;
}

function aggregateOperand(scope: QueryScope, call: FunctionCall): Operand {
  const name = functionName(call);
  if (name === 'COUNT' && (call.parameters ?? []).length === 0)
    return { sql: 'count(*)', field: COUNT_FIELD };
  const inner = innerCall(call);
  const isConverted = inner !== undefined && functionName(inner) === 'CONVERTCURRENCY';
  const written = fieldParameter(scope, isConverted ? inner : call);
  const { field, sql } = scope.resolve(written);
  if (isConverted && field.type !== 'currency')
    throw wrongCall(scope, inner, `Field ${field.name} does not support convertCurrency()`);
  const isNumber = NUMBERS.has(field.type);
  if (!field.aggregatable || NEVER.has(field.type) || ((name === 'SUM' || name === 'AVG') && !isNumber)) {
    const message = `Field ${field.name} does not support aggregate operator ${name}`;
    throw malformedAt(scope.context.text, written, message);
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
/** Types that no aggregate takes, whatever a recorded describe says. */
const NEVER = new Set(['boolean', 'base64', 'time', 'address', 'location']);
const COUNT_FIELD = completeField({ name: 'count', type: 'int' });
const AVERAGE_FIELD = completeField({ name: 'avg', type: 'double' });
