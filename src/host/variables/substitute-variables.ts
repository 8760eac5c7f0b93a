import { z } from 'zod';
import { ConnectorError } from '../../errors/connector-error.ts';
import { bindsOptionOf } from './bound-option.ts';
import { replaceVariables, variablesIn, type VariableToken } from './variable-token.ts';
import { encryptedValue, type EncryptedValue } from '../secrets/encrypted-value.ts';
import { valueOfText } from './value-of-text.ts';
import type { VariableValue } from './variable-definition.ts';
import type { VariableScope } from './variable-scope.ts';

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
  /**
   * JSON Schema of the value, for fields that get a text where they want a boolean or a number, and for texts whose
   * variables are handed over beside them (`x-binds`).
   */
  readonly schema?: unknown;
}

/**
 * A copy of a configuration with every `[name]`, `[name{default}]` and `{"env": "NAME"}` replaced, at any depth.
 *
 * Values are put in as they are: no escaping, and a value that looks like a variable stays text. A field that is
 * nothing but one variable takes the variable's type, or the one that the schema wants if that is a text; in mixed text
 * it becomes text. Only for configuration: record data never passes through here.
 *
 * In a text whose schema has `x-binds`, `[name]` stays where it is and its value goes into the option of that name, unless
 * the author has put one there; `[raw:name]` is replaced there too.
 *
 * @throws ConnectorError `variable-unset`, with `details.variable` and `details.path`
 */
export function substituteVariables(value: unknown, options: SubstitutionOptions): unknown {
  return isFields(value) ? withBinds(value, options) : substituteAt(value, [], options);
}

/** Handing values over is for the options of an activity themselves, not for what lies deeper. */
function withBinds(fields: Fields, options: SubstitutionOptions): unknown {
  const plain: Record<string, unknown> = {};
  const texts: Record<string, string> = {};
  const binds: Record<string, Record<string, VariableValue>> = {};
  for (const [key, text] of Object.entries(fields)) {
    const option = bindsOptionOf(options.schema, key);
    if (option === undefined || typeof text !== 'string') {
      plain[key] = text;
      continue;
    }
    texts[key] = replaceVariables(text, (token) =>
      token.isRaw ? String(lookUp(token, [key], options)) : token.text,
    );
    binds[option] = { ...binds[option], ...valuesFor(text, fields[option], [key], options) };
  }
  const rest = substituteAt(plain, [], options) as Fields;
  const all = Object.entries(binds).flatMap(([option, values]) => {
    const own = rest[option];
    const isBound = Object.keys(values).length > 0 || own !== undefined;
    return isBound ? [[option, isFields(own) || own === undefined ? { ...values, ...own } : own]] : [];
  });
  return { ...rest, ...texts, ...(Object.fromEntries(all) as Fields) };
}

/** A variable without a value whose default stands in the text is left to whoever reads the text. */
function valuesFor(
  text: string,
  own: unknown,
  path: readonly string[],
  options: SubstitutionOptions,
): Record<string, VariableValue> {
  const given = isFields(own) ? own : {};
  const values: Record<string, VariableValue> = {};
  for (const token of variablesIn(text)) {
    if (token.isRaw || Object.hasOwn(given, token.name)) continue;
    const value = options.scope.value(token.name);
    if (value !== undefined) values[token.name] = value;
    else if (token.fallback === undefined) values[token.name] = unset(token.name, path, options);
  }
  return values;
}

type Fields = Readonly<Record<string, unknown>>;

function isFields(value: unknown): value is Fields {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    !environmentReference.safeParse(value).success
  );
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
  const [only, ...more] = variablesIn(text);
  if (only === undefined) return text;
  if (more.length === 0 && only.text === text) {
    const found = lookUp(only, path, options);
    return typeof found === 'string' ? valueOfText(found, options.schema, path) : found;
  }
  return replaceVariables(text, (token) => String(lookUp(token, path, options)));
}

function openedText(value: EncryptedValue, path: readonly string[], options: SubstitutionOptions): unknown {
  const text = options.openSecret?.(value, path.join('.')) ?? '';
  return value.variables === true ? substituteText(text, path, options) : text;
}

function lookUp({ name, fallback }: VariableToken, path: readonly string[], options: SubstitutionOptions) {
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
