import { z } from 'zod';
import { problemsOfIssues } from '../../errors/configuration-problems.ts';
import type { JsonSchema } from '../../contract/schema.ts';
import { ConnectorError, invalidConfiguration } from '../../errors/connector-error.ts';
import { connectionSchema } from './connection-schema.ts';
import { readServerHost } from './server-host.ts';

/** The connection JSON as a user writes it, without `type`. */
export type ConnectionOptions = z.input<typeof connectionSchema>;

/** A connection's configuration, complete and frozen. Holds secrets: never log it. */
export interface ResolvedConnectionOptions {
  readonly name: string;
  /** Where to log in, sandbox switch applied; ends without a slash. */
  readonly loginUrl: string;
  readonly username: string;
  readonly password: string;
  /** Empty when there is none. */
  readonly securityToken: string;
  readonly authentication: { readonly type: 'soap-login' };
  /** Version of every call but the SOAP login, e.g. `67.0`. */
  readonly apiVersion: string;
  readonly connectTimeoutMs: number;
  readonly idleTimeoutMs: number;
  readonly maxConcurrentRequests: number;
  readonly clientName: string;
}

/**
 * Checks connection JSON (without `type`) and fills in the defaults. The argument is not changed.
 *
 * @throws ConnectorError `invalid-configuration` with every problem in `details.problems`; `insecure-host` when the
 *   only problem is a plain http address of another machine
 */
export function parseConnectionOptions(config: unknown): ResolvedConnectionOptions {
  const parsed = connectionSchema.safeParse(config, { reportInput: true });
  const problems = parsed.success ? [] : [...problemsOfIssues(parsed.error.issues)];
  const host = readServerHost(...hostFields(config));
  const hostIsRead = !problems.some(({ path }) => path === 'serverHost' || path === 'sandbox' || path === '');
  if ('problem' in host && hostIsRead) {
    if (host.insecure && problems.length === 0) {
      throw new ConnectorError('insecure-host', `serverHost ${host.problem}.`, {
        details: { path: 'serverHost' },
      });
    }
    problems.push({ path: 'serverHost', message: host.problem });
  }
  if (!parsed.success || 'problem' in host) throw invalidConfiguration('The connection', problems);
  return resolve(parsed.data, host.url);
}

/** {@link ConnectionOptions} as JSON Schema 2020-12, for forms and docs. Defaults are in it; secrets are marked. */
export function connectionConfigSchema(): JsonSchema {
  return z.toJSONSchema(connectionSchema, { target: 'draft-2020-12', io: 'input' });
}

/** The strings of a connection that must not show up in any error or log. */
export function secretsOf(options: Pick<ResolvedConnectionOptions, 'password' | 'securityToken'>): string[] {
  const { password, securityToken } = options;
  return [password + securityToken, password, securityToken];
}

type ParsedOptions = z.output<typeof connectionSchema>;

function resolve(options: ParsedOptions, loginUrl: URL): ResolvedConnectionOptions {
  const { name, username, password, securityToken, apiVersion, maxConcurrentRequests, clientName } = options;
  return Object.freeze({
    name,
    loginUrl: loginUrl.href.replace(/\/$/u, ''),
    username,
    password,
    securityToken,
    authentication: Object.freeze({ ...options.authentication }),
    apiVersion,
    connectTimeoutMs: options.connectTimeoutSeconds * 1000,
    idleTimeoutMs: options.idleTimeoutSeconds * 1000,
    maxConcurrentRequests,
    clientName,
  });
}

/** The two fields that name the host, also of a configuration with other mistakes. */
function hostFields(config: unknown): readonly [serverHost: string, sandbox: boolean] {
  const fields = connectionSchema.pick({ serverHost: true, sandbox: true }).loose().safeParse(config);
  return fields.success ? [fields.data.serverHost, fields.data.sandbox] : ['', false];
}
