import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { redactSecrets } from '../../src/errors/redact-secrets.ts';

describe('redactSecrets', () => {
  it('blanks out a secret as it is, escaped for XML and encoded for a URL', () => {
    const secret = 'a<b&c"d';
    const text = 'a<b&c"d | a&lt;b&amp;c"d | a&lt;b&amp;c&quot;d | a%3Cb%26c%22d';
    expect(redactSecrets(text, [secret])).toBe('[redacted] | [redacted] | [redacted] | [redacted]');
  });

  it('blanks out a secret as it is in JSON and in a form', () => {
    const secret = 'a "b"\n+ß\'~';
    const inJson = JSON.stringify({ secret });
    const inForm = new URLSearchParams({ secret }).toString();
    expect(redactSecrets(`${inJson} | ${inForm}`, [secret])).toBe(
      '{"secret":"[redacted]"} | secret=[redacted]',
    );
  });

  it('blanks out everything shaped like a session id (E15)', () => {
    const text =
      'missing session key: 00D0Q0000008abc!AQEAQK.x_Y and 00D0Q0000008abcEAA!AQ.2 and 00D0Q0000008abc';
    expect(redactSecrets(text, [])).toBe(
      'missing session key: [redacted] and [redacted] and 00D0Q0000008abc',
    );
  });

  it.each([
    ['an escape of JSON', String.raw`\u0073ecret-p\u00E4ss`],
    ['escapes of JSON in JSON', String.raw`\\u0073ecret-p\\u00e4ss`],
    ['character numbers', '&#115;ecret-p&#xE4;ss'],
    ['character names', 'secret-p&auml;ss'],
    ['character numbers without an end', '&#115ecret&#45p&#228ss'],
    ['references in references', '&amp;#115;ecret-p&amp;auml;ss'],
    ['references in JSON', String.raw`\u0026#115;ecret-p&#xe4;ss`],
    ['percents', '%73ecret%2dp%c3%a4ss'],
    ['percents of percents', '%2573ecret-p%25C3%25A4ss'],
  ])('blanks out a secret behind %s', (_what, hidden) => {
    expect(redactSecrets(`no ${hidden}!`, ['secret-päss'])).toBe('no [redacted]!');
  });

  it.each(['&#33;', '&#x21;', '&excl;', String.raw`\u0021`, '%21', '%2521', '&amp;#33;'])(
    'blanks out a session id whose mark is written %s',
    (mark) => {
      expect(redactSecrets(`no 00D0Q0000008abc${mark}AQEAQK.x_Y`, [])).toBe('no [redacted]');
    },
  );

  it('blanks out a secret that begins with another one to its end', () => {
    expect(redactSecrets('it is secret-and-more', ['secret', 'secret-and-more'])).toBe('it is [redacted]');
  });

  it.each([String.raw`C:\users & "AT&amp;T" &#33; 100% %zz \u00e4 &unknown; &#x110000;`, '%ff%fe'])(
    'leaves %s as it is written when it hides nothing',
    (text) => {
      expect(redactSecrets(text, ['secret'])).toBe(text);
    },
  );

  it('leaves text alone when the secret is empty or too short to mean anything', () => {
    expect(redactSecrets('a banal answer', ['', 'a', 'an'])).toBe('a banal answer');
  });

  it('leaves no secret of a caller in any text', () => {
    const secret = fc
      .string({ minLength: 3, unit: 'grapheme' })
      .filter((value) => !'[redacted]'.includes(value));
    fc.assert(
      fc.property(secret, fc.string(), fc.string(), (hidden, before, after) => {
        expect(redactSecrets(`${before} ${hidden} ${after}`, [hidden])).not.toContain(` ${hidden} `);
      }),
    );
  });
});
