import { SoqlError } from '../records/org-database.ts';

/** The query with the insides of string literals blanked, so that names can be searched in it. Same length. */
export function maskStrings(soql: string): string {
  return soql.replace(/'(?:\\.|[^'\\])*'/gs, (literal) => `'${' '.repeat(literal.length - 2)}'`);
}

/** Where a name or token stands in the query (0-based), outside of string literals; the end when it does not. */
export function locate(soql: string, token: string): number {
  if (token === '') return soql.length;
  const escaped = token.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const word = /^\w/.test(token) ? '(?<![\\w.])' : '';
  const found = new RegExp(word + escaped + (/\w$/.test(token) ? '\\b' : ''), 'i').exec(maskStrings(soql));
  return found?.index ?? soql.length;
}

/**
 * A refusal that points into the query: excerpt, caret, row and column, then the text, as Salesforce words it.
 * @param at offset in the query; see {@link locate}.
 */
export function errorAt(soql: string, at: number, errorCode: string, text: string): SoqlError {
  const before = soql.slice(0, at);
  const row = before.split('\n').length;
  const lineStart = before.lastIndexOf('\n') + 1;
  const nextBreak = soql.indexOf('\n', at);
  const lineEnd = nextBreak < 0 ? soql.length : nextBreak;
  const column = at - lineStart;
  // Long lines are cut around the place, at a blank where there is one.
  const from = column > EXCERPT ? cutStart(soql, lineStart + column - EXCERPT, at) : lineStart;
  const excerpt = soql.slice(from, Math.min(lineEnd, at + EXCERPT));
  const caret = `${' '.repeat(at - from)}^`;
  return new SoqlError(
    errorCode,
    `\n${excerpt}\n${caret}\nERROR at Row:${row}:Column:${column + 1}\n${text}`,
  );
}

/** Characters shown on each side of the place. */
const EXCERPT = 60;

function cutStart(soql: string, from: number, at: number): number {
  const blank = soql.indexOf(' ', from);
  return blank >= 0 && blank < at ? blank + 1 : from;
}

/** A refusal of something that Salesforce does and this org does not. */
export function notEmulated(what: string): SoqlError {
  return new SoqlError(
    'NOT_EMULATED_HERE',
    `${what} is not emulated by the local org, see docs/local-org.md`,
  );
}
