import type { WhereClause } from '@jetstreamapp/soql-parser-js';
import { buildConditionTree, type Comparison, type ConditionTree } from './condition-tree.ts';
import type { QueryScope } from './query-scope.ts';

/**
 * How many records a WHERE clause can find at most because it names their ids: `Id = '…'`, `Id IN ('…', '…')`, and
 * chains of them. Infinity when it does not.
 * @throws {@link SoqlError} when the conditions make no sense.
 */
export function idBound(scope: QueryScope, where: WhereClause | undefined): number {
  return where === undefined ? Infinity : boundOf(scope, buildConditionTree(scope.context.text, where));
}

function boundOf(scope: QueryScope, tree: ConditionTree): number {
  switch (tree.kind) {
    case 'not':
      return Infinity;
    case 'and':
      return Math.min(...tree.operands.map((operand) => boundOf(scope, operand)));
    case 'or':
      return tree.operands.reduce((sum, operand) => sum + boundOf(scope, operand), 0);
    case 'comparison':
      return idsOf(scope, tree.comparison);
  }
}

function idsOf(scope: QueryScope, comparison: Comparison): number {
  if ('valueQuery' in comparison || 'fn' in comparison) return Infinity;
  const { field: written, operator, value } = comparison;
  if ((operator !== '=' && operator !== 'IN') || !/(?:^|\.)Id$/i.test(written)) return Infinity;
  const isOwn = scope.resolve(written).source === scope.root;
  if (!isOwn) return Infinity;
  return Array.isArray(value) ? value.length : 1;
}
