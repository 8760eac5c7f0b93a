import type { ConfigurationProblem } from '../contract/failure.ts';
import { invalidConfiguration } from '../errors/connector-error.ts';
import type { Condition, QueryParts, SelectParts } from './query-parts.ts';

/**
 * Callers without a schema can leave lists empty; SOQL has no word for that.
 *
 * @throws ConnectorError `invalid-configuration` with every empty list
 */
export function requireMembers(parts: QueryParts): void {
  const problems = selectProblems(parts, '');
  for (const [index, child] of (parts.children ?? []).entries()) {
    problems.push(...selectProblems(child, `children.${index}.`));
  }
  if (problems.length > 0) throw invalidConfiguration('The query', problems);
}

function selectProblems({ fields, where }: SelectParts, place: string): ConfigurationProblem[] {
  const paths = [
    ...(fields.length === 0 ? ['fields'] : []),
    ...(where === undefined ? [] : emptyConditions(where, 'where')),
  ];
  return paths.map((path) => ({ path: `${place}${path}`, message: 'must have at least one member' }));
}

function emptyConditions(condition: Condition, path: string): string[] {
  if ('not' in condition) return emptyConditions(condition.not, `${path}.not`);
  const [key, list] =
    'all' in condition ? ['all', condition.all] : 'any' in condition ? ['any', condition.any] : [];
  if (key === undefined || list === undefined) return [];
  if (list.length === 0) return [`${path}.${key}`];
  return list.flatMap((each, index) => emptyConditions(each, `${path}.${key}.${index}`));
}
