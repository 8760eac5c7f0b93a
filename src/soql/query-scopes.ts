import type { SoqlToken } from './tokens.ts';

/** One SELECT: the query itself, a child query in its list, or a semi-join in its conditions. */
export interface QueryScope {
  /** As written behind FROM; empty when there is none. */
  object: readonly string[];
  /** Names that may stand before a field, in lower case, and the path from the object that they stand for. */
  readonly prefixes: Map<string, readonly string[]>;
  readonly outer: QueryScope | undefined;
  /** Whether `object` is a child relationship of the outer object. */
  readonly isChild: boolean;
}

const notAnAlias = new Set(
  'using where with group having order limit offset for update all select from'.split(' '),
);

/** The SELECT that each token stands in; `undefined` outside of any. */
export function scopesOf(tokens: readonly SoqlToken[]): (QueryScope | undefined)[] {
  const open: { scope: QueryScope; depth: number }[] = [];
  let depth = 0;
  return tokens.map((token, index) => {
    const word = wordOf(token);
    if (word === '(') depth += 1;
    const current = open.at(-1);
    if (word === 'select' && (current === undefined || wordOf(tokens[index - 1]) === '(')) {
      const outer = current?.scope;
      const isChild = outer?.object.length === 0;
      open.push({ scope: { object: [], prefixes: new Map(), outer, isChild }, depth });
    } else if (word === 'from' && current?.depth === depth) {
      readFrom(current.scope, tokens, index + 1);
    } else if (word === ')') {
      if (current?.depth === depth && depth > 0) open.pop();
      depth -= 1;
    }
    return open.at(-1)?.scope;
  });
}

/** A word or symbol in lower case. */
export function wordOf(token: SoqlToken | undefined): string | undefined {
  return token !== undefined && 'text' in token ? token.text.toLowerCase() : undefined;
}

/** `FROM Contact c, c.Account a` */
function readFrom(scope: QueryScope, tokens: readonly SoqlToken[], start: number): void {
  let at = start;
  do {
    const token = tokens[at];
    if (token?.kind !== 'word') return;
    const path = token.text.split('.');
    at += 1;
    const isFirst = scope.object.length === 0;
    if (isFirst) scope.object = path;
    const target = isFirst ? [] : withoutPrefix(scope, path);
    if (isFirst) scope.prefixes.set((path.at(-1) ?? '').toLowerCase(), target);
    if (wordOf(tokens[at]) === 'as') at += 1;
    const alias = tokens[at];
    if (alias?.kind === 'word' && !notAnAlias.has(alias.text.toLowerCase())) {
      scope.prefixes.set(alias.text.toLowerCase(), target);
      at += 1;
    }
    at += 1;
  } while (wordOf(tokens[at - 1]) === ',');
}

/** A path from the object of the scope on, without its name or an alias in front. */
export function withoutPrefix(scope: QueryScope, path: readonly string[]): readonly string[] {
  const [first = '', ...rest] = path;
  const prefix = rest.length === 0 ? undefined : scope.prefixes.get(first.toLowerCase());
  return prefix === undefined ? path : [...prefix, ...rest];
}
