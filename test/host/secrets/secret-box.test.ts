import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSecretBox, secretKeyBytes } from '../../../src/host/secrets/secret-box.ts';

const key = new Uint8Array(secretKeyBytes).fill(7);
const box = createSecretBox(key);
const unreadable = expect.objectContaining({ code: 'secret-unreadable' }) as Error;

describe('a secret box', () => {
  it('opens what it sealed, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string(), (text, purpose) => {
        expect(box.open(box.seal(text, purpose), purpose)).toBe(text);
      }),
    );
  });

  it('shows nothing of the text, and looks different each time', () => {
    const sealed = [box.seal('£secret', 'p'), box.seal('£secret', 'p')];
    expect(new Set(sealed).size).toBe(2);
    for (const text of sealed) {
      expect(text).toMatch(/^v1\.[\w-]+$/u);
      expect(Buffer.from(text.slice(3), 'base64url').toString('utf8')).not.toContain('secret');
    }
  });

  it('opens nothing for another purpose or with another key', () => {
    const sealed = box.seal('text', 'org a: password');
    expect(() => box.open(sealed, 'org b: password')).toThrow(unreadable);
    const other = createSecretBox(new Uint8Array(secretKeyBytes).fill(8));
    expect(() => other.open(sealed, 'org a: password')).toThrow(unreadable);
  });

  it('opens nothing that was changed anywhere', () => {
    const bytes = Buffer.from(box.seal('text', 'p').slice(3), 'base64url');
    for (const at of bytes.keys()) {
      const changed = Buffer.from(bytes);
      changed[at] = (changed[at] ?? 0) ^ 1;
      expect(() => box.open(`v1.${changed.toString('base64url')}`, 'p')).toThrow(unreadable);
    }
  });

  it.each(['', 'v1.', 'v1.AAAA', 'v2.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA', 'text'])(
    'refuses %j',
    (text) => {
      expect(() => box.open(text, 'p')).toThrow(unreadable);
    },
  );

  it('signs the same for the same text, purpose and key only', () => {
    const signature = box.sign('text', 'purpose');
    expect(box.sign('text', 'purpose')).toBe(signature);
    const others = [
      box.sign('text!', 'purpose'),
      box.sign('text', 'other'),
      box.sign('etext', 'purpos'),
      createSecretBox(new Uint8Array(secretKeyBytes)).sign('text', 'purpose'),
    ];
    expect(others).not.toContain(signature);
  });

  it('has no key in it that somebody could print', () => {
    expect(JSON.stringify(box)).toBe('{}');
  });
});
