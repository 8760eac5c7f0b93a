/** What may stand next, in the words of the parser that Salesforce uses. */
const expectations = {
  value: "expected a valid value (number, String, array, object, 'true', 'false' or 'null')",
  key: 'was expecting double-quote to start field name',
  colon: 'was expecting a colon to separate field name and value',
  objectEnd: 'was expecting comma to separate OBJECT entries',
  arrayEnd: 'was expecting comma to separate ARRAY entries',
  end: 'nothing more was expected',
} as const;

type Expected = keyof typeof expectations;

const scalar = /(?:-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)(?![\w.+-])/y;

/**
 * Says what is wrong with a text that is no JSON, and where: `Unexpected character ('}' (code 125)): expected a valid
 * value (…) at [line:1, column:6]`. The column is the one behind the character, as Salesforce counts.
 */
export function findJsonProblem(text: string): string {
  const open: ('{' | '[')[] = [];
  let expected: Expected = 'value';
  /** Whether a list or object may end before its first entry. */
  let mayEnd = false;
  for (let at = 0; ; at++) {
    while (' \t\n\r'.includes(text.charAt(at)) && at < text.length) at++;
    const char = text.charAt(at);
    if (char === '') return endProblem(text);
    const inner = open.at(-1);
    const closes = mayEnd || expected === 'objectEnd' || expected === 'arrayEnd';
    if (closes && char === (inner === '{' ? '}' : ']')) {
      open.pop();
      expected = afterValue(open.at(-1));
      mayEnd = false;
      continue;
    }
    mayEnd = false;
    if (expected === 'value' && (char === '{' || char === '[')) {
      open.push(char);
      expected = char === '{' ? 'key' : 'value';
      mayEnd = true;
    } else if ((expected === 'value' || expected === 'key') && char === '"') {
      const end = endOfString(text, at);
      if (end < 0) return endProblem(text);
      if (text.charAt(end) !== '"') return problem(text, end, 'in a String');
      at = end;
      expected = expected === 'key' ? 'colon' : afterValue(inner);
    } else if (expected === 'value') {
      scalar.lastIndex = at;
      if (!scalar.test(text)) return problem(text, at, expectations.value);
      at = scalar.lastIndex - 1;
      expected = afterValue(inner);
    } else if (expected === 'colon' && char === ':') expected = 'value';
    else if (expected === 'objectEnd' && char === ',') expected = 'key';
    else if (expected === 'arrayEnd' && char === ',') expected = 'value';
    else return problem(text, at, expectations[expected]);
  }
}

function afterValue(inner: '{' | '[' | undefined): Expected {
  if (inner === undefined) return 'end';
  return inner === '{' ? 'objectEnd' : 'arrayEnd';
}

/** Where the string that begins at `start` ends: its quote, the first character it cannot have, or -1 without an end. */
function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    const char = text.charAt(at);
    if (char === '"' || char < ' ') return at;
    if (char !== '\\') continue;
    at++;
    if (text.charAt(at) === 'u' && /^[0-9a-f]{4}$/i.test(text.slice(at + 1, at + 5))) at += 4;
    else if (at < text.length && !'"\\/bfnrt'.includes(text.charAt(at))) return at;
  }
  return -1;
}

function problem(text: string, at: number, expectation: string): string {
  const char = String.fromCodePoint(text.codePointAt(at) ?? 0);
  return `Unexpected character ('${char}' (code ${text.codePointAt(at) ?? 0})): ${expectation} at ${place(text, at + 1)}`;
}

function endProblem(text: string): string {
  return `Unexpected end-of-input at ${place(text, text.length)}`;
}

function place(text: string, at: number): string {
  const before = text.slice(0, at);
  const lineStart = before.lastIndexOf('\n') + 1;
  return `[line:${before.split('\n').length}, column:${at - lineStart + 1}]`;
}
