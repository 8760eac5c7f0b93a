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
      this.#problems.push(...problemsOfFile(file, error));
      return undefined;
    }
  }
}

/**
 * What an error says is wrong with a file, its name before every path: one problem for each zod issue, for each entry
 * of `details.problems`, or for the failure itself.
 *
 * @throws the error when it is none of these
 */
export function problemsOfFile(file: string, error: unknown): readonly ConfigurationProblem[] {
  return problemsOf(error).map(({ path, message }) => ({
    path: path === '' ? file : `${file}: ${path}`,
    // A failure by itself may begin with the name of its file, which stands in the path here.
    message: message.startsWith(`${file}: `) ? message.slice(file.length + 2) : message,
  }));
}

function problemsOf(error: unknown): readonly ConfigurationProblem[] {
  if (error instanceof z.ZodError) return problemsOfIssues(error.issues);
  if (!isConnectorFailure(error)) throw error;
  const problems = error.details['problems'];
  return isProblems(problems) ? problems : [{ path: '', message: error.message }];
}

function isProblems(value: unknown): value is readonly ConfigurationProblem[] {
  return Array.isArray(value) && value.length > 0;
}
