import type { FieldDescribe } from '../catalogue/catalogue.ts';
import type { Bindings } from './bindings.ts';
import { invalidOperator, nullCompared } from './comparison-refusals.ts';
import { heedsCase, likeSql } from './like.ts';
import { literalFor, type Literal, type LiteralContext, type RawLiteral } from './literal.ts';

/** One side of a comparison: SQL and the field that tells the type. */
export interface Operand {
  readonly sql: string;
  readonly field: FieldDescribe;
}

/** How values are compared: the parameters of the statement, and what date literals are measured by. */
export interface ComparisonContext extends LiteralContext {
  readonly bindings: Bindings;
}

/**
 * SQL of `field operator literal(s)`. Null rules: `=` and `<` never match null, `!=` and `NOT IN` do, unless null is
 * what they exclude.
 * @throws {@link SoqlError} when field, operator and literal do not go together.
 */
export function compareSql(
  operand: Operand,
  written: string,
  raws: readonly RawLiteral[],
  context: ComparisonContext,
): string {
  const operator = written === '<>' ? '!=' : written.toUpperCase();
  switch (operator) {
    case 'LIKE':
      return likeSql(operand, raws, context);
    case 'INCLUDES':
    case 'EXCLUDES':
      return includesSql(operand, operator, raws, context);
    case 'IN':
    case 'NOT IN':
      return inSql(operand, operator, raws, context);
    default: {
      const literal = literalFor(operand.field, raws[0] ?? { text: '', kind: undefined }, context);
      return 'span' in literal
        ? spanSql(operand, operator, literal.span, context)
        : valueSql(operand, operator, literal.value, context);
    }
  }
}

function valueSql(
  operand: Operand,
  operator: string,
  value: string | number | null,
  context: ComparisonContext,
): string {
  const { field } = operand;
  if (value === null) {
    if (operator === '=') return `${operand.sql} IS NULL`;
    if (operator === '!=') return `${operand.sql} IS NOT NULL`;
    throw nullCompared(field);
  }
  if (field.type === 'boolean' && operator !== '=' && operator !== '!=') throw invalidOperator(field);
  const [left, right] = folded(operand, field.type === 'multipicklist' ? 'set' : 'fold', value, context);
  if (operator === '!=') return `${left} IS NOT ${right}`;
  return `${left} ${operator} ${right}`;
}

function spanSql(
  operand: Operand,
  operator: string,
  span: { start: string | number; end: string | number },
  context: ComparisonContext,
): string {
  const { sql } = operand;
  const start = (): string => context.bindings.bind(span.start);
  const end = (): string => context.bindings.bind(span.end);
  switch (operator) {
    case '=':
      return `(${sql} >= ${start()} AND ${sql} < ${end()})`;
    case '!=':
      return `(${sql} IS NULL OR ${sql} < ${start()} OR ${sql} >= ${end()})`;
    case '<':
      return `${sql} < ${start()}`;
    case '<=':
      return `${sql} < ${end()}`;
    case '>':
      return `${sql} >= ${end()}`;
    default:
      return `${sql} >= ${start()}`;
  }
}

function inSql(
  operand: Operand,
  operator: 'IN' | 'NOT IN',
  raws: readonly RawLiteral[],
  context: ComparisonContext,
): string {
  const literals = raws.map((raw) => literalFor(operand.field, raw, context));
  const isSet = operand.field.type === 'multipicklist';
  if (isSet || literals.some((literal) => 'span' in literal) || literals.some(isNonAscii)) {
    const equals = raws.map((raw) => compareSql(operand, '=', [raw], context));
    return operator === 'IN' ? `(${equals.join(' OR ')})` : `((${equals.join(' OR ')}) IS NOT TRUE)`;
  }
  const values = literals.map((literal) => ('value' in literal ? literal.value : null));
  const present = values.filter((value) => value !== null);
  const list = listSql(present, context);
  const hasNull = present.length < values.length;
  if (operator === 'IN') {
    const isIn = `${operand.sql} IN (${list})`;
    return hasNull ? `(${isIn} OR ${operand.sql} IS NULL)` : isIn;
  }
  const notIn = `${operand.sql} NOT IN (${list})`;
  return hasNull ? `(${operand.sql} IS NOT NULL AND ${notIn})` : `(${operand.sql} IS NULL OR ${notIn})`;
}

/** Values of a long list come as one JSON text: SQLite looks its parameters up one by one, and has 32,766 of them. */
function listSql(values: readonly (string | number)[], { bindings }: ComparisonContext): string {
  const isShort = values.length <= LONG_LIST || values.some((value) => value === Infinity);
  return isShort
    ? values.map((value) => bindings.bind(value)).join(', ')
    : `SELECT value FROM json_each(${bindings.bind(JSON.stringify(values))})`;
}

const LONG_LIST = 50;

/** INCLUDES of null or '' finds records without a value. */
function includesSql(
  operand: Operand,
  operator: 'INCLUDES' | 'EXCLUDES',
  raws: readonly RawLiteral[],
  context: ComparisonContext,
): string {
  if (operand.field.type !== 'multipicklist') throw invalidOperator(operand.field);
  const tests = raws.map((raw) => {
    const literal = literalFor(operand.field, raw, context);
    const value = 'value' in literal ? literal.value : null;
    return value === null
      ? `${operand.sql} IS NULL`
      : `soql_has(${operand.sql}, ${context.bindings.bind(value)})`;
  });
  const any = `(${tests.join(' OR ')})`;
  return operator === 'INCLUDES' ? any : `(NOT ${any})`;
}

/** Both sides folded by a function where SQLite's own comparison would not do. */
function folded(
  operand: Operand,
  how: 'fold' | 'set',
  value: string | number,
  context: ComparisonContext,
): [string, string] {
  const parameter = context.bindings.bind(value);
  if (typeof value !== 'string') return [operand.sql, parameter];
  if (how === 'set') return [`soql_set(${operand.sql})`, `soql_set(${parameter})`];
  return isNonAscii({ value }) && !heedsCase(operand.field)
    ? [`soql_fold(${operand.sql})`, `soql_fold(${parameter})`]
    : [operand.sql, parameter];
}

function isNonAscii(literal: Literal): boolean {
  return 'value' in literal && typeof literal.value === 'string' && /[^\0-\x7f]/.test(literal.value);
}
