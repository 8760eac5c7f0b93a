import type { HavingClause, WhereClause } from '@jetstreamapp/soql-parser-js';
import { compareSql, type Operand } from './comparison.ts';
import { buildConditionTree, type Comparison, type ConditionTree } from './condition-tree.ts';
import { filterOperand } from './filter-operand.ts';
import type { RawLiteral } from './literal.ts';
import type { QueryScope } from './query-scope.ts';
import { semiJoinSql } from './semi-join.ts';
import { checkSemiJoins } from './semi-join-rules.ts';
import { timeOf } from './time-literal.ts';

/** Turns a function call on the left of a comparison into an operand. */
export type FunctionCompiler = (
  scope: QueryScope,
  fn: NonNullable<Extract<Comparison, { fn: unknown }>['fn']>,
) => Operand;

/** Turns the path of a field on the left of a comparison into an operand. */
export type FieldCompiler = (scope: QueryScope, written: string) => Operand;

/** SQL of a WHERE or HAVING clause. NULL counts as false everywhere, also under NOT. */
export function conditionSql(
  scope: QueryScope,
  clause: WhereClause | HavingClause,
  compileFunction: FunctionCompiler,
  compileField: FieldCompiler = filterOperand,
): string {
  const { text } = scope.context;
  const tree = buildConditionTree(text, clause);
  checkSemiJoins(text, tree);
  return treeSql(scope, tree, { ofFunction: compileFunction, ofField: compileField });
}

interface Compilers {
  readonly ofFunction: FunctionCompiler;
  readonly ofField: FieldCompiler;
}

function treeSql(scope: QueryScope, tree: ConditionTree, compilers: Compilers): string {
  switch (tree.kind) {
    case 'not':
      return `((${treeSql(scope, tree.operand, compilers)}) IS NOT TRUE)`;
    case 'comparison':
      return comparisonSql(scope, tree.comparison, compilers);
    default: {
      const operands = tree.operands.map((operand) => treeSql(scope, operand, compilers));
      return joined(operands, tree.kind === 'and' ? ' AND ' : ' OR ');
    }
  }
}

/** SQLite takes a chain of 1,000 for an expression of that depth, and refuses it: so long chains become a tree. */
function joined(operands: readonly string[], operator: string): string {
  if (operands.length <= CHAIN) return `(${operands.join(operator)})`;
  const size = Math.ceil(operands.length / CHAIN);
  const groups = Array.from({ length: Math.ceil(operands.length / size) }, (_, i) =>
    joined(operands.slice(i * size, (i + 1) * size), operator),
  );
  return `(${groups.join(operator)})`;
}

const CHAIN = 50;

function comparisonSql(scope: QueryScope, comparison: Comparison, compilers: Compilers): string {
  const { store, bindings, user } = scope.context;
  if ('valueQuery' in comparison) {
    return semiJoinSql(scope, filterOperand(scope, comparison.field), comparison, (inner, where) =>
      conditionSql(inner, where, compilers.ofFunction),
    );
  }
  const operand =
    'fn' in comparison
      ? compilers.ofFunction(scope, comparison.fn)
      : compilers.ofField(scope, comparison.field);
  return compareSql(operand, comparison.operator, literalsOf(comparison), {
    bindings,
    user,
    now: store.now(),
  });
}

function literalsOf(comparison: Exclude<Comparison, { valueQuery: unknown }>): RawLiteral[] {
  const texts = Array.isArray(comparison.value) ? comparison.value : [comparison.value];
  const kinds = comparison.literalType;
  return texts.map((text, i) => timeOf({ text, kind: Array.isArray(kinds) ? kinds[i] : kinds }));
}
