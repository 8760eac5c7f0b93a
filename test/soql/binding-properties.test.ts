import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bindValues } from '../../src/soql/bind-values.ts';
import { literalOf } from '../../src/soql/literal.ts';
import { fieldOfType } from '../support/field.ts';
import { describedOrg } from './described-org.ts';

/** Any text of UTF-16 units, halves of pairs too; and texts of what means something in SOQL. */
const anyText = fc.oneof(
  fc.array(fc.integer({ min: 0, max: 0xffff })).map((units) => String.fromCharCode(...units)),
  fc.string({ unit: 'binary' }),
  fc.string({
    unit: fc.constantFrom(
      ...`'\\"%_[]{}:/*-u0an ();,`.split(''),
      '\n',
      '\0',
      '\ud800',
      '\u2028',
      ' OR ',
      '\\u0027',
    ),
  }),
);

/**
 * The text literal that begins at `at`, by the list of escapes in the SOQL reference ("Quoted String Escape Sequences"),
 * and where it ends.
 *
 * @param isPattern whether it stands behind LIKE: then `%` and `_` come back with a mark unless they are escaped
 */
function readLiteral(soql: string, at: number, isPattern = false): { text: string; end: number } {
  const simple: Record<string, string> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' };
  let text = '';
  if (soql[at] !== "'" || !soql.isWellFormed()) throw new RangeError('No quote, or no UTF-8.');
  for (let index = at + 1; index < soql.length; index += 1) {
    const character = soql.charAt(index);
    if (character === "'") return { text, end: index + 1 };
    if (/\p{Cc}/u.test(character)) throw new RangeError('A control character.');
    if (character !== '\\') {
      text += isPattern && /[%_]/.test(character) ? `<wildcard ${character}>` : character;
      continue;
    }
    index += 1;
    const escape = soql.charAt(index);
    if (escape === 'u') {
      text += String.fromCharCode(Number.parseInt(soql.slice(index + 1, index + 5), 16));
      index += 4;
    } else if (/^["'\\]$/.test(escape) || (isPattern && /^[%_]$/.test(escape))) text += escape;
    else if (simple[escape] !== undefined) text += simple[escape];
    else throw new RangeError(`Illegal escape ${escape}.`);
  }
  throw new RangeError('No end.');
}

const head = 'SELECT Id FROM Case WHERE ';
const tail = " AND Status = 'New' LIMIT 5";
const { describer } = describedOrg();
const bind = (condition: string, v: string) => bindValues(`${head}${condition}${tail}`, { v }, describer);

describe('whatever a text holds', () => {
  it('E5 it reads back as that text, and the rest of the query is as it was', async () => {
    await fc.assert(
      fc.asyncProperty(anyText, fc.constantFrom(':v', '[v]', "'[v]'", '[v{else}]'), async (text, token) => {
        const soql = await bind(`Subject = ${token}`, text);
        const start = `${head}Subject = `;
        const { text: found, end } = readLiteral(soql, start.length);
        expect(soql.startsWith(start)).toBe(true);
        expect(found).toBe(text);
        expect(soql.slice(end)).toBe(tail);
      }),
      { numRuns: 500 },
    );
  });

  it('E5 it reads back from a pattern without a wildcard of its own', async () => {
    await fc.assert(
      fc.asyncProperty(anyText, async (text) => {
        const start = `${head}Subject LIKE `;
        const alone = readLiteral(await bind('Subject LIKE :v', text), start.length, true);
        expect(alone.text).toBe(text);
        const inside = await bind("Subject LIKE '%[v]_'", text);
        const { text: found, end } = readLiteral(inside, start.length, true);
        expect(found).toBe(`<wildcard %>${text}<wildcard _>`);
        expect(inside.slice(end)).toBe(tail);
      }),
      { numRuns: 500 },
    );
  });

  it('E5 lists of it read back member by member', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyText, { minLength: 1, maxLength: 5 }), async (texts) => {
        const soql = await bindValues(`${head}Subject IN :v${tail}`, { v: texts }, describer);
        let at = `${head}Subject IN (`.length;
        for (const [index, text] of texts.entries()) {
          const member = readLiteral(soql, at);
          expect(member.text).toBe(text);
          expect(soql.slice(member.end, member.end + 2)).toBe(
            index === texts.length - 1 ? `)${tail[0]}` : ', ',
          );
          at = member.end + 2;
        }
        expect(soql.slice(at - 1)).toBe(tail);
      }),
    );
  });

  it('it stays away from the query where the type of the field is another', () => {
    const types = ['double', 'int', 'currency', 'boolean', 'id', 'date', 'datetime', 'time'];
    fc.assert(
      fc.property(anyText, fc.constantFrom(...types), (text, type) => {
        let literal: string;
        try {
          literal = literalOf(text, fieldOfType(type));
        } catch (error) {
          expect(error).toMatchObject({ code: 'invalid-bind' });
          return;
        }
        expect(literal).toMatch(/^(?:'[a-zA-Z0-9]+'|[\w.:+-]+)$/);
      }),
      { numRuns: 1_000 },
    );
  });

  it('as a query, it comes back byte for byte, or has a name that wants a value', async () => {
    await fc.assert(
      fc.asyncProperty(anyText, async (soql) => {
        try {
          expect(await bindValues(soql, {}, describer)).toBe(soql);
        } catch (error) {
          expect(error).toMatchObject({ code: 'missing-bind' });
          expect(soql).toMatch(/:[A-Za-z_]|\[[\w.]+[\]{]/);
        }
      }),
      { numRuns: 1_000 },
    );
  });
});

describe('whatever a number is', () => {
  it('it is written without an exponent, and reads back as that number', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        const literal = literalOf(value, fieldOfType('double'));
        expect(literal).toMatch(/^-?(?:0|[1-9]\d*)(?:\.\d*[1-9])?$/);
        expect(Number(literal)).toBe(value === 0 ? 0 : value);
        expect(literalOf(String(value), fieldOfType('double'))).toBe(literal);
      }),
      { numRuns: 1_000 },
    );
  });
});

describe('whatever an instant is', () => {
  const instant = fc.date({
    min: new Date('1700-01-01T00:00:00Z'),
    max: new Date('4000-12-31T23:59:59.999Z'),
    noInvalidDate: true,
  });

  it('D28 B17 it is the same instant in the query, in every form of offset', () => {
    fc.assert(
      fc.property(
        instant,
        fc.integer({ min: -839, max: 839 }),
        fc.constantFrom('', ':'),
        (date, minutes, colon) => {
          const shifted = new Date(date.getTime() + minutes * 60_000).toISOString().slice(0, -1);
          const two = (part: number): string => String(Math.trunc(Math.abs(part))).padStart(2, '0');
          const zone = `${minutes < 0 ? '-' : '+'}${two(minutes / 60)}${colon}${two(minutes % 60)}`;
          const literal = literalOf(`${shifted}${zone}`, fieldOfType('datetime'));
          expect(literal).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{3})?(?:Z|[+-]\d\d:\d\d)$/);
          expect(new Date(literal).getTime()).toBe(date.getTime());
        },
      ),
      { numRuns: 1_000 },
    );
  });
});
