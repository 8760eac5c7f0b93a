import { describe, expect, test } from 'vitest';
import { createVariableScope, substituteVariables } from '../../src/host/index.ts';
import { createRedactor } from '../../src/host/variables/redactor.ts';

const scope = createVariableScope({
  definitions: {
    user: { value: 'ada', secret: false },
    count: { value: 7, secret: false },
    flag: { value: false, secret: false },
    quiet: { default: 'fallback', secret: false },
    open: { secret: false },
    password: { env: 'PASSWORD', secret: false },
    token: { value: 'tok-123', secret: true },
  },
  overrides: { user: 'grace', 'a.b_C': '1', tricky: '[user]', empty: '' },
  environment: { PASSWORD: 'from-environment' },
});
const put = (value: unknown) => substituteVariables(value, { scope, where: 'connections/org.json' });

describe('a variable in a configured field', () => {
  test.each([
    ['[user]', 'grace', 'is replaced by the value of the run before that of the project'],
    ['[a.b_C]', '1', 'may be named with dots and underscores'],
    ['[quiet]', 'fallback', 'falls back to the default of the project'],
    ['[open{x}]', 'x', 'falls back to the default in the text'],
    ['[nobody{LAST_N_DAYS:365}]', 'LAST_N_DAYS:365', 'may have a default without being declared'],
    ['[user{x}]', 'grace', 'prefers its value to the default in the text'],
    ['[empty{x}]', '', 'may be empty on purpose'],
    ['https://[user].example/[a.b_C]', 'https://grace.example/1', 'may stand in the middle of text'],
    ["WHERE Name = '[user]'", "WHERE Name = 'grace'", 'is put in as it is, quotes are the author’s'],
    ['[tricky]', '[user]', 'has a value that is not looked into again'],
    ['[password]', 'from-environment', 'takes its value from the environment'],
    ['[nobody{a}b}]', 'a}b', 'has a default that ends at the first }]'],
  ])('%s becomes %s: it %s', (text, expected) => {
    expect(put(text)).toBe(expected);
  });

  test.each(['[user{}]', '[a b]', '[]', '[user', 'user]', '[us-er]', '[user{}] and {x}'])(
    '%s is no variable and stays as it is',
    (text) => {
      expect(put(text)).toBe(text);
    },
  );

  test('keeps its type when the field is nothing else, and becomes text in the middle of text', () => {
    expect(put({ a: '[count]', b: '[flag]', c: 'n=[count]' })).toEqual({ a: 7, b: false, c: 'n=7' });
  });

  test('is replaced at any depth, in a copy', () => {
    const original = { list: ['[user]', 1, null], nested: { deep: '[user]' } };
    expect(put(original)).toEqual({ list: ['grace', 1, null], nested: { deep: 'grace' } });
    expect(original.nested.deep).toBe('[user]');
  });

  test('without a value fails and names the variable and the field', () => {
    expect(() => put({ nested: { field: 'a [open] b' } })).toThrow(
      expect.objectContaining({
        code: 'variable-unset',
        details: { variable: 'open', path: 'connections/org.json: nested.field' },
      }) as Error,
    );
  });
});

describe('an environment reference', () => {
  test('is replaced by the value of the environment variable', () => {
    expect(put({ password: { env: 'PASSWORD' } })).toEqual({ password: 'from-environment' });
  });

  test('fails when the environment variable is not set', () => {
    expect(() => put({ password: { env: 'NOBODY' } })).toThrow(
      expect.objectContaining({
        code: 'variable-unset',
        message: expect.stringContaining('NOBODY') as string,
      }) as Error,
    );
  });

  test('is an ordinary object when it has other keys as well', () => {
    expect(put({ env: 'PASSWORD', more: 1 })).toEqual({ env: 'PASSWORD', more: 1 });
  });
});

test('secret variables and those from the environment are known by value', () => {
  expect(scope.secretValues).toEqual(['from-environment', 'tok-123']);
});

test('redacting finds a secret with quotes in it inside JSON too', () => {
  const secret = 'pa"ss\\word';
  expect(createRedactor([secret])(JSON.stringify({ error: secret }))).toBe('{"error":"***"}');
});

test('redacting takes out the longest secret first and leaves short texts alone', () => {
  const redact = createRedactor(['abcd', 'abcdefgh', 'xy']);
  expect(redact('abcdefgh abcd xy abcd')).toBe('*** *** xy ***');
});

describe('a field that is one variable and nothing else', () => {
  const schema = {
    properties: {
      flag: { type: 'boolean', default: false },
      count: { anyOf: [{ type: 'integer' }, { type: 'null' }] },
      text: { type: 'string' },
      either: { anyOf: [{ type: 'boolean' }, { type: 'string' }] },
      choice: { enum: [1, 2] },
      nested: { oneOf: [{ properties: { flag: { type: 'boolean' } } }] },
      list: { type: 'array', items: { type: 'number' } },
    },
  };
  const resolved = (value: unknown): unknown =>
    substituteVariables(value, {
      scope: createVariableScope({
        overrides: { yes: 'true', no: 'False', seven: '7', word: 'seven' },
        environment: { YES: 'true', SEVEN: '-7.5' },
      }),
      where: 'file',
      schema,
    });

  test.each([
    [{ flag: '[yes]' }, { flag: true }],
    [{ flag: '[no]' }, { flag: false }],
    [{ flag: '[other{true}]' }, { flag: true }],
    [{ flag: { env: 'YES' } }, { flag: true }],
    [{ count: '[seven]' }, { count: 7 }],
    [{ choice: '[seven]' }, { choice: 7 }],
    [{ nested: { flag: '[yes]' } }, { nested: { flag: true } }],
    [{ list: ['[seven]', { env: 'SEVEN' }] }, { list: [7, -7.5] }],
  ])('takes the type that the schema wants: %j', (written, expected) => {
    expect(resolved(written)).toEqual(expected);
  });

  test.each([
    [{ text: '[yes]' }, { text: 'true' }],
    [{ either: '[yes]' }, { either: 'true' }],
    [{ flag: '[seven]' }, { flag: '7' }],
    [{ flag: 'true' }, { flag: 'true' }],
    [{ flag: 't[word]' }, { flag: 'tseven' }],
    [{ count: '[word]' }, { count: 'seven' }],
    [{ count: '1[seven]' }, { count: '17' }],
    [{ unknown: '[yes]' }, { unknown: 'true' }],
  ])('stays text where that is not so: %j', (written, expected) => {
    expect(resolved(written)).toEqual(expected);
  });
});
