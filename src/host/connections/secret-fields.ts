import type { JsonSchema } from '../../contract/schema.ts';

/** A field that its schema marks as secret (`writeOnly`), with what a configuration holds there. */
export interface SecretField {
  /** Such as `password` or `authentication.clientSecret`. */
  readonly path: string;
  readonly value: unknown;
}

/** The secret fields that a configuration fills in, at any depth and in every alternative of the schema. */
export function secretFields(schema: unknown, config: unknown, path: readonly string[] = []): SecretField[] {
  if (!isRecord(schema) || config === undefined) return [];
  if (schema['writeOnly'] === true) return [{ path: path.join('.'), value: config }];
  const alternatives = ['anyOf', 'oneOf', 'allOf'].flatMap((key) => {
    const list = schema[key];
    return Array.isArray(list) ? list.flatMap((part: unknown) => secretFields(part, config, path)) : [];
  });
  const { properties } = schema;
  if (!isRecord(properties) || !isRecord(config)) return alternatives;
  const nested = Object.entries(properties).flatMap(([key, part]) =>
    secretFields(part, config[key], [...path, key]),
  );
  return uniqueByPath([...alternatives, ...nested]);
}

function uniqueByPath(fields: readonly SecretField[]): SecretField[] {
  return [...new Map(fields.map((field) => [field.path, field])).values()];
}

function isRecord(value: unknown): value is JsonSchema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
