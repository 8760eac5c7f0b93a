import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fileNameOf } from '../../../src/host/connections/file-name-of.ts';

test.each([
  ['production', 'production.json'],
  ['My production org', 'My production org.json'],
  ['Köln.2', 'Köln.2.json'],
])('%s shows in its file name', (name, file) => {
  expect(fileNameOf(name, [])).toBe(file);
});

test.each([
  ['..'],
  ['.'],
  ['.hidden'],
  ['a\\b'],
  ['a\0b'],
  ['con'],
  ['NUL.txt'],
  ['x'.repeat(300)],
  ['😀'.repeat(200)],
])('a name like %j gives a file that every system takes', (name) => {
  const file = fileNameOf(name, []);
  expect(file).toMatch(/^[\p{L}\p{N}][\p{L}\p{N}._ -]*-[0-9a-f]{10}\.json$/u);
  expect(Buffer.byteLength(file)).toBeLessThanOrEqual(255);
  expect(file).not.toMatch(/^(?:con|nul)\b/iu);
});

test('names that differ in upper and lower case only get files of their own', () => {
  const first = fileNameOf('Prod', []);
  const second = fileNameOf('prod', [first]);
  expect(second.toLowerCase()).not.toBe(first.toLowerCase());
});

test('no two names share a file, and none leaves the folder', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.string({ minLength: 1, unit: 'binary' }), { maxLength: 8 }), (names) => {
      const files: string[] = [];
      for (const name of names) files.push(fileNameOf(name, files));
      expect(new Set(files.map((file) => file.normalize('NFC').toLowerCase())).size).toBe(names.length);
      expect(files.filter((file) => /[/\\\0:]|^\./u.test(file))).toEqual([]);
    }),
  );
});
