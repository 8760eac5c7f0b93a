import { z } from 'zod';
import { ConnectorError } from '../../errors/connector-error.ts';
import { encryptedValue, type EncryptedValue } from '../secrets/encrypted-value.ts';
import { valueOfText } from './value-of-text.ts';
import type { VariableValue } from './variable-definition.ts';
import type { VariableScope } from './variable-scope.ts';

/** `[name]` or `[name{default}]`; the default is not empty and ends at the first `}]`. */
const token = /\[([A-Za-z0-9_.]+)(?:\{((?!\}\])[^]+?)\})?\]/g;
const environmentReference = z.strictObject({ env: z.string().min(1) });

/** How {@link substituteVariables} goes about it. */
export interface SubstitutionOptions {
  readonly scope: VariableScope;
  /** What errors call the value: `connections/org.json`. */
  readonly where: string;
  /** Called instead of failing; its result takes the variable's place. */
  readonly onUnset?: (variable: string, path: string) => string;
  /** Opens `{"encrypted": "v1.…"}`. Without it such a value stays as it is. */
  readonly openSecret?: (value: EncryptedValue, path: string) => string;
  /** JSON Schema of the value, for fields that get a text where they want a boolean or a number. */
  readonly schema?: unknown;
}

/**
 * A copy of a configuration with every `[name]`, `[name{default}]` and `{"env": "NAME"}` replaced, at any depth.
 *
 * Values are put in as they are: no escaping, and a value that looks like a variable stays text. A field that is
 * nothing but one variable takes the variable's type, or the one that the schema wants if that is a text; in mixed text
 * it becomes text. Only for configuration: record data never passes through here.
 *
 * @throws ConnectorError `variable-unset`, with `details.variable` and `details.path`
 */
export function substituteVariables(value: unknown, options: SubstitutionOptions): unknown {
  return substituteAt(value, [], options);
}

function substituteAt(value: unknown, path: readonly string[], options: SubstitutionOptions): unknown {
  if (typeof value === 'string') return substituteText(value, path, options);
  if (Array.isArray(value)) {
    return value.map((item: unknown, index) => substituteAt(item, [...path, String(index)], options));
  }
  if (typeof value !== 'object' || value === null) return value;
  const reference = environmentReference.safeParse(value);
  if (reference.success) {
    const { env } = reference.data;
    const text =
      options.scope.environment[env] ??
      unset(`environment variable ${env}`, path, options, [`Set the environment variable ${env}.`]);
    return valueOfText(text, options.schema, path);
  }
  const secret = options.openSecret === undefined ? undefined : encryptedValue.safeParse(value);
  if (secret?.success === true) return openedText(secret.data, path, options);
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, substituteAt(item, [...path, key], options)]),
  );
}

function substituteText(text: string, path: readonly string[], options: SubstitutionOptions): VariableValue {
  const [only, ...more] = [...text.matchAll(token)];
  if (only === undefined) return text;
  if (more.length === 0 && only[0] === text) {
    const found = lookUp(only, path, options);
    return typeof found === 'string' ? valueOfText(found, options.schema, path) : found;
  }
  return text.replaceAll(token, (...match) => String(lookUp(match.slice(0, 3) as string[], path, options)));
}

function openedText(value: EncryptedValue, path: readonly string[], options: SubstitutionOptions): unknown {
  const text = options.openSecret?.(value, path.join('.')) ?? '';
  return value.variables === true ? substituteText(text, path, options) : text;
}

function lookUp(
  match: readonly (string | undefined)[],
  path: readonly string[],
  options: SubstitutionOptions,
) {
  const [, name = '', fallback] = match;
  return options.scope.value(name) ?? fallback ?? unset(name, path, options);
}

function unset(
  variable: string,
  path: readonly string[],
  { where, onUnset }: SubstitutionOptions,
  nextSteps: readonly string[] = [],
): string {
  const place = path.length === 0 ? where : `${where}: ${path.join('.')}`;
  if (onUnset !== undefined) return onUnset(variable, place);
  throw new ConnectorError('variable-unset', `${place} uses ${variable}, which has no value.`, {
    details: { variable, path: place },
    nextSteps,
  });
}
