import { ConnectorError, invalidConfiguration } from '../../errors/connector-error.ts';
import { stepsToOAuth, type MigrationVariable, type OAuthMigrationType } from './oauth-setup-steps.ts';

/** Where to move a connection. */
export interface OAuthMigrationOptions {
  readonly type: OAuthMigrationType;
  /**
   * `NAME.my.salesforce.com`, with or without `https://`. Client credentials need it unless the connection has such a
   * host already; a JWT works without it.
   */
  readonly myDomainHost?: string | undefined;
}

/** A connection that was moved to OAuth. */
export interface OAuthMigration {
  /** The connection's JSON, ready to be written. */
  readonly connection: Readonly<Record<string, unknown>>;
  /** The variables that are new in it. */
  readonly variables: readonly MigrationVariable[];
  /** What is left to do by hand, in this order: sentences. */
  readonly steps: readonly string[];
}

const ownFields: ReadonlySet<string> = new Set([
  ...['type', 'name', 'serverHost', 'sandbox', 'username', 'password', 'securityToken', 'authentication'],
]);

/**
 * The OAuth variant of a connection. Password and security token are gone from it, for client credentials the username
 * too; client id and secret are variables such as `[my_org_client_id]`, unless the connection has some already.
 * Everything else stays as it was written.
 *
 * @param connection the connection's JSON as it stands in its file, variables and `{"env": …}` unresolved; not changed
 * @throws ConnectorError `invalid-configuration` when client credentials would be left with a host that serves all
 *   orgs; `unsupported-operation` when the connection logs in this way already
 */
export function migrateToOAuth(
  connection: Readonly<Record<string, unknown>>,
  options: OAuthMigrationOptions,
): OAuthMigration {
  const { type } = options;
  const before = recordOf(connection['authentication']);
  if (before['type'] === type) {
    throw new ConnectorError('unsupported-operation', `The connection uses ${type} already.`, {
      details: { type },
      nextSteps: ['Nothing is left to do: test it with `sfsc connection test`.'],
    });
  }
  const name = typeof connection['name'] === 'string' ? connection['name'] : 'connection';
  const [authentication, variables] = oauthFields(type, variablePrefix(name), before);
  return {
    connection: {
      ...pick(connection, ['type', 'name']),
      ...hostFields(connection, options),
      ...(type === 'oauth-jwt-bearer' ? pick(connection, ['username']) : {}),
      authentication,
      ...Object.fromEntries(Object.entries(connection).filter(([key]) => !ownFields.has(key))),
    },
    variables,
    steps: stepsToOAuth({ type, name, username: connection['username'], variables }),
  };
}

/** `authentication`, and the variables in it. */
function oauthFields(
  type: OAuthMigrationType,
  prefix: string,
  before: Readonly<Record<string, unknown>>,
): readonly [Readonly<Record<string, unknown>>, readonly MigrationVariable[]] {
  const variables: MigrationVariable[] = [];
  const variable = (suffix: string, secret: boolean, description: string): string => {
    variables.push({ name: `${prefix}_${suffix}`, secret, description });
    return `[${prefix}_${suffix}]`;
  };
  const clientId = before['clientId'] ?? variable('client_id', false, 'Consumer key of the app');
  const own =
    type === 'oauth-client-credentials'
      ? {
          clientSecret:
            before['clientSecret'] ?? variable('client_secret', true, 'Consumer secret of the app'),
        }
      : { privateKeyFile: variable('private_key_file', false, 'Path of the PEM file with the private key') };
  return [{ type, clientId, ...own }, variables];
}

function hostFields(
  connection: Readonly<Record<string, unknown>>,
  { type, myDomainHost }: OAuthMigrationOptions,
): Readonly<Record<string, unknown>> {
  if (myDomainHost !== undefined) return { serverHost: withScheme(myDomainHost) };
  const { serverHost } = connection;
  const isForAllOrgs =
    typeof serverHost !== 'string' || /\b(?:login|test)\.salesforce\.com/iu.test(serverHost);
  if (!isForAllOrgs) {
    // What a variable stands for may be a standard host, which follows the sandbox switch.
    return /[[\]]/u.test(serverHost)
      ? pick(connection, ['serverHost', 'sandbox'])
      : pick(connection, ['serverHost']);
  }
  if (type === 'oauth-jwt-bearer') return pick(connection, ['serverHost', 'sandbox']);
  const problem = {
    path: 'serverHost',
    message: `must be the My Domain host of the org (https://NAME.my.salesforce.com); ${type} does not work with the host that serves all orgs`,
  };
  throw invalidConfiguration('The connection', [problem]);
}

/** The text as a variable may be called: other characters than `A-Z a-z 0-9 _ .` become `_`. */
function variablePrefix(name: string): string {
  const letters = name.replaceAll(/[^A-Za-z0-9_.]+/gu, '_').replaceAll(/^_+|_+$/gu, '');
  return letters === '' ? 'connection' : letters;
}

function withScheme(host: string): string {
  const text = host.trim().replace(/\/+$/u, '');
  return /^[a-z][a-z0-9+.-]*:\/\//iu.test(text) ? text : `https://${text}`;
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}

function pick(
  fields: Readonly<Record<string, unknown>>,
  keys: readonly string[],
): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    keys.filter((key) => Object.hasOwn(fields, key)).map((key) => [key, fields[key]]),
  );
}
