/** The JSON types that a schema allows at a path, over all its alternatives; empty where it says nothing. */
export function kindsAt(schema: unknown, path: readonly string[]): ReadonlySet<string> {
  if (!isRecord(schema)) return new Set();
  const alternatives = ['anyOf', 'oneOf', 'allOf'].flatMap((key) => {
    const list = schema[key];
    return Array.isArray(list) ? list.flatMap((part: unknown) => [...kindsAt(part, path)]) : [];
  });
  return new Set([...alternatives, ...ownKinds(schema, path)]);
}

function ownKinds(schema: Readonly<Record<string, unknown>>, path: readonly string[]): Iterable<string> {
  const [key, ...rest] = path;
  if (key !== undefined) {
    const { properties, items, additionalProperties } = schema;
    const part = isRecord(properties) && Object.hasOwn(properties, key) ? properties[key] : undefined;
    return kindsAt(part ?? (/^\d+$/u.test(key) ? items : undefined) ?? additionalProperties, rest);
  }
  const { type, enum: choices } = schema;
  if (Array.isArray(type)) return type.map(String);
  if (typeof type === 'string') return [type];
  if (Array.isArray(choices)) return choices.map((choice) => typeof choice);
  return Object.hasOwn(schema, 'const') ? [typeof schema['const']] : [];
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
