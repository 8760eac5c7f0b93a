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
}

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
    const isMissing = issue.code === 'invalid_type' && 'input' in issue && issue.input === undefined;
    return [{ path, message: isMissing ? 'is missing' : issue.message }];
  });
}
