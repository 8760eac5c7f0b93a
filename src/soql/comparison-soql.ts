import { invalidConfiguration } from '../errors/connector-error.ts';
import { literalTypeOf } from './literal-type.ts';
import { operandKindOf, operandOf, patternOf } from './operand.ts';
import { comparisonOperators, type Comparison, type ComparisonOperator } from './query-parts.ts';
import type { ResolvedPath } from './resolve-path.ts';

/**
 * A comparison of query parts as SOQL.
 *
 * @param path where it stands in the parts
 * @param field what the field of the comparison leads to
 * @throws ConnectorError `invalid-bind`, `invalid-configuration` for an operator that there is not
 */
export function comparisonSoql(
  { operator, value }: Comparison,
  path: string,
  field: Exclude<ResolvedPath, { kind: 'unknown' }>,
): string {
  const name = field.path.join('.');
  const target = {
    what: `The value in ${path}`,
    field: name,
    type: literalTypeOf(field.kind === 'field' ? field.field : undefined),
  };
  const around = textOperators.get(operator);
  if (around !== undefined) return `${name} LIKE '${around(patternOf(value, target))}'`;
  const kind = operandKindOf(operator);
  if (kind !== undefined) return `${name} ${operator.toUpperCase()} ${operandOf(value, { ...target, kind })}`;
  throw invalidConfiguration('The query', [
    { path: `${path}.operator`, message: `must be one of ${comparisonOperators.join(', ')}` },
  ]);
}

const textOperators: ReadonlyMap<ComparisonOperator, (pattern: string) => string> = new Map([
  ['contains', (pattern: string) => `%${pattern}%`],
  ['starts with', (pattern: string) => `${pattern}%`],
  ['ends with', (pattern: string) => `%${pattern}`],
]);
