import { ConnectorError, invalidConfiguration } from '../../errors/connector-error.ts';
import { isStandardHost, readServerHost } from './server-host.ts';
import { stepsToOAuth, type MigrationVariable, type OAuthMigrationType } from './oauth-setup-steps.ts';

type Fields = Readonly<Record<string, unknown>>;

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
  readonly connection: Fields;
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
 *   orgs, or when the My Domain host is none; `unsupported-operation` when the connection logs in this way already
 */
export function migrateToOAuth(connection: Fields, options: OAuthMigrationOptions): OAuthMigration {
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
  before: Fields,
): readonly [Fields, readonly MigrationVariable[]] {
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

function hostFields(connection: Fields, { type, myDomainHost }: OAuthMigrationOptions): Fields {
  if (myDomainHost !== undefined) return { serverHost: requireMyDomain(myDomainHost) };
  const { serverHost } = connection;
  if (typeof serverHost === 'string' && !/\b(?:login|test)\.salesforce\.com/iu.test(serverHost)) {
    // What a variable stands for may be a standard host, which follows the sandbox switch.
    const isKnown = !/[[\]]/u.test(serverHost);
    return pick(connection, isKnown ? ['serverHost'] : ['serverHost', 'sandbox']);
  }
  if (type === 'oauth-jwt-bearer') return pick(connection, ['serverHost', 'sandbox']);
  throw hostProblem(
    `must be the My Domain host of the org (https://NAME.my.salesforce.com); ${type} does not work with the host that serves all orgs`,
  );
}

/** The host with its scheme. A text with variables is taken as it is. */
function requireMyDomain(host: string): string {
  const address = /^[a-z][a-z0-9+.-]*:\/\//iu.test(host.trim()) ? host.trim() : `https://${host.trim()}`;
  if (/[[\]]/u.test(host)) return address;
  const reading = readServerHost({ serverHost: address, sandbox: false, allowInsecureHttp: true });
  if ('problem' in reading) throw hostProblem(reading.problem);
  if (isStandardHost(reading.url)) {
    throw hostProblem(
      `must be the My Domain host of the org (https://NAME.my.salesforce.com), which ${host.trim()} is not`,
    );
  }
  return reading.url.href.replace(/\/$/u, '');
}

function hostProblem(message: string): ConnectorError {
  return invalidConfiguration('The connection', [{ path: 'serverHost', message }]);
}

/** The text as a variable may be called: other characters than `A-Z a-z 0-9 _ .` become `_`. */
function variablePrefix(name: string): string {
  const letters = name.replaceAll(/[^A-Za-z0-9_.]+/gu, '_').replaceAll(/^_+|_+$/gu, '');
  return letters === '' ? 'connection' : letters;
}

function recordOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? (value as Fields) : {};
}

function pick(fields: Fields, keys: readonly string[]): Fields {
  return Object.fromEntries(
    keys.filter((key) => Object.hasOwn(fields, key)).map((key) => [key, fields[key]]),
  );
}
