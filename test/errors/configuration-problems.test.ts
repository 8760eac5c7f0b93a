import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { problemsOfIssues } from '../../src/errors/configuration-problems.ts';

const schema = z.strictObject({
  object: z.string(),
  options: z.strictObject({ seconds: z.number().positive() }),
});

function problemsOf(value: unknown) {
  const parsed = schema.safeParse(value, { reportInput: true });
  return parsed.success ? [] : problemsOfIssues(parsed.error.issues);
}

describe('problemsOfIssues', () => {
  it('calls a missing field missing', () => {
    expect(problemsOf({ options: { seconds: 1 } })).toEqual([{ path: 'object', message: 'is missing' }]);
  });

  it('names every unknown field with its path', () => {
    expect(problemsOf({ object: 'Case', obejct: 1, options: { seconds: 1, second: 2 } })).toEqual([
      { path: 'options.second', message: 'is not a known field' },
      { path: 'obejct', message: 'is not a known field' },
    ]);
  });

  it('leaves other mistakes in the words of the schema', () => {
    expect(problemsOf({ object: 'Case', options: { seconds: -1 } })).toEqual([
      { path: 'options.seconds', message: expect.stringContaining('>0') },
    ]);
  });

  it('names the type that is wanted, and calls an empty text empty', () => {
    expect(problemsOf({ object: 7, options: { seconds: 'x' } })).toEqual([
      { path: 'object', message: 'must be a text' },
      { path: 'options.seconds', message: 'must be a number' },
    ]);
    const empty = z.object({ name: z.string().min(1), own: z.string().min(1, 'has words of its own') });
    const parsed = empty.safeParse({ name: '', own: '' }, { reportInput: true });
    expect(problemsOfIssues(parsed.error?.issues ?? [])).toEqual([
      { path: 'name', message: 'must not be empty' },
      { path: 'own', message: 'has words of its own' },
    ]);
  });
});
