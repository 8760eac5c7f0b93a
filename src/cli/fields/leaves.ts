/**
 * The values of a connection's fields by path, groups taken apart: `authentication.clientId`. Lists, references to the
 * environment and encrypted secrets are one value. `name` and `type` of the connection itself are no fields.
 */
export function leavesOf(fields: Readonly<Record<string, unknown>>): ReadonlyMap<string, unknown> {
  const leaves = new Map<string, unknown>();
  for (const [key, value] of Object.entries(fields)) {
    if (key !== 'name' && key !== 'type' && key !== 'savedFor') collect(value, key, leaves);
  }
  return leaves;
}

function collect(value: unknown, path: string, leaves: Map<string, unknown>): void {
  if (
    typeof value !== 'object' ||
    value === null ||
    Array.isArray(value) ||
    'env' in value ||
    'encrypted' in value
  ) {
    leaves.set(path, value);
    return;
  }
  for (const [key, child] of Object.entries(value)) collect(child, `${path}.${key}`, leaves);
}
