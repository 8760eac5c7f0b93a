import type { ConnectorManifest } from '../../contract/connector.ts';
import { isFields, valueAt, type Fields } from './field-path.ts';

/** Paths of all fields that decide where the secrets of a connection go, and how. */
export function guardedFields({ identityFields, routeFields }: ConnectorManifest): readonly string[] {
  return [...identityFields, ...routeFields];
}

/**
 * The guarded fields of a connection as they are written, by path. What is left out counts as its default, so that
 * writing a default down is no change.
 */
export function typedIdentity(manifest: ConnectorManifest, fields: Fields): Fields {
  return Object.fromEntries(
    guardedFields(manifest).map((path) => [
      path,
      valueAt(fields, path) ?? defaultAt(manifest.connection, fields, path.split('.')) ?? null,
    ]),
  );
}

function defaultAt(schema: unknown, fields: unknown, [key, ...rest]: readonly string[]): unknown {
  if (key === undefined || !isFields(schema)) return undefined;
  const { properties } = schema;
  const part = isFields(properties) ? properties[key] : undefined;
  if (!isFields(part)) return undefined;
  const value = isFields(fields) ? fields[key] : undefined;
  if (value !== undefined) return defaultAt(part, value, rest);
  const fallback = part['default'];
  if (rest.length === 0) return fallback;
  return isFields(fallback) ? valueAt(fallback, rest.join('.')) : undefined;
}
