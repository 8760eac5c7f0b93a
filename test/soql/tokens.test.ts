import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tokensOf } from '../../src/soql/tokens.ts';

/** Tokens as kind and text. */
const cut = (soql: string) =>
  tokensOf(soql).map(({ kind, start, end }) => `${kind} ${soql.slice(start, end)}`);

describe('tokens of SOQL', () => {
  it('are words, paths, numbers, dates, texts, symbols and places of values', () => {
    const soql =
      "SELECT a.b__c,COUNT(Id) FROM X WHERE D>=2026-01-31T10:00:00.000+01:00 AND T='it\\'s' AND N!=-1.5e3 AND L=LAST_N_DAYS:7 AND V=:v AND W IN[w]";
    expect(cut(soql)).toEqual([
      ...['word SELECT', 'word a.b__c', 'symbol ,', 'word COUNT', 'symbol (', 'word Id', 'symbol )'],
      ...['word FROM', 'word X', 'word WHERE', 'word D', 'symbol >=', 'number 2026-01-31T10:00:00.000+01:00'],
      ...[
        'word AND',
        'word T',
        'symbol =',
        "text 'it\\'s'",
        'word AND',
        'word N',
        'symbol !=',
        'number -1.5e3',
      ],
      ...[
        'word AND',
        'word L',
        'symbol =',
        'word LAST_N_DAYS:7',
        'word AND',
        'word V',
        'symbol =',
        'bind :v',
      ],
      ...['word AND', 'word W', 'word IN', 'bind [w]'],
    ]);
  });

  it.each([
    ['[name]', 'name', undefined],
    ['[a.b_2{x y}]', 'a.b_2', 'x y'],
    ["'[v{it's}]'", 'v', "it's"],
    ['[v{LAST_N_DAYS:365}]', 'v', 'LAST_N_DAYS:365'],
    ['[v{\\{x\\}}]', 'v', '\\{x\\}'],
    ["[v{'x'}]", 'v', "'x'"],
    [':name', 'name', undefined],
  ])('hold the name and the default of %s', (text, name, fallback) => {
    expect(tokensOf(text)).toEqual([
      expect.objectContaining({ kind: 'bind', name, fallback, start: 0, end: text.length }),
    ]);
  });

  it.each(['[]', '[a b]', '[v{}]', ': name', ':1', '[raw:v]', "'[a b]'", "'[v{}]'"])(
    'do not take %s for the place of a value',
    (text) => {
      const tokens = tokensOf(text);
      expect(tokens.filter(({ kind }) => kind === 'bind')).toEqual([]);
      expect(tokens.flatMap((token) => (token.kind === 'text' ? token.holes : []))).toEqual([]);
    },
  );

  it('end a default at the first }], so nothing nests, and a quote that does not match stays outside', () => {
    expect(cut('[v{[w{x}]}]')).toEqual(['bind [v{[w{x}]', 'symbol }', 'symbol ]']);
    expect(cut("[v]'")).toEqual(['bind [v]', "text '"]);
  });

  it('find the names inside a longer text, and which of them an open escape precedes', () => {
    const [token] = tokensOf(String.raw`'a [x] \\[y{1}] \[z] \u00[w]'`);
    expect(token).toMatchObject({
      kind: 'text',
      holes: [
        { name: 'x', isEscaped: false },
        { name: 'y', fallback: '1', isEscaped: false },
        { name: 'z', isEscaped: true },
        { name: 'w', isEscaped: true },
      ],
    });
  });

  it('leave out comments, and go on to the end of a text that is never closed', () => {
    expect(cut("a /* :b ' */ c // :d '\ne 'open :f")).toEqual([
      'word a',
      'word c',
      'word e',
      "text 'open :f",
    ]);
    expect(cut('a /* :b')).toEqual(['word a']);
  });

  it('cover any text in order, without gaps but white space and comments', () => {
    const pieces = fc.constantFrom(
      "'",
      '\\',
      '[a]',
      ':b',
      '[',
      ']',
      '{',
      '}',
      '/*',
      '*/',
      '//',
      '\n',
      ' ',
      'x',
      '1',
      '.',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          fc.array(pieces).map((all) => all.join('')),
        ),
        (soql) => {
          let done = 0;
          for (const { start, end } of tokensOf(soql)) {
            expect(soql.slice(done, start)).toMatch(/^(?:\s|\/\*[^]*?\*\/|\/\/[^\n]*)*$/);
            expect(end).toBeGreaterThan(start);
            done = end;
          }
          expect(soql.slice(done)).toMatch(/^(?:\s|\/\*[^]*?(?:\*\/|$)|\/\/[^\n]*)*$/);
        },
      ),
      { numRuns: 1_000 },
    );
  });
});
