import { z } from 'zod';
import { nameRule } from './name-rule.ts';

const activityFile = z.looseObject({ name: nameRule, type: z.string(), connection: nameRule });

/** `activities/NAME.json`, as written: variables not yet replaced. */
export interface ActivityFile {
  /** What problems call it: `activities/load.json`. */
  readonly file: string;
  readonly name: string;
  /** Token of the activity type, e.g. `upsert`. */
  readonly type: string;
  /** Name of a connection of the project. */
  readonly connection: string;
  /** The activity type's own keys. */
  readonly options: Readonly<Record<string, unknown>>;
}

/**
 * Checks the keys that a host acts on; the options are the connector's to check.
 *
 * @throws z.ZodError with every problem
 */
export function parseActivityFile(file: string, value: unknown): ActivityFile {
  const { name, type, connection, ...options } = activityFile.parse(value, { reportInput: true });
  return { file, name, type, connection, options };
}
