import { describe, expect, it } from 'vitest';
import { instanceProblems, metaSchemaProblems } from './json-schema-2020.ts';

describe('the meta-schema check of tests', () => {
  it.each([
    [{ type: 'text' }, '#: type'],
    [{ required: ['a', 'a'] }, '#: required'],
    [{ properties: { a: { maxLength: -1 } } }, '#/a: maxLength'],
    [{ items: { pattern: '(' } }, '#/items: pattern'],
    [{ anyOf: [{ minimum: 1 }] }, '#/0: minimum'],
  ])('finds out %j', (schema, problem) => {
    expect(metaSchemaProblems(schema)).toEqual([problem]);
  });
});

describe('the validator of tests', () => {
  const row = {
    type: 'object',
    properties: {
      a: { type: ['string', 'null'], maxLength: 2 },
      n: { type: 'integer', exclusiveMaximum: 5 },
      day: { type: 'string', format: 'date' },
      kind: { enum: ['x', null] },
      list: { type: 'array', items: { type: 'boolean' } },
    },
    patternProperties: { '^P\\.': { type: 'string' } },
    required: ['n'],
    additionalProperties: false,
    anyOf: [{ required: ['a'] }, { required: ['day'] }],
  };

  it.each([
    [{ a: 'äß', n: 4, day: '2026-01-31', kind: null, list: [true], 'P.x': 'y' }, []],
    [{ a: 'abc', n: 5 }, ['/a: maxLength', '/n: bounds']],
    [{ a: null }, ['/n: required']],
    [{ n: 1 }, ['row: anyOf']],
    [{ a: 1, n: 1.5 }, ['/a: type', '/n: type']],
    [{ n: 1, day: 'today', kind: 'y' }, ['/day: format', '/kind: enum']],
    [{ a: '', n: 1, list: ['no'], 'P.x': 2, z: 0 }, ['/list/0: type', '/P.x: type', '/z: not a column']],
  ])('says what is wrong with %j', (value, problems) => {
    expect(instanceProblems(value, row)).toEqual(problems);
  });
});
