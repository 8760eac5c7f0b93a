import type { WhereClause } from '@jetstreamapp/soql-parser-js';
import { buildConditionTree, type ConditionTree } from './condition-tree.ts';

/**
 * How many records a WHERE clause can find at most because it names their ids: `Id = '…'`, `Id IN ('…', '…')`, and
 * chains of them. Infinity when it does not.
 * @param text the whole query, for error messages.
 * @throws {@link SoqlError} when the conditions make no sense.
 */
export function idBound(text: string, where: WhereClause | undefined): number {
  return where === undefined ? Infinity : boundOf(buildConditionTree(text, where));
}

function boundOf(tree: ConditionTree): number {
  switch (tree.kind) {
    case 'not':
      return Infinity;
    case 'and':
      return Math.min(...tree.operands.map(boundOf));
    case 'or':
      return tree.operands.reduce((sum, operand) => sum + boundOf(operand), 0);
    case 'comparison': {
      const { comparison } = tree;
      if ('valueQuery' in comparison || !('field' in comparison)) return Infinity;
      const isId = /^id$/i.test(comparison.field);
      if (!isId || !['=', 'IN'].includes(comparison.operator)) return Infinity;
      return Array.isArray(comparison.value) ? comparison.value.length : 1;
    }
  }
}
