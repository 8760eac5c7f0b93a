import { operandKindOf, type OperandKind } from './operand.ts';
import { wordOf } from './query-scopes.ts';
import { takesNumber } from './temporal-literal.ts';
import type { SoqlToken } from './tokens.ts';

/** What a value at some place of a query is compared with or used for. */
export interface BindPlace {
  readonly kind: OperandKind;
  /** As errors call it. */
  readonly field: string;
  /** The field inside all functions; empty when there is none. */
  readonly path: readonly string[];
  /** The functions around the field, outermost first. */
  readonly functions: readonly string[];
  /** Set where no field decides. */
  readonly type?: 'count' | 'number';
  /** Whether the place is a member of a list that is written out. */
  readonly isListItem: boolean;
  /** What the token takes away and the query needs: the colon of `LAST_N_DAYS:n`. */
  readonly prefix?: ':';
}

/**
 * Where the token at `index` stands, if a value can stand there. For a text literal, whose place needs no type, it tells
 * whether it is a pattern.
 */
export function placeOf(tokens: readonly SoqlToken[], index: number): BindPlace | undefined {
  const before = wordOf(tokens[index - 1]);
  if (before === undefined) return undefined;
  if (before === 'limit' || before === 'offset') return withoutField(before.toUpperCase(), 'count');
  if (before === '(' || before === ',') return memberPlace(tokens, index);
  return operatorPlace(tokens, index - 1, false);
}

/** `LAST_N_DAYS:` directly before the token, whose colon may be that of `:name`. */
export function numberOfDateLiteral(tokens: readonly SoqlToken[], index: number): BindPlace | undefined {
  const hasColon = wordOf(tokens[index - 1]) === ':';
  const [word, next] = [tokens[hasColon ? index - 2 : index - 1], tokens[hasColon ? index - 1 : index]];
  if (word?.kind !== 'word' || word.end !== next?.start || !takesNumber(word.text)) return undefined;
  const place = withoutField(word.text, 'count');
  if (hasColon) return place;
  return next.kind === 'bind' && next.notation === 'colon' ? { ...place, prefix: ':' } : undefined;
}

function withoutField(field: string, type: 'count' | 'number'): BindPlace {
  return { kind: 'order', field, path: [], functions: [], type, isListItem: false };
}

/** `IN (:a, :b)`, `GEOLOCATION(:lat, :lon)` */
function memberPlace(tokens: readonly SoqlToken[], index: number): BindPlace | undefined {
  let at = index - 1;
  while (at >= 0 && wordOf(tokens[at]) !== '(') {
    if (wordOf(tokens[at]) === ')') return undefined;
    at -= 1;
  }
  const opener = wordOf(tokens[at - 1]);
  if (opener === 'geolocation') return withoutField('GEOLOCATION', 'number');
  return operandKindOf(opener ?? '') === 'list' ? operatorPlace(tokens, at - 1, true) : undefined;
}

function operatorPlace(
  tokens: readonly SoqlToken[],
  operatorAt: number,
  isListItem: boolean,
): BindPlace | undefined {
  const operator = wordOf(tokens[operatorAt]) ?? '';
  const kind = operandKindOf(operator);
  if (kind === undefined) return undefined;
  const isNegated = operator === 'in' && wordOf(tokens[operatorAt - 1]) === 'not';
  const left = operandBefore(tokens, operatorAt - (isNegated ? 1 : 0));
  return left && { kind, isListItem, ...left };
}

type Operand = Pick<BindPlace, 'field' | 'path' | 'functions'>;

/** The field, or the function of a field, that ends before the token at `end`. */
function operandBefore(tokens: readonly SoqlToken[], end: number): Operand | undefined {
  const last = tokens[end - 1];
  if (last?.kind === 'word') return { field: last.text, path: last.text.split('.'), functions: [] };
  if (wordOf(last) !== ')') return undefined;
  let at = end - 1;
  for (let depth = 0; at >= 0; at -= 1) {
    const word = wordOf(tokens[at]);
    if (word === ')') depth += 1;
    if (word === '(') depth -= 1;
    if (depth === 0) break;
  }
  const functions: string[] = [];
  let path: readonly string[] = [];
  for (let name = tokens[at - 1]; name?.kind === 'word'; name = tokens[at - 1]) {
    functions.push(name.text);
    const inner = tokens[at + 1];
    if (inner?.kind === 'word' && wordOf(tokens[at + 2]) !== '(') path = inner.text.split('.');
    if (inner?.kind !== 'word' || path.length > 0) break;
    at += 2;
  }
  const [outermost] = functions;
  return outermost === undefined ? undefined : { field: `${outermost}(…)`, path, functions };
}
