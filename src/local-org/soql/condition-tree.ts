import type { Condition, HavingClause, ValueQueryCondition, WhereClause } from '@jetstreamapp/soql-parser-js';
import type { SoqlError } from '../records/org-database.ts';
import { markedBy } from './condition-markers.ts';
import { errorAt, locate } from './soql-text.ts';

/** A comparison as the parser gives it. */
export type Comparison =
  Exclude<Condition, { openParen: number; field?: never; fn?: never }> | ValueQueryCondition;

export type ConditionTree =
  | { readonly kind: 'comparison'; readonly comparison: Comparison }
  | { readonly kind: 'not'; readonly operand: ConditionTree }
  | { readonly kind: 'and' | 'or'; readonly operands: readonly ConditionTree[] };

type Token = '(' | ')' | 'AND' | 'OR' | 'NOT' | { readonly comparison: Comparison };

/** Deepest nesting of parentheses and NOT that this org takes. */
const MAX_DEPTH = 400;

/**
 * The tree behind the parser's chain of conditions, whose parentheses are only counted.
 * @param text the whole query, for error messages.
 * @throws {@link SoqlError} `MALFORMED_QUERY` for AND and OR side by side without parentheses,
 * `QUERY_TOO_COMPLICATED` for nesting that is too deep.
 */
export function buildConditionTree(text: string, clause: WhereClause | HavingClause): ConditionTree {
  const tokens = [...tokensOf(clause)];
  let at = 0;
  let depth = 0;
  const tree = readChain();
  if (at < tokens.length) throw unexpected(tokens[at]);
  return tree;

  function deeper(read: () => ConditionTree): ConditionTree {
    if (++depth > MAX_DEPTH) {
      const message = `Conditions are nested over more than ${MAX_DEPTH} levels`;
      throw errorAt(text, 0, 'QUERY_TOO_COMPLICATED', message);
    }
    const inner = read();
    depth--;
    return inner;
  }

  function unexpected(token: Token | undefined): SoqlError {
    const found = typeof token === 'string' ? token : '<EOF>';
    const at = found === '<EOF>' ? text.length : locate(text, found);
    return errorAt(text, at, 'MALFORMED_QUERY', `unexpected token: '${found}'`);
  }

  function readChain(): ConditionTree {
    const first = readOperand();
    const operands = [first];
    const operator = tokens[at];
    if (operator !== 'AND' && operator !== 'OR') return first;
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
    if (token === 'NOT') return { kind: 'not', operand: deeper(readOperand) };
    if (token === '(') {
      const inner = deeper(readChain);
      if (tokens[at] !== ')') throw unexpected(tokens[at]);
      at++;
      return inner;
    }
    if (typeof token === 'object') return { kind: 'comparison', comparison: token.comparison };
    throw unexpected(token);
  }
}

/** A comparison, or the parentheses in front of a NOT. */
type LeftSide = Partial<Comparison> & { readonly openParen?: number; readonly closeParen?: number };

function* tokensOf(clause: WhereClause | HavingClause): Generator<Token> {
  let rest: WhereClause | HavingClause = clause;
  for (;;) {
    const left = (rest.left ?? {}) as LeftSide;
    const marked = 'field' in left ? markedBy(left.field ?? '') : undefined;
    for (let i = 0; i < (left.openParen ?? 0); i++) yield '(';
    if (marked === 'NOT') yield 'NOT';
    else if (marked === undefined && 'operator' in left) yield { comparison: left as Comparison };
    for (let i = 0; i < (left.closeParen ?? 0); i++) yield ')';
    if (!('operator' in rest)) return;
    // The AND behind a marker belongs to the marker.
    if (marked === undefined) yield rest.operator;
    rest = rest.right;
  }
}

/** Whether a subquery is compared with anywhere in the clause. */
export function hasSemiJoin(clause: WhereClause | HavingClause | undefined): boolean {
  let rest = clause;
  while (rest !== undefined) {
    if (rest.left !== null && 'valueQuery' in rest.left) return true;
    rest = 'right' in rest ? rest.right : undefined;
  }
  return false;
}
