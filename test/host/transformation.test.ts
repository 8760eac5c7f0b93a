import { describe, expect, test } from 'vitest';
import { compileTransformation, transformationFile } from '../../src/host/index.ts';

const compile = (definition: object, columns?: readonly string[]) =>
  compileTransformation(transformationFile.parse({ name: 'emails', ...definition }), columns);

describe('a declared transformation', () => {
  test('makes columns from columns, constants and defaults', () => {
    const transform = compile({
      columns: {
        Email: 'FromAddress',
        LastName: { from: 'FromName', default: { from: 'FromAddress' } },
        City: { from: 'City', default: 'unknown' },
        Origin: { value: 'Email' },
        Rank: { value: 3 },
      },
    });
    const row = { FromAddress: 'a@example.com', FromName: '', City: null, Extra: 'x' };
    expect(transform(row)).toEqual({
      Email: 'a@example.com',
      LastName: 'a@example.com',
      City: 'unknown',
      Origin: 'Email',
      Rank: 3,
    });
    expect(transform({ ...row, FromName: 'Ada', City: 'Rome' })).toMatchObject({
      LastName: 'Ada',
      City: 'Rome',
    });
  });

  test('keeps values that are not empty but look it', () => {
    const transform = compile({
      columns: { A: { from: 'a', default: 'd' }, B: { from: 'b', default: 'd' } },
    });
    expect(transform({ a: 0, b: false })).toEqual({ A: 0, B: false });
  });

  test('trims before it decides whether a value is empty', () => {
    const columns = { A: { from: 'a', trim: true, default: 'd' }, B: { from: 'a', default: 'd' } };
    expect(compile({ columns })({ a: '  ' })).toEqual({ A: 'd', B: '  ' });
  });

  test('cuts long text, and never through a character', () => {
    const transform = compile({ columns: { A: { from: 'a', maxLength: 4 } } });
    expect(transform({ a: 'abcdef' })).toEqual({ A: 'abcd' });
    expect(transform({ a: 'abcd' })).toEqual({ A: 'abcd' });
    expect(transform({ a: 'abc😀' })).toEqual({ A: 'abc' });
  });

  test('lets only the first row of each key pass', () => {
    const transform = compile({ distinctBy: 'k', columns: { K: 'k', N: 'n' } });
    const rows = [
      { k: 'a', n: 1 },
      { k: 'b', n: 2 },
      { k: 'a', n: 3 },
      { k: null, n: 4 },
      { k: null, n: 5 },
    ];
    expect(rows.map(transform)).toEqual([
      { K: 'a', N: 1 },
      { K: 'b', N: 2 },
      undefined,
      { K: null, N: 4 },
      undefined,
    ]);
  });

  test('forgets the keys of an earlier run', () => {
    const definition = { distinctBy: 'k', columns: { K: 'k' } };
    expect(compile(definition)({ k: 'a' })).toEqual({ K: 'a' });
    expect(compile(definition)({ k: 'a' })).toEqual({ K: 'a' });
  });

  test.each([
    ['a column', { columns: { A: 'nope' } }],
    ['a rule', { columns: { A: { from: 'nope' } } }],
    ['a default', { columns: { A: { from: 'a', default: { from: 'nope' } } } }],
    ['distinctBy', { distinctBy: 'nope', columns: { A: 'a' } }],
  ])('refuses an unknown source column in %s, naming the file and the known ones', (_, definition) => {
    const expected = expect.objectContaining({
      code: 'unknown-column',
      message: 'transformations/emails.json reads nope; the source has a, b.',
    }) as Error;
    expect(() => compile(definition, ['a', 'b'])).toThrow(expected);
    expect(() => compile(definition)({ a: 1, b: 2 })).toThrow(expected);
  });

  test.each([
    ['no columns', { columns: {} }],
    ['an unknown key', { columns: { A: { from: 'a', upper: true } } }],
    ['a length of nothing', { columns: { A: { from: 'a', maxLength: 0 } } }],
  ])('is not valid with %s', (_, definition) => {
    expect(transformationFile.safeParse({ name: 't', ...definition }).success).toBe(false);
  });
});
