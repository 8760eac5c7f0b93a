import type { Comparison, Condition } from './query-parts.ts';

/** Gives the SOQL of a comparison; `path` is where it stands: `where.all.0`. */
export type ComparisonWriter = (comparison: Comparison, path: string) => string;

/**
 * Conditions as SOQL, with the parentheses that it demands: AND and OR do not mix without, and NOT takes what is in them.
 *
 * @param path where the conditions stand
 */
export function conditionSoql(condition: Condition, path: string, write: ComparisonWriter): string {
  return nodeSoql(condition, path, write).soql;
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

function nodeSoql(condition: Condition, path: string, write: ComparisonWriter): Node {
  if ('all' in condition)
    return joined(condition.all, 'AND', (part, index) => nodeSoql(part, `${path}.all.${index}`, write));
  if ('any' in condition)
    return joined(condition.any, 'OR', (part, index) => nodeSoql(part, `${path}.any.${index}`, write));
  if (!('not' in condition)) return { soql: write(condition, path), isCompound: false };
  return { soql: `NOT (${nodeSoql(condition.not, `${path}.not`, write).soql})`, isCompound: true };
}

function joined(
  conditions: readonly Condition[],
  word: 'AND' | 'OR',
  write: (condition: Condition, index: number) => Node,
): Node {
  const nodes = conditions.map(write);
  const [only] = nodes;
  if (only !== undefined && nodes.length === 1) return only;
  const parts = nodes.map(({ soql, isCompound }) => (isCompound ? `(${soql})` : soql));
  return { soql: parts.join(` ${word} `), isCompound: true };
}
