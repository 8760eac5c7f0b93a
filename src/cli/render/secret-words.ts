import type { ConnectionView } from '../../host/index.ts';

/** How a secret field is filled in, in words: nothing in them is secret. */
export interface SecretWords {
  readonly path: string;
  readonly words: string;
}

/** The secret fields that a connection has, and those that its way of logging in would use and are not there. */
export function secretWords(
  { fields, secrets }: ConnectionView,
  secretPaths: readonly string[],
): readonly SecretWords[] {
  const states = new Map(secrets.map((secret) => [secret.path, secret]));
  return secretPaths.flatMap((path) => {
    const state = states.get(path);
    if (state === undefined) return isUsed(path, fields) ? [{ path, words: 'not set' }] : [];
    const { kept, entered } = state;
    const words = {
      reference: referenceWords(valueAt(fields, path)),
      encrypted: 'encrypted',
      'clear-text': 'clear text (!)',
      empty: 'empty',
    }[kept];
    return [{ path, words: entered ? `${words}, entered in this draft` : words }];
  });
}

/** Ways of logging in that send username, password and security token. */
const byPassword: ReadonlySet<unknown> = new Set([undefined, 'soap-login', 'oauth-username-password']);

function isUsed(path: string, fields: Readonly<Record<string, unknown>>): boolean {
  const isOfPassword = path === 'password' || path === 'securityToken';
  return isOfPassword && byPassword.has(valueAt(fields, 'authentication.type'));
}

function referenceWords(value: unknown): string {
  if (typeof value === 'string') return `variable ${value}`;
  const isReference = typeof value === 'object' && value !== null && 'env' in value;
  return isReference ? `from environment ${String(value.env)}` : 'set';
}

function valueAt(fields: Readonly<Record<string, unknown>>, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>(
      (value, key) =>
        typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined,
      fields,
    );
}
