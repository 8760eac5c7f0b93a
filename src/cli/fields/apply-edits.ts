import type { FieldEdit } from './field-edits.ts';
import { keysOfType } from './field-schema.ts';

type Config = Readonly<Record<string, unknown>>;

/** What changes are applied with. */
export interface EditContext {
  /** The connector's schema of the connection. */
  readonly schema: unknown;
  /** What was entered, by path. */
  readonly entered: ReadonlyMap<string, string>;
}

/**
 * A copy of a configuration with the changes made. Setting the `type` of a group, such as `authentication.type`, first
 * drops the keys of the group that the new type does not have: they would only be refused. An entered empty text is
 * kept as one.
 */
export function applyEdits(config: Config, edits: readonly FieldEdit[], context: EditContext): Config {
  const first = (edit: FieldEdit): number => (edit.path.endsWith('.type') ? 0 : 1);
  return [...edits]
    .sort((a, b) => first(a) - first(b))
    .reduce((result, edit) => applyEdit(result, edit, context), config);
}

function applyEdit(config: Config, edit: FieldEdit, { schema, entered }: EditContext): Config {
  const keys = edit.path.split('.');
  if (edit.kind === 'remove') return without(config, keys);
  if (edit.kind === 'enter') return withValue(config, keys, entered.get(edit.path) ?? '');
  const [group = '', key] = keys;
  const allowed =
    key === 'type' && typeof edit.value === 'string' ? keysOfType(schema, group, edit.value) : undefined;
  const old = config[group];
  const trimmed =
    allowed === undefined || !isConfig(old)
      ? config
      : {
          ...config,
          [group]: Object.fromEntries(Object.entries(old).filter(([name]) => allowed.includes(name))),
        };
  return withValue(trimmed, keys, edit.value);
}

function withValue(config: Config, [key = '', ...rest]: readonly string[], value: unknown): Config {
  if (rest.length === 0) return { ...config, [key]: value };
  const inner = config[key];
  return { ...config, [key]: withValue(isConfig(inner) ? inner : {}, rest, value) };
}

function without(config: Config, [key = '', ...rest]: readonly string[]): Config {
  const { [key]: inner, ...others } = config;
  if (rest.length === 0 || !isConfig(inner)) return others;
  const left = without(inner, rest);
  return Object.keys(left).length === 0 ? others : { ...config, [key]: left };
}

function isConfig(value: unknown): value is Config {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
