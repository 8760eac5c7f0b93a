import type { Condition, HavingClause, ValueQueryCondition, WhereClause } from '@jetstreamapp/soql-parser-js';
import { SoqlError } from '../records/org-database.ts';

/** A comparison as the parser gives it. */
export type Comparison =
  Exclude<Condition, { openParen: number; field?: never; fn?: never }> | ValueQueryCondition;

export type ConditionTree =
  | { readonly kind: 'comparison'; readonly comparison: Comparison }
  | { readonly kind: 'not'; readonly operand: ConditionTree }
  | { readonly kind: 'and' | 'or'; readonly operands: readonly ConditionTree[] };

type Token = '(' | ')' | 'AND' | 'OR' | 'NOT' | { readonly comparison: Comparison };

/**
 * The tree behind the parser's chain of conditions, whose parentheses are only counted.
 * @throws {@link SoqlError} `MALFORMED_QUERY` for AND and OR side by side without parentheses.
 */
export function buildConditionTree(clause: WhereClause | HavingClause): ConditionTree {
  const tokens = [...tokensOf(clause)];
  let at = 0;
  const tree = readChain();
  if (at < tokens.length) throw unexpected(tokens[at]);
  return tree;

  function readChain(): ConditionTree {
    const operands = [readOperand()];
    const operator = tokens[at];
    if (operator !== 'AND' && operator !== 'OR') return operands[0] ?? unreachable();
    while (tokens[at] === operator) {
      at++;
      operands.push(readOperand());
    }
    // Salesforce gives neither operator precedence: it refuses.
    if (tokens[at] === 'AND' || tokens[at] === 'OR') throw unexpected(tokens[at]);
    return { kind: operator === 'AND' ? 'and' : 'or', operands };
  }

  function readOperand(): ConditionTree {
    const token = tokens[at++];
    if (token === 'NOT') return { kind: 'not', operand: readOperand() };
    if (token === '(') {
      const inner = readChain();
      if (tokens[at] !== ')') throw unexpected(tokens[at]);
      at++;
      return inner;
    }
    if (typeof token === 'object') return { kind: 'comparison', comparison: token.comparison };
    throw unexpected(token);
  }
}

function* tokensOf(clause: WhereClause | HavingClause): Generator<Token> {
  let rest: WhereClause | HavingClause | undefined = clause;
  while (rest !== undefined) {
    const left: (Partial<Comparison> & { openParen?: number; closeParen?: number }) | null = rest.left;
    for (let i = 0; i < (left?.openParen ?? 0); i++) yield '(';
    if (left !== null && 'operator' in left) yield { comparison: left as Comparison };
    for (let i = 0; i < (left?.closeParen ?? 0); i++) yield ')';
    if (!('operator' in rest)) return;
    yield rest.operator;
    rest = rest.right;
  }
}

function unexpected(token: Token | undefined): SoqlError {
  const text = token === undefined ? '<EOF>' : typeof token === 'string' ? token : 'condition';
  return new SoqlError('MALFORMED_QUERY', `unexpected token: '${text}'`);
}

function unreachable(): never {
  throw unexpected(undefined);
}
