import type { InputFields, InputValue, ParentReference } from '../records/org-database.ts';
import { ApiError } from '../server/api-error.ts';
import { tokenOf } from './json-token.ts';

/** A record as it arrives in JSON. */
export interface JsonInput {
  /** `attributes.type`, where given. */
  readonly type: string | undefined;
  readonly fields: InputFields;
}

/**
 * Reads a JSON record: scalars, and parents given by one external id (`"Contact": {"Email": "x"}`).
 * @throws ApiError 400 `JSON_PARSER_ERROR` for anything else.
 */
export function parseJsonInput(value: unknown): JsonInput {
  if (value === undefined) {
    const message = 'The HTTP entity body is required, but this request has no entity body.';
    throw new ApiError(400, 'JSON_PARSER_ERROR', message);
  }
  if (!isJsonObject(value)) {
    throw new ApiError(
      400,
      'JSON_PARSER_ERROR',
      `Can not deserialize SObject out of ${tokenOf(value)} token`,
    );
  }
  // Copied as a whole: building the record by assignment would lose `__proto__`, a field that does not exist.
  const { attributes, ...fields }: Record<string, unknown> = value;
  for (const name in fields) {
    const raw = fields[name];
    const read = inputValue(name, raw);
    if (read !== raw) fields[name] = read;
  }
  return { type: typeOf(attributes), fields: fields as InputFields };
}

/** The value of a field that is named in any case. */
export function fieldOf(fields: InputFields, name: string): InputValue | undefined {
  const key = keyOf(fields, name);
  return key === undefined ? undefined : fields[key];
}

/** The record without a field that is named in any case. */
export function withoutField(fields: InputFields, name: string): InputFields {
  let rest = fields;
  for (let key = keyOf(rest, name); key !== undefined; key = keyOf(rest, name)) {
    const { [key]: _dropped, ...others } = rest;
    rest = others;
  }
  return rest;
}

function keyOf(fields: InputFields, name: string): string | undefined {
  const wanted = name.toLowerCase();
  for (const key in fields) {
    if (key.length === wanted.length && key.toLowerCase() === wanted) return key;
  }
  return undefined;
}

/** Whether a JSON value is an object. Unlike a schema of records it keeps members of any name, `__proto__` too. */
export function isJsonObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function typeOf(attributes: unknown): string | undefined {
  const type = isJsonObject(attributes) ? attributes['type'] : undefined;
  return typeof type === 'string' ? type : undefined;
}

function inputValue(name: string, raw: unknown): InputValue {
  // `1e999` is JSON, but no number of any field.
  if (raw === Infinity || raw === -Infinity) {
    throw new ApiError(400, 'JSON_PARSER_ERROR', `Cannot deserialize ${name}: numeric value out of range`);
  }
  return isScalar(raw) ? raw : parentReference(name, raw);
}

function parentReference(name: string, raw: unknown): ParentReference {
  const record = isJsonObject(raw) ? raw : {};
  const entries = Object.entries(record).filter(([key]) => key !== 'attributes');
  const [entry] = entries;
  const value = entry?.[1];
  if (entries.length !== 1 || entry === undefined || !isScalar(value) || value === null) {
    throw new ApiError(
      400,
      'JSON_PARSER_ERROR',
      `Cannot deserialize ${name}: a nested record names its parent by exactly one external id`,
    );
  }
  const objectType = typeOf(record['attributes']);
  const reference = { externalIdField: entry[0], value: String(value) };
  return objectType === undefined ? reference : { ...reference, objectType };
}

function isScalar(value: unknown): value is string | number | boolean | null {
  return (
    value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
  );
}
