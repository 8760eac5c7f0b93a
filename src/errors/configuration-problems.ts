import type { ConfigurationProblem } from '../contract/failure.ts';

/** What a schema check says of one mistake; the shape of zod's issues, of which `input` must have been asked for. */
export interface SchemaIssue {
  readonly code?: string | undefined;
  readonly path: readonly PropertyKey[];
  readonly message: string;
  /** The value that was found. */
  readonly input?: unknown;
  /** Keys that no field has. */
  readonly keys?: readonly string[];
  /** Type that was wanted. */
  readonly expected?: string;
  /** What has a smallest size, and that size. */
  readonly origin?: string;
  readonly minimum?: unknown;
}

const typeWords: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  object: 'an object',
  record: 'an object',
  array: 'a list',
};

/** Says the mistakes of a schema check in the words of somebody who edits the configuration. */
export function problemsOfIssues(issues: readonly SchemaIssue[]): readonly ConfigurationProblem[] {
  return issues.flatMap((issue) => {
    const path = issue.path.map(String).join('.');
    if (issue.code === 'unrecognized_keys') {
      return (issue.keys ?? []).map((key) => ({
        path: path === '' ? key : `${path}.${key}`,
        message: 'is not a known field',
      }));
    }
    return [{ path, message: wordsOf(issue) }];
  });
}

function wordsOf(issue: SchemaIssue): string {
  if (issue.code === 'invalid_type') {
    if ('input' in issue && issue.input === undefined) return 'is missing';
    const wanted = typeWords[issue.expected ?? ''];
    return wanted === undefined ? issue.message : `must be ${wanted}`;
  }
  const isEmpty = issue.code === 'too_small' && issue.origin === 'string' && issue.minimum === 1;
  // A schema with words of its own knows better.
  return isEmpty && issue.message.startsWith('Too small') ? 'must not be empty' : issue.message;
}
