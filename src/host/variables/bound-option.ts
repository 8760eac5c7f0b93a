/**
 * The option that takes the values of the variables in a text, where the schema of the text names one (`x-binds`): text of
 * a language of its own, such as a query, in which a value must not turn into anything but a value.
 *
 * @param schema JSON Schema of the object that holds the text
 */
export function bindsOptionOf(schema: unknown, key: string): string | undefined {
  const option = member(member(member(schema, 'properties'), key), 'x-binds');
  return typeof option === 'string' ? option : undefined;
}

function member(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, key)
    ? (value as Readonly<Record<string, unknown>>)[key]
    : undefined;
}
