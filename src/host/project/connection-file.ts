import { z } from 'zod';
import { savedForShape, type SavedFor } from '../connections/saved-for.ts';
import { nameRule } from './name-rule.ts';

const connectionFile = z.looseObject({
  type: z.string(),
  name: nameRule,
  savedFor: savedForShape.optional(),
});

/** `connections/NAME.json`, as written: variables not yet replaced. */
export interface ConnectionFile {
  /** What problems call it: `connections/org.json`. */
  readonly file: string;
  /** Token of the connector that serves it. */
  readonly type: string;
  readonly name: string;
  /** The connector's own keys, and `name`. */
  readonly config: Readonly<Record<string, unknown>>;
  /** Whom its secrets were entered for; absent from a file that was never saved. */
  readonly savedFor?: SavedFor;
}

/**
 * Checks the keys that a host acts on. The rest is the connector's to check, because only it knows them.
 *
 * @throws z.ZodError with every problem
 */
export function parseConnectionFile(file: string, value: unknown): ConnectionFile {
  const { type, savedFor, ...config } = connectionFile.parse(value, { reportInput: true });
  return { file, type, name: config.name, config, ...(savedFor !== undefined && { savedFor }) };
}
