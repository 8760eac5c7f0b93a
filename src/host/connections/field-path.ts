/** Fields of a configuration, by key. */
export type Fields = Readonly<Record<string, unknown>>;

/** Whether it is an object with fields, and neither an array nor null. */
export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What stands at a path such as `authentication.type`; `undefined` where there is nothing. */
export function valueAt(fields: Fields, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>(
      (value, key) => (isFields(value) && Object.hasOwn(value, key) ? value[key] : undefined),
      fields,
    );
}

/** A copy with another value at a path, or without the field for `undefined`. The order of keys stays. */
export function withValueAt(fields: Fields, path: string, value: unknown): Fields {
  const [key = '', ...rest] = path.split('.');
  const old = Object.hasOwn(fields, key) ? fields[key] : undefined;
  const next = rest.length === 0 ? value : withValueAt(isFields(old) ? old : {}, rest.join('.'), value);
  const isEmptied = next === undefined || (value === undefined && old === undefined);
  if (isEmptied) return Object.fromEntries(Object.entries(fields).filter(([other]) => other !== key));
  return { ...fields, [key]: next };
}
