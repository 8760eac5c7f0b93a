import type { Comparison, Condition } from './query-parts.ts';

/**
 * Conditions as SOQL, with the parentheses that it demands: AND and OR do not mix without, and NOT takes what is in them.
 *
 * @param write gives the SOQL of a comparison
 */
export function conditionSoql(condition: Condition, write: (comparison: Comparison) => string): string {
  return nodeSoql(condition, write).soql;
}

/** Every comparison in a condition, in order. */
export function comparisonsOf(condition: Condition | undefined): Comparison[] {
  if (condition === undefined) return [];
  if ('all' in condition) return condition.all.flatMap(comparisonsOf);
  if ('any' in condition) return condition.any.flatMap(comparisonsOf);
  return 'not' in condition ? comparisonsOf(condition.not) : [condition];
}

interface Node {
  readonly soql: string;
  /** Whether it must be put into parentheses beside others. */
  readonly isCompound: boolean;
}

function nodeSoql(condition: Condition, write: (comparison: Comparison) => string): Node {
  if ('all' in condition) return joined(condition.all, 'AND', write);
  if ('any' in condition) return joined(condition.any, 'OR', write);
  if (!('not' in condition)) return { soql: write(condition), isCompound: false };
  return { soql: `NOT (${nodeSoql(condition.not, write).soql})`, isCompound: true };
}

function joined(
  conditions: readonly Condition[],
  word: 'AND' | 'OR',
  write: (comparison: Comparison) => string,
): Node {
  const nodes = conditions.map((condition) => nodeSoql(condition, write));
  const [only] = nodes;
  if (only !== undefined && nodes.length === 1) return only;
  const parts = nodes.map(({ soql, isCompound }) => (isCompound ? `(${soql})` : soql));
  return { soql: parts.join(` ${word} `), isCompound: true };
}
