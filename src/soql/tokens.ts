/** A piece of SOQL with its place in the text. White space and comments are no tokens. */
export type SoqlToken = PlainToken | TextToken | BindToken;

interface Span {
  readonly start: number;
  /** Behind the last character. */
  readonly end: number;
}

/** `word`: a name, path or keyword, or a date literal with its number. `number`: also dates and times. */
export interface PlainToken extends Span {
  readonly kind: 'word' | 'number' | 'symbol';
  readonly text: string;
}

/** A text literal, quotes included. */
export interface TextToken extends Span {
  readonly kind: 'text';
  /** The `[name]` in it. */
  readonly holes: readonly TextHole[];
}

/** The place of a value: `:name`, `[name]`, `'[name]'`. */
export interface BindToken extends Hole {
  readonly kind: 'bind';
  /** `quoted`: the quotes belong to the token. */
  readonly notation: 'colon' | 'bracket' | 'quoted';
}

/** A name that stands for a value. */
export interface Hole extends Span {
  readonly name: string;
  /** What stands in `{…}`. */
  readonly fallback: string | undefined;
}

/** A `[name]` inside a text literal. */
export interface TextHole extends Hole {
  /** Whether a backslash before it is still open: it would swallow the first character of the value. */
  readonly isEscaped: boolean;
}

/** `[name]` or `[name{default}]`; the default is not empty and ends at the first `}]`, as in project files. */
const bracket = /\[([A-Za-z0-9_.]+)(?:\{((?!\}\])[^]+?)\})?\]/;
const patterns = {
  blank: /(?:\s+|\/\*[^]*?(?:\*\/|$)|\/\/[^\n]*)+/y,
  quotedBracket: new RegExp(`'${bracket.source}'`, 'y'),
  bracket: new RegExp(bracket.source, 'y'),
  // Without its closing quote, a text goes on to the end; the org will say so.
  text: /'(?:[^'\\]|\\[^])*(?:'|\\?$)/y,
  colon: /:([A-Za-z_]\w*)/y,
  word: /[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*(?::\d+)?/y,
  number: /[+-]?\.?\d[\w.:+-]*/y,
  // What a host has not pasted is no place for a value.
  symbol: /\[raw:[A-Za-z0-9_.]+|[<>!=]+|[^]/y,
};

/** Cuts SOQL into tokens. Takes any text: what makes no sense comes out as single symbols. */
export function tokensOf(soql: string): SoqlToken[] {
  const tokens: SoqlToken[] = [];
  let at = 0;
  while (at < soql.length) {
    const blank = matchAt(patterns.blank, soql, at);
    const token = blank === undefined ? tokenAt(soql, at) : undefined;
    if (token !== undefined) tokens.push(token);
    at = token?.end ?? at + (blank?.[0].length ?? 1);
  }
  return tokens;
}

/** Names in brackets anywhere in the text, comments included: a host hands a value over for each of them. */
export function bracketNames(soql: string): ReadonlySet<string> {
  return new Set([...soql.matchAll(new RegExp(bracket.source, 'g'))].map(([, name = '']) => name));
}

function tokenAt(soql: string, start: number): SoqlToken {
  const quoted = matchAt(patterns.quotedBracket, soql, start);
  if (quoted !== undefined) return { kind: 'bind', notation: 'quoted', ...holeOf(quoted, start) };
  const text = matchAt(patterns.text, soql, start);
  if (text !== undefined) {
    return { kind: 'text', start, end: start + text[0].length, holes: holesIn(text[0], start) };
  }
  const named = matchAt(patterns.bracket, soql, start);
  if (named !== undefined) return { kind: 'bind', notation: 'bracket', ...holeOf(named, start) };
  const colon = matchAt(patterns.colon, soql, start);
  if (colon !== undefined) return { kind: 'bind', notation: 'colon', ...holeOf(colon, start) };
  for (const kind of ['word', 'number', 'symbol'] as const) {
    const found = matchAt(patterns[kind], soql, start)?.[0];
    if (found !== undefined) return { kind, text: found, start, end: start + found.length };
  }
  return { kind: 'symbol', text: soql.charAt(start), start, end: start + 1 };
}

function holesIn(text: string, offset: number): TextHole[] {
  return [...text.matchAll(new RegExp(bracket.source, 'g'))].map((match) => ({
    ...holeOf(match, offset + match.index),
    isEscaped: !/^'(?:[^\\]|\\(?:u[0-9a-f]{4}|[^u]))*$/i.test(text.slice(0, match.index)),
  }));
}

function holeOf([all, name = '', fallback]: RegExpExecArray, start: number): Hole {
  return { name, fallback, start, end: start + all.length };
}

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text) ?? undefined;
}
