import { createRequire } from 'node:module';
import type { Query as ParsedQuery } from '@jetstreamapp/soql-parser-js';
import type { SoqlError } from '../records/org-database.ts';
import { checkEscapes } from './check-escapes.ts';
import { markConditions } from './condition-markers.ts';
import { writeOutExponents } from './exponent.ts';
import { errorAt, locate, maskStrings, notEmulated } from './soql-text.ts';
import { markTimes } from './time-literal.ts';

/** The part of the parser's module that is used. */
interface Parser {
  readonly parseQuery: (soql: string) => ParsedQuery;
}

/** A query as the parser understood it. */
export interface ParsedSoql {
  readonly text: string;
  readonly query: ParsedQuery;
  /** Aliases of parent paths in FROM (`FROM Contact c, c.Account a`): lower-case alias → path. */
  readonly pathAliases: ReadonlyMap<string, string>;
}

/** Longest query and longest text literal that Salesforce takes, in characters. */
const MAX_LENGTH = 100_000;
const MAX_LITERAL = 4000;

/** Deepest nesting of parentheses that this org takes. */
const MAX_PARENTHESES = 200;

const require = createRequire(import.meta.url);
let parser: Parser | undefined;

/**
 * Parses a query.
 * @throws {@link SoqlError} `MALFORMED_QUERY` with the place where it stops making sense.
 */
export function parseSoql(soql: string): ParsedSoql {
  if (soql.length > MAX_LENGTH) throw tooComplicated(soql, `Query is longer than ${MAX_LENGTH} characters`);
  if (/\bWITH\s+RecordVisibilityContext\b/i.test(maskStrings(soql)))
    throw notEmulated('WITH RecordVisibilityContext');
  if (/\b(?:ROLLUP|CUBE)\s*\([^()]*\(/i.test(maskStrings(soql)))
    throw notEmulated('A function in ROLLUP or CUBE');
  const { text: written, pathAliases } = takePathAliases(soql);
  const { text, scope } = takeScope(written);
  // Building the grammar takes 150 ms: longer than everything else that the org does before its first answer.
  parser ??= require('@jetstreamapp/soql-parser-js') as Parser;
  checkEscapes(soql);
  checkSize(soql);
  try {
    const query = parser.parseQuery(markConditions(writeOutExponents(markTimes(escapeSeparators(text)))));
    return {
      text: soql,
      query: scope === undefined ? query : { ...query, usingScope: scope },
      pathAliases,
    };
  } catch (error) {
    // The parser recurses: tens of thousands of conditions exhaust the stack.
    if (error instanceof RangeError) throw tooComplicated(soql, 'Query is too complicated');
    throw malformed(soql, error instanceof Error ? error.message : String(error));
  }
}

/** Blanks `, c.Account a` in FROM, which the parser does not know. */
function takePathAliases(soql: string): { text: string; pathAliases: Map<string, string> } {
  const pathAliases = new Map<string, string>();
  const masked = maskStrings(soql);
  const from = /\bFROM\s+\w+(?:\s+AS)?\s+\w+((?:\s*,\s*\w+(?:\.\w+)+\s+(?:AS\s+)?\w+)+)/i.exec(masked);
  const list = from?.[1];
  if (from === null || list === undefined) return { text: soql, pathAliases };
  for (const entry of list.split(',').slice(1)) {
    const [path = '', ...alias] = entry.trim().split(/\s+/);
    pathAliases.set((alias.at(-1) ?? '').toLowerCase(), path);
  }
  const start = from.index + from[0].length - list.length;
  return {
    text: soql.slice(0, start) + ' '.repeat(list.length) + soql.slice(start + list.length),
    pathAliases,
  };
}

/** The parser takes U+2028 and U+2029 in a text for the end of the line; Salesforce does not. */
function escapeSeparators(soql: string): string {
  return soql.replace(/[\u2028\u2029]/g, (char) => `\\u${char.charCodeAt(0).toString(16)}`);
}

/** Puts a scope that the parser knows in the place of the query's own: its list is not complete. */
function takeScope(soql: string): { text: string; scope: string | undefined } {
  const masked = maskStrings(soql);
  for (const found of masked.matchAll(/\bUSING\s+SCOPE\s+(\w+)/gi)) {
    const before = masked.slice(0, found.index);
    const isInside = before.split('(').length !== before.split(')').length;
    const [whole, scope = ''] = found;
    if (isInside) continue;
    const end = found.index + whole.length;
    return { text: `${soql.slice(0, end - scope.length)}everything${soql.slice(end)}`, scope };
  }
  return { text: soql, scope: undefined };
}

function checkSize(soql: string): void {
  let depth = 0;
  for (const { 0: parenthesis } of maskStrings(soql).matchAll(/[()]/g)) {
    depth += parenthesis === '(' ? 1 : -1;
    if (depth > MAX_PARENTHESES)
      throw tooComplicated(soql, `Parentheses are nested over more than ${MAX_PARENTHESES} levels`);
  }
  for (const { 0: literal } of soql.matchAll(/'(?:\\.|[^'\\])*'/gs)) {
    if (literal.length > MAX_LITERAL + 2)
      throw tooComplicated(soql, `A text in the query is longer than ${MAX_LITERAL} characters`);
  }
}

function tooComplicated(soql: string, message: string): SoqlError {
  return errorAt(soql, 0, 'QUERY_TOO_COMPLICATED', message);
}

function malformed(soql: string, message: string): SoqlError {
  const place = /\((\d+):(\d+)\)\s*$/.exec(message);
  if (place !== null) {
    const at = offsetOf(soql, Number(place[1]), Number(place[2]));
    return errorAt(soql, at, 'MALFORMED_QUERY', `unexpected token: '${soql[at] ?? '<EOF>'}'`);
  }
  const found = /but found(?: -->|:) '?(.*?)'?(?: <--)?$/.exec(message)?.[1] ?? '';
  const token = found === '' ? '<EOF>' : found;
  return errorAt(soql, locate(soql, found), 'MALFORMED_QUERY', `unexpected token: '${token}'`);
}

function offsetOf(soql: string, row: number, column: number): number {
  const lines = soql.split('\n').slice(0, row - 1);
  return lines.reduce((sum, line) => sum + line.length + 1, 0) + column - 1;
}
