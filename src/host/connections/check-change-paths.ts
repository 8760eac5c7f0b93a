import { invalidConfiguration } from '../../errors/connector-error.ts';
import type { ConnectionChanges } from './connection-changes.ts';
import { withValueAt } from './field-path.ts';
import { secretFields } from './secret-fields.ts';

const pathRule = /^[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*$/u;
const hostKeys = new Set(['type', 'name', 'savedFor']);

/**
 * Makes sure that changes stay within the connector's fields, and that `secrets` are secret.
 *
 * @throws ConnectorError `invalid-configuration`
 */
export function checkChangePaths(schema: unknown, { fields = {}, secrets = {} }: ConnectionChanges): void {
  const problems = [
    ...[...Object.keys(fields), ...Object.keys(secrets)]
      .filter((path) => !pathRule.test(path) || path.split('.').includes('__proto__'))
      .map((path) => ({ path, message: 'Is not the path of a field.' })),
    ...Object.keys(fields)
      .filter((path) => hostKeys.has(path))
      .map((path) => ({ path, message: 'Cannot be set like a field.' })),
    ...Object.entries(secrets)
      .filter(([path, text]) => !isSecret(schema, path, text))
      .map(([path]) => ({ path, message: 'Is no secret field of this connection type.' })),
  ];
  if (problems.length > 0) throw invalidConfiguration('The change', problems);
}

function isSecret(schema: unknown, path: string, text: string): boolean {
  return secretFields(schema, withValueAt({}, path, text)).some((field) => field.path === path);
}
