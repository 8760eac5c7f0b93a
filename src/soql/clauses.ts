import { wordOf } from './query-scopes.ts';
import { tokensOf, type SoqlToken } from './tokens.ts';

/** The outer SELECT of a query, cut at its clauses. */
export interface Clauses {
  /** Up to where conditions stand or would stand: SELECT, FROM, USING SCOPE. */
  readonly head: string;
  /** Behind WHERE; `undefined` where there is none. */
  readonly where: string | undefined;
  /** Everything behind the conditions: `ORDER BY …`, `LIMIT …`. */
  readonly tail: string;
  /** First words of the clauses in the tail, in lower case: `order`, `limit`. */
  readonly tailClauses: readonly string[];
  /** The words and symbols of ORDER BY, in lower case; empty where there is none. */
  readonly orderBy: readonly string[];
  /** Functions of the SELECT list, in lower case. */
  readonly functions: readonly string[];
}

const tailWords = new Set(['with', 'group', 'having', 'order', 'limit', 'offset', 'for', 'update']);

/** Cuts a query at its clauses; `undefined` for text that is no SELECT with a FROM. */
export function clausesOf(soql: string): Clauses | undefined {
  const outer = outermost(tokensOf(soql));
  const from = outer.findIndex(({ word, depth }) => depth === 0 && word === 'from');
  if (outer[0]?.word !== 'select' || from < 0) return undefined;
  const isOuter = (words: (word: string) => boolean) =>
    outer.findIndex(
      ({ word, depth }, index) => index > from && depth === 0 && word !== undefined && words(word),
    );
  const tail = isOuter((word) => tailWords.has(word));
  const where = isOuter((word) => word === 'where');
  const tailStart = outer[tail]?.token.start ?? soql.length;
  const whereToken = outer[where]?.token;
  const inTail = outer.slice(tail < 0 ? outer.length : tail).filter(({ depth }) => depth === 0);
  const order = inTail.findIndex(({ word }) => word === 'order');
  const afterOrder = inTail.slice(order + 2);
  const orderEnd = afterOrder.findIndex(({ word }) => word !== undefined && tailWords.has(word));
  return {
    head: soql.slice(0, whereToken?.start ?? tailStart).trimEnd(),
    where: whereToken && soql.slice(whereToken.end, tailStart).trim(),
    tail: soql.slice(tailStart),
    tailClauses: inTail.flatMap(({ word }) => (word !== undefined && tailWords.has(word) ? word : [])),
    orderBy:
      order < 0
        ? []
        : afterOrder.slice(0, orderEnd < 0 ? undefined : orderEnd).flatMap(({ word }) => word ?? []),
    functions: outer
      .slice(0, from)
      .flatMap(({ word, depth }, index) =>
        depth === 0 && word !== undefined && outer[index + 1]?.word === '(' ? word : [],
      ),
  };
}

/** The same query with one condition more. */
export function withCondition({ head, where, tail }: Clauses, condition: string): string {
  const conditions = where === undefined ? condition : `(${where}) AND ${condition}`;
  return `${head} WHERE ${conditions} ${tail}`.trimEnd();
}

interface Placed {
  readonly token: SoqlToken;
  readonly word: string | undefined;
  /** Parentheses around it. */
  readonly depth: number;
}

function outermost(tokens: readonly SoqlToken[]): Placed[] {
  let depth = 0;
  return tokens.map((token) => {
    const word = wordOf(token);
    if (word === ')') depth -= 1;
    const placed = { token, word, depth };
    if (word === '(') depth += 1;
    return placed;
  });
}
