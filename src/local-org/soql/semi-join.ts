import type { ValueQueryCondition, WhereClause } from '@jetstreamapp/soql-parser-js';
import type { FieldDescribe } from '../catalogue/catalogue.ts';
import { SoqlError } from '../records/org-database.ts';
import type { Operand } from './comparison.ts';
import { fromObject } from './from-object.ts';
import { QueryScope } from './query-scope.ts';

/** Turns the WHERE clause of the inner query into SQL. */
export type WhereCompiler = (inner: QueryScope, where: WhereClause) => string;

/**
 * SQL of `Id IN (SELECT …)` and `NOT IN`.
 *
 * @param left the filterable field before `IN`
 * @throws {@link SoqlError} `MALFORMED_QUERY` when the inner query is not a plain list of ids.
 */
export function semiJoinSql(
  outer: QueryScope,
  left: Operand,
  condition: ValueQueryCondition,
  compileWhere: WhereCompiler,
): string {
  const { valueQuery } = condition;
  const [selected, ...more] = valueQuery.fields ?? [];
  if (selected?.type !== 'Field' || more.length > 0)
    throw refuse('the inner select list must have exactly one field');
  if (
    valueQuery.orderBy !== undefined ||
    valueQuery.limit !== undefined ||
    valueQuery.groupBy !== undefined
  ) {
    throw refuse('ORDER BY, LIMIT and GROUP BY are not allowed in it');
  }
  if (!isId(left.field)) throw refuse(`the left operand '${left.field.name}' is not an ID`);
  const inner = new QueryScope(
    outer.context,
    fromObject(outer.context, valueQuery.sObject ?? ''),
    aliasesOf(valueQuery.sObjectAlias),
  );
  const column = inner.resolve(selected.field);
  if (!isId(column.field)) throw refuse(`the selected field '${column.field.name}' is not an ID`);
  const where = valueQuery.where === undefined ? [] : [compileWhere(inner, valueQuery.where)];
  const tests = [`${column.sql} IS NOT NULL`, inner.liveSql(), ...where].filter((test) => test !== undefined);
  const select = `SELECT ${column.sql} FROM ${inner.fromSql()} WHERE ${tests.join(' AND ')}`;
  return condition.operator === 'NOT IN'
    ? `(${left.sql} IS NULL OR ${left.sql} NOT IN (${select}))`
    : `${left.sql} IN (${select})`;
}

function isId(field: FieldDescribe): boolean {
  return field.type === 'id' || field.type === 'reference';
}

function aliasesOf(alias: string | undefined): ReadonlyMap<string, string> {
  return new Map(alias === undefined ? [] : [[alias.toLowerCase(), '']]);
}

function refuse(why: string): SoqlError {
  return new SoqlError('MALFORMED_QUERY', `Semi join sub-selects: ${why}`);
}
