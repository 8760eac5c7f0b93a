/** The fields that a failure wants corrected, from `details.fields` of its error; `undefined` when it names none. */
export function renderFields(details: Readonly<Record<string, unknown>>): string | undefined {
  const { fields } = details;
  if (!Array.isArray(fields) || fields.length === 0) return undefined;
  if (fields.length === 1) return `Field to correct: ${String(fields[0])}`;
  return `Fields to correct, most likely first: ${fields.join(', ')}`;
}
