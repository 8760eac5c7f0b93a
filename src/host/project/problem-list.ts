import { z } from 'zod';
import { isConnectorFailure, type ConfigurationProblem } from '../../contract/failure.ts';
import { problemsOfIssues } from '../../errors/configuration-problems.ts';

/** Collects what is wrong, so that a user sees all of it at once. */
export class ProblemList {
  readonly #problems: ConfigurationProblem[] = [];

  get all(): readonly ConfigurationProblem[] {
    return this.#problems;
  }

  add(path: string, message: string): void {
    this.#problems.push({ path, message });
  }

  /**
   * Runs a check of one file. What it finds (a zod error, or a failure with or without `details.problems`) joins the
   * list under the file's name; other errors are defects and pass through.
   */
  async collect<T>(file: string, check: () => T | Promise<T>): Promise<T | undefined> {
    try {
      return await check();
    } catch (error) {
      for (const { path, message } of problemsOf(error))
        this.add(path === '' ? file : `${file}: ${path}`, message);
      return undefined;
    }
  }
}

/**
 * The problems inside an error: one each zod issue, each entry of `details.problems`, or the error itself. Throws
 * the error when it is none of these.
 */
export function problemsOf(error: unknown): readonly ConfigurationProblem[] {
  if (error instanceof z.ZodError) return problemsOfIssues(error.issues);
  if (!isConnectorFailure(error)) throw error;
  const problems = error.details['problems'];
  return isProblems(problems) ? problems : [{ path: '', message: error.message }];
}

function isProblems(value: unknown): value is readonly ConfigurationProblem[] {
  return Array.isArray(value) && value.length > 0;
}
