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
