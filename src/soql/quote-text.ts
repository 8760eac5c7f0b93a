/**
 * What has to be escaped: quote, backslash, control characters, halves of a surrogate pair that stand alone (they have
 * no place in UTF-8), and the two line ends of Unicode.
 */
const special = /['\\\p{Cc}\p{Cs}\u2028\u2029]/gu;

/** Without `\b`: Salesforce calls that a bell, and others a backspace. */
const short: Readonly<Record<string, string>> = {
  "'": "\\'",
  '\\': '\\\\',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\f': '\\f',
};

/** A text for the inside of a SOQL text literal, by the escapes that SOQL has; it has no others. */
export function escapeText(text: string): string {
  return text.replace(special, (character) => short[character] ?? unicodeEscape(character));
}

/** As {@link escapeText}, for LIKE: `%` and `_` mean themselves. */
export function escapePattern(text: string): string {
  return escapeText(text).replace(/[%_]/g, '\\$&');
}

function unicodeEscape(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

const long: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' };

const escape = /\\(?:u([0-9a-f]{4})|([nrtbf"'\\%_]))/gi;
const literal = /^'(?:[^'\\]|\\(?:u[0-9a-f]{4}|[nrtbf"'\\%_]))*'$/i;

/** The text that a SOQL text literal, quotes included, stands for; `undefined` when it is none. */
export function readText(text: string): string | undefined {
  if (!literal.test(text)) return undefined;
  return text.slice(1, -1).replace(escape, (_all, code: string | undefined, one = '') => {
    if (code !== undefined) return String.fromCharCode(Number.parseInt(code, 16));
    const escaped = String(one);
    return long[escaped.toLowerCase()] ?? escaped;
  });
}
