import fc from 'fast-check';
import { expect, test } from 'vitest';
import { jsonInStyleOf } from '../../src/host/project/json-style.ts';

test('new files have two spaces and a final line end, and references on one line', () => {
  expect(jsonInStyleOf(undefined, { a: { env: 'A"\\' }, b: { encrypted: 'v1.x' }, c: { other: 1 } })).toBe(
    '{\n  "a": { "env": "A\\"\\\\" },\n  "b": { "encrypted": "v1.x" },\n  "c": {\n    "other": 1\n  }\n}\n',
  );
});

test.each([
  ['four spaces', '{\n    "a": 1\n}\n', '{\n    "b": 2\n}\n'],
  ['tabs', '{\n\t"a": 1\n}\n', '{\n\t"b": 2\n}\n'],
  ['CRLF', '{\r\n  "a": 1\r\n}\r\n', '{\r\n  "b": 2\r\n}\r\n'],
  ['no final line end', '{\n  "a": 1\n}', '{\n  "b": 2\n}'],
  ['a single line', '{"a": 1}\n', '{\n  "b": 2\n}\n'],
])('%s stay as they were', (_, old, expected) => {
  expect(jsonInStyleOf(old, { b: 2 })).toBe(expected);
});

test('the value survives every style', () => {
  fc.assert(
    fc.property(
      fc.dictionary(fc.string(), fc.oneof(fc.jsonValue(), fc.record({ env: fc.string() }))),
      fc.constantFrom(undefined, '{\r\n\t"a": 1}', '{\n      "a": 1\n}'),
      (value, old) => {
        expect(JSON.parse(jsonInStyleOf(old, value))).toEqual(JSON.parse(JSON.stringify(value)));
      },
    ),
  );
});
