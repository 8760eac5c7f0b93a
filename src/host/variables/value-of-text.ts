import { kindsAt } from './kinds-at.ts';
import type { VariableValue } from './variable-definition.ts';

/**
 * What a field takes from a text: `--var` and environment variables have no types, so `true` is a boolean and `7` a
 * number where the schema wants that and no text.
 */
export function valueOfText(text: string, schema: unknown, path: readonly string[]): VariableValue {
  const kinds = kindsAt(schema, path);
  if (kinds.has('string')) return text;
  if (kinds.has('boolean') && /^(?:true|false)$/iu.test(text)) return text.toLowerCase() === 'true';
  const isNumber = kinds.has('number') || kinds.has('integer');
  return isNumber && /^-?\d+(?:\.\d+)?$/u.test(text) ? Number(text) : text;
}
