import type { JsonSchema } from '../src/contract/schema.ts';

const statedDefault = / Default:? [^.]*(?:\.\w[^.]*)*\.$/;

/** One row of an option table: a leaf of a JSON Schema of options. */
interface OptionRow {
  /** Path of the key, with dots: `options.waitSeconds`. */
  readonly key: string;
  readonly values: string;
  /** The default as JSON; `required` where there has to be a value. */
  readonly fallback: string;
  readonly meaning: string;
}

/**
 * The keys of an options object as a Markdown table; nested objects are flattened into dotted keys, and so is the
 * object among the alternatives of a key.
 *
 * @param prefix stands before every key, such as `authentication.`
 */
export function schemaTable(schema: JsonSchema, prefix = ''): string[] {
  const rows = rowsOf(schema, prefix).map(
    ({ key, values, fallback, meaning }) =>
      `| ${[`\`${key}\``, values, fallback, meaning].map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`,
  );
  return ['| key | value | default | meaning |', '|---|---|---|---|', ...rows, ''];
}

function rowsOf(schema: JsonSchema, prefix: string): OptionRow[] {
  const required = new Set(schema['required'] as readonly string[] | undefined);
  return Object.entries(schema['properties'] as Readonly<Record<string, JsonSchema>>).flatMap(
    ([name, property]) => {
      const key = prefix + name;
      if (property['const'] !== undefined) return [];
      if (property['properties'] !== undefined) return rowsOf(property, `${key}.`);
      const row = {
        key,
        values: valuesOf(property),
        fallback: required.has(name) ? 'required' : defaultOf(property),
        meaning: meaningOf(property),
      };
      return [row, ...objectsAmong(property).flatMap((object) => rowsOf(object, `${key}.`))];
    },
  );
}

/** The objects among the alternatives of a key. */
function objectsAmong(property: JsonSchema): readonly JsonSchema[] {
  const alternatives = (property['anyOf'] ?? []) as readonly JsonSchema[];
  return alternatives.filter(({ properties }) => properties !== undefined);
}

function valuesOf(property: JsonSchema): string {
  const alternatives = property['oneOf'] as readonly JsonSchema[] | undefined;
  if (alternatives !== undefined) return alternatives.map(constantsOf).join(', ');
  const names = property['enum'] as readonly string[] | undefined;
  if (names !== undefined) return names.map((name) => `\`${name}\``).join(', ');
  const either = property['anyOf'] as readonly JsonSchema[] | undefined;
  if (either !== undefined) return either.map(valuesOf).join(', ');
  const reference = property['$ref'] as string | undefined;
  if (reference !== undefined) return reference.slice(reference.lastIndexOf('/') + 1).toLowerCase();
  const items = property['items'] as JsonSchema | undefined;
  if (items !== undefined) return `list of ${valuesOf(items)}`;
  const range = rangeOf(property);
  const type = String(property['type']) === 'string' ? 'text' : String(property['type']);
  return range === '' ? type : `${type} ${range}`;
}

function rangeOf(property: JsonSchema): string {
  const { minimum, exclusiveMinimum, maximum } = property as Readonly<Record<string, number | undefined>>;
  const from =
    minimum !== undefined
      ? `from ${minimum}`
      : exclusiveMinimum !== undefined
        ? `above ${exclusiveMinimum}`
        : '';
  // The largest safe integer is how a schema says that there is no bound.
  const to = maximum === undefined || maximum === Number.MAX_SAFE_INTEGER ? '' : `to ${maximum}`;
  return [from, to].filter((part) => part !== '').join(' ');
}

/** `{"type": "soap-login"}`: an alternative by what tells it from the others. */
function constantsOf(alternative: JsonSchema): string {
  const properties = Object.entries(alternative['properties'] as Readonly<Record<string, JsonSchema>>);
  const constants = properties.filter(([, { const: value }]) => value !== undefined);
  return `\`${spaced(Object.fromEntries(constants.map(([name, { const: value }]) => [name, value])))}\``;
}

function defaultOf(property: JsonSchema): string {
  const { default: value } = property;
  if (value === undefined) return 'none';
  return value === '' ? 'empty' : `\`${typeof value === 'string' ? value : spaced(value)}\``;
}

function spaced(value: unknown): string {
  return JSON.stringify(value).replaceAll('":', '": ');
}

/** The description, with a mark on secrets. A default that has a column of its own is not said twice. */
function meaningOf(property: JsonSchema): string {
  const description = String(property['description']);
  const secret = property['writeOnly'] === true ? ' Secret: never printed or logged.' : '';
  const text = property['default'] === undefined ? description : description.replace(statedDefault, '');
  return text + secret;
}
