import type { Query as ParsedQuery, ValueQueryCondition, WhereClause } from '@jetstreamapp/soql-parser-js';
import type { FieldDescribe, SObject } from '../catalogue/catalogue.ts';
import type { Operand } from './comparison.ts';
import { hasSemiJoin } from './condition-tree.ts';
import { fromObject } from './from-object.ts';
import { malformedAt } from './path-refusals.ts';
import { QueryScope } from './query-scope.ts';
import { checkInnerObject } from './semi-join-rules.ts';

/** Turns the WHERE clause of the inner query into SQL. */
export type WhereCompiler = (inner: QueryScope, where: WhereClause) => string;

/**
 * SQL of `Id IN (SELECT …)` and `NOT IN`. Ids and references may be compared when both can point to the same object.
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
  const { text } = outer.context;
  const [selected, ...more] = valueQuery.fields ?? [];
  if (selected?.type !== 'Field' || more.length > 0)
    throw refuse(outer, condition, 'the inner select list must have exactly one field of the object itself');
  const clause = clauseTooMuch(valueQuery);
  if (clause !== undefined) throw refuse(outer, condition, `${clause} is not allowed in it`);
  if (hasSemiJoin(valueQuery.where))
    throw malformedAt(text, valueQuery.sObject ?? '', 'Nesting of semi join sub-selects is not supported');
  if (condition.operator !== 'IN' && condition.operator !== 'NOT IN')
    throw refuse(outer, condition, 'only IN and NOT IN can stand before it');
  if (outer.resolve(condition.field).source !== outer.root)
    throw refuse(outer, condition, `the left operand '${condition.field}' is a field of a parent`);
  if (!isId(left.field)) throw refuse(outer, condition, `the left operand '${left.field.name}' is not an ID`);

  const inner = new QueryScope(
    outer.context,
    fromObject(outer.context, valueQuery.sObject ?? ''),
    aliasesOf(valueQuery.sObjectAlias),
  );
  checkInnerObject(text, inner.root.sobject.name);
  const column = inner.resolve(selected.field);
  if (!isId(column.field))
    throw refuse(outer, condition, `the selected field '${column.field.name}' is not an ID`);
  checkSameTarget(outer, left.field, { object: inner.root.sobject, field: column.field });
  const where = valueQuery.where === undefined ? [] : [compileWhere(inner, valueQuery.where)];
  const tests = [`${column.sql} IS NOT NULL`, inner.liveSql(), ...where].filter((test) => test !== undefined);
  const select = `SELECT ${column.sql} FROM ${inner.fromSql()} WHERE ${tests.join(' AND ')}`;
  return condition.operator === 'NOT IN'
    ? `(${left.sql} IS NULL OR ${left.sql} NOT IN (${select}))`
    : `${left.sql} IN (${select})`;
}

/** The first clause that an inner query must not have. */
function clauseTooMuch(query: ParsedQuery): string | undefined {
  if (query.orderBy !== undefined) return 'ORDER BY';
  if (query.limit !== undefined) return 'LIMIT';
  if (query.offset !== undefined) return 'OFFSET';
  if (query.groupBy !== undefined) return 'GROUP BY';
  if (query.having !== undefined) return 'HAVING';
  if (query.for !== undefined) return `FOR ${query.for}`;
  if (query.update !== undefined) return `UPDATE ${query.update}`;
  if (query.usingScope !== undefined) return 'USING SCOPE';
  return query.withDataCategory === undefined ? undefined : 'WITH DATA CATEGORY';
}

function checkSameTarget(
  outer: QueryScope,
  left: FieldDescribe,
  selected: { object: SObject; field: FieldDescribe },
): void {
  const leftTargets = targetsOf(outer.root.sobject, left);
  if (targetsOf(selected.object, selected.field).some((name) => leftTargets.includes(name))) return;
  throw malformedAt(
    outer.context.text,
    left.name,
    `The selected field '${selected.field.name}' in the subquery and the left operand field '${left.name}' in the where expression in the outer query should point to the same object type`,
  );
}

function targetsOf(object: SObject, field: FieldDescribe): readonly string[] {
  return field.type === 'id' ? [object.name] : field.referenceTo;
}

function isId(field: FieldDescribe): boolean {
  return field.type === 'id' || field.type === 'reference';
}

function aliasesOf(alias: string | undefined): ReadonlyMap<string, string> {
  return new Map(alias === undefined ? [] : [[alias.toLowerCase(), '']]);
}

function refuse(scope: QueryScope, { field }: ValueQueryCondition, why: string): Error {
  return malformedAt(scope.context.text, field, `Semi join sub-selects: ${why}`);
}
