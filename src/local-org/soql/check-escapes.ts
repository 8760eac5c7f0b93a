import { errorAt } from './soql-text.ts';

const TEXT = /'(?:\\.|[^'\\])*'/gs;
const WRONG = /^(?:[^\\]|\\u[0-9a-f]{4}|\\[ntrbf"'\\])*?(\\(?!u[0-9a-f]{4}|[ntrbf"'\\]).?)/is;
const WRONG_PATTERN = /^(?:[^\\]|\\u[0-9a-f]{4}|\\[ntrbf"'\\_%])*?(\\(?!u[0-9a-f]{4}|[ntrbf"'\\_%]).?)/is;

/**
 * Refuses backslashes that escape nothing. `\_` and `\%` are escapes behind LIKE only.
 * @throws {@link SoqlError} `MALFORMED_QUERY` that points to the backslash.
 */
export function checkEscapes(soql: string): void {
  for (const { 0: literal, index } of soql.matchAll(TEXT)) {
    if (!literal.includes('\\')) continue;
    const isPattern = /(?<!\w)like$/i.test(soql.slice(0, index).trimEnd().slice(-5));
    const wrong = (isPattern ? WRONG_PATTERN : WRONG).exec(literal);
    if (wrong?.[1] === undefined) continue;
    const at = index + wrong[0].length - wrong[1].length;
    throw errorAt(soql, at, 'MALFORMED_QUERY', `Illegal character sequence '${wrong[1]}' in string literal`);
  }
}
