import { invalidConfiguration } from '../errors/connector-error.ts';
import type { Describer } from '../schema/query-fields.ts';
import type { SObjectDescribe } from '../schema/sobject-describe.ts';
import { comparisonSoql } from './comparison-soql.ts';
import { comparisonsOf, conditionSoql } from './condition-soql.ts';
import { QueryNames } from './query-names.ts';
import type { OrderPart, QueryParts, SelectParts } from './query-parts.ts';
import { requireMembers } from './require-members.ts';
import { rememberingDescriber } from './resolve-path.ts';

/**
 * The SOQL of query parts, on one line, with all names as the org spells them and all values as literals. Text of the
 * parts gets into it as a name that the org knows or as a literal, and in no other way.
 *
 * Behind a parent of several types, which field there is is for the org to say: such names stay as they are.
 *
 * @throws ConnectorError `unknown-field` with all names that the org does not know, `unknown-object`, `invalid-bind`,
 *   `invalid-configuration` for conditions and lists without members
 */
export async function compileQuery(parts: QueryParts, describer: Describer): Promise<string> {
  requireMembers(parts);
  const describe = rememberingDescriber(describer);
  const object = await describe(parts.object);
  const names = new QueryNames(describe);
  const own = {
    fields: await selectNames(names, parts, object),
    from: object.name,
    parts,
    object,
    names,
    place: '',
  };
  const children: Select[] = [];
  for (const [index, child] of (parts.children ?? []).entries()) {
    const found = await names.child(child.relationship, object);
    if (found === undefined) continue;
    children.push({
      fields: await selectNames(names, child, found.object),
      from: found.relationship,
      parts: child,
      object: found.object,
      names,
      place: `children.${index}.`,
    });
  }
  names.requireAll();
  const subqueries = children.map((child) => `(${selectSoql(child)})`);
  return selectSoql({ ...own, fields: [...own.fields, ...subqueries] });
}

/** Looks up every name of one SELECT; gives the fields to select, each once. */
async function selectNames(
  names: QueryNames,
  { fields, where, orderBy = [] }: SelectParts,
  object: SObjectDescribe,
): Promise<string[]> {
  for (const { field } of [...comparisonsOf(where), ...orderBy]) await names.look(field, object);
  const found = [];
  for (const field of fields) {
    await names.look(field, object);
    found.push(names.of(field, object));
  }
  return [...new Set(found)];
}

interface Select {
  readonly fields: readonly string[];
  readonly from: string;
  readonly parts: SelectParts;
  readonly object: SObjectDescribe;
  readonly names: QueryNames;
  /** Where the parts stand: empty, or `children.0.`. */
  readonly place: string;
}

function selectSoql({ fields, from, parts, object, names, place }: Select): string {
  const { where, orderBy = [], limit, offset } = parts;
  return [
    `SELECT ${fields.join(', ')} FROM ${from}`,
    where &&
      `WHERE ${conditionSoql(where, `${place}where`, (each, path) => comparisonSoql(each, path, names.resolved(each.field, object)))}`,
    orderBy.length > 0 &&
      `ORDER BY ${orderBy.map((part) => orderSoql(part, names.of(part.field, object))).join(', ')}`,
    limit !== undefined && `LIMIT ${wholeNumber(limit, `${place}limit`)}`,
    offset !== undefined && `OFFSET ${wholeNumber(offset, `${place}offset`)}`,
  ]
    .filter((clause) => typeof clause === 'string')
    .join(' ');
}

function orderSoql({ direction = 'asc', nulls }: OrderPart, name: string): string {
  const order = direction === 'desc' ? `${name} DESC` : name;
  return nulls === undefined ? order : `${order} NULLS ${nulls === 'first' ? 'FIRST' : 'LAST'}`;
}

function wholeNumber(value: number, path: string): string {
  if (Number.isSafeInteger(value) && value >= 0) return String(value);
  throw invalidConfiguration('The query', [{ path, message: 'must be a whole number, 0 or more' }]);
}
