import { readFileSync } from 'node:fs';
import { faultRules, type FaultRule } from './fault-rule.ts';

/** A fault script that cannot be used; `problems` lists all of them, each with its place. */
export class FaultScriptError extends Error {
  override readonly name = 'FaultScriptError';
  readonly problems: readonly string[];

  /** @param source the file, or `faults`. */
  constructor(source: string, problems: readonly string[], options?: ErrorOptions) {
    super(`${source}: ${problems.join('; ')}`, options);
    this.problems = problems;
  }
}

/**
 * Checks rules: an array of `{ "when", "do" }`.
 * @throws FaultScriptError with every problem at once.
 */
export function parseFaults(value: unknown, source = 'faults'): readonly FaultRule[] {
  const parsed = faultRules.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new FaultScriptError(
    source,
    parsed.error.issues.map(({ path, message }) =>
      path.length === 0 ? message : `${path.join('.')}: ${message}`,
    ),
  );
}

/**
 * Reads and checks a fault script.
 * @throws FaultScriptError with every problem at once.
 */
export function readFaults(file: string): readonly FaultRule[] {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(file, 'utf8'));
  } catch (cause) {
    throw new FaultScriptError(file, [cause instanceof Error ? cause.message : String(cause)], { cause });
  }
  return parseFaults(value, file);
}
