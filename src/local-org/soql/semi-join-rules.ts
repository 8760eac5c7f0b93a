import { malformedAt } from './path-refusals.ts';
import type { ConditionTree } from './condition-tree.ts';

/** Most semi- and anti-joins of one WHERE. */
const MAX_SEMI_JOINS = 2;

/** Objects that an inner SELECT cannot read. */
const NOT_INSIDE = new Set(['activityhistory', 'attachment', 'event', 'note', 'openactivity', 'task']);

/**
 * Refuses semi-joins in places where Salesforce has none: below OR or NOT, or more than two.
 * @throws {@link SoqlError} `MALFORMED_QUERY`.
 */
export function checkSemiJoins(text: string, tree: ConditionTree): void {
  let count = 0;
  walk(tree, undefined);

  function walk(node: ConditionTree, below: 'OR' | 'NOT' | undefined): void {
    switch (node.kind) {
      case 'not':
        walk(node.operand, 'NOT');
        return;
      case 'and':
      case 'or':
        for (const operand of node.operands) walk(operand, node.kind === 'or' ? 'OR' : below);
        return;
      case 'comparison':
        if (!('valueQuery' in node.comparison)) return;
        if (below !== undefined) {
          const message = `Semi join sub-selects are not allowed with the '${below}' operator`;
          throw malformedAt(text, node.comparison.field, message);
        }
        if (++count > MAX_SEMI_JOINS)
          throw malformedAt(
            text,
            node.comparison.field,
            `A maximum of ${MAX_SEMI_JOINS} semi join sub-selects are allowed`,
          );
    }
  }
}

/**
 * Refuses objects that an inner SELECT cannot read.
 * @throws {@link SoqlError} `MALFORMED_QUERY`.
 */
export function checkInnerObject(text: string, object: string): void {
  const lower = object.toLowerCase();
  if (!NOT_INSIDE.has(lower) && !lower.endsWith('tag')) return;
  throw malformedAt(text, object, `Entity '${object}' is not supported for semi join inner selects`);
}
