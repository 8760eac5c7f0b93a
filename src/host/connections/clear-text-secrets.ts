import { usesVariable } from '../variables/variable-token.ts';
import { secretFields } from './secret-fields.ts';

const loopbackHosts = /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/;

/** What {@link clearTextSecrets} looks at. */
export interface ConfiguredConnection {
  /** The connector's schema of the connection. */
  readonly schema: unknown;
  /** As written in the file. */
  readonly written: Readonly<Record<string, unknown>>;
  /** After replacing variables. */
  readonly resolved: Readonly<Record<string, unknown>>;
}

/**
 * Paths of secret fields that stand in a file as they are, instead of as a variable or an environment reference.
 * None for a connection whose addresses are all on this machine: its secrets are nobody's.
 */
export function clearTextSecrets({ schema, written, resolved }: ConfiguredConnection): readonly string[] {
  const addresses = Object.values(resolved).filter(isAddress);
  if (addresses.length > 0 && addresses.every((address) => loopbackHosts.test(new URL(address).hostname)))
    return [];
  return secretFields(schema, written)
    .filter(({ value }) => typeof value === 'string' && value !== '' && !usesVariable(value))
    .map(({ path }) => path);
}

function isAddress(value: unknown): value is string {
  return typeof value === 'string' && /^https?:\/\//i.test(value) && URL.canParse(value);
}
