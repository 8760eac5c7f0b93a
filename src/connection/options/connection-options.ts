import { z } from 'zod';
import type { JsonSchema } from '../../contract/schema.ts';
import { problemsOfIssues } from '../../errors/configuration-problems.ts';
import { ConnectorError, invalidConfiguration } from '../../errors/connector-error.ts';
import type { Authentication } from './authentication-schema.ts';
import { connectionSchema } from './connection-schema.ts';
import { fieldUse, notesOnFields, problemsBetweenFields } from './field-rules.ts';
import type { ProxyOptions, TlsOptions } from './network-schema.ts';
import { readServerHost } from './server-host.ts';

/** The connection JSON as a user writes it, without `type`. */
export type ConnectionOptions = z.input<typeof connectionSchema>;

/** A connection's configuration, complete and frozen. Holds secrets: never log it. */
export interface ResolvedConnectionOptions {
  readonly name: string;
  /** Where to log in, sandbox switch applied; ends without a slash. */
  readonly loginUrl: string;
  /** Empty where the way of logging in needs none; so are password and token. */
  readonly username: string;
  readonly password: string;
  readonly securityToken: string;
  readonly authentication: Authentication;
  /** Version of every call but the SOAP login, e.g. `67.0`. */
  readonly apiVersion: string;
  readonly clientName: string;
  /** Name, TCP and TLS together. */
  readonly connectTimeoutMs: number;
  /** Until the start of an answer. */
  readonly answerTimeoutMs: number;
  /** Without a byte in the middle of a body. */
  readonly idleTimeoutMs: number;
  /** After the first attempt, until which a call may be begun again. */
  readonly retryDeadlineMs: number;
  readonly proxy: ProxyOptions;
  readonly tls: TlsOptions;
  readonly allowInsecureHttp: boolean;
  readonly maxConcurrentRequests: number;
  readonly apiCallReserve: number;
  readonly maxLoginsPerHour: number;
  readonly sessionCache: boolean;
  /** Sentences about fields that do not do what they may look like. */
  readonly notes: readonly string[];
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
  const host = readServerHost(hostFields(config));
  const hostIsRead = !problems.some(({ path }) => hostPaths.has(path));
  if ('problem' in host && hostIsRead) {
    if (host.insecure && problems.length === 0) {
      throw new ConnectorError('insecure-host', `serverHost ${host.problem}.`, {
        details: { path: 'serverHost' },
      });
    }
    problems.push({ path: 'serverHost', message: host.problem });
  }
  if (parsed.success && !('problem' in host)) problems.push(...problemsBetweenFields(parsed.data, host.url));
  if (!parsed.success || 'problem' in host || problems.length > 0) {
    throw invalidConfiguration('The connection', problems);
  }
  return resolve(parsed.data, host.url);
}

/** {@link ConnectionOptions} as JSON Schema 2020-12, for forms and docs. Defaults are in it; secrets are marked. */
export function connectionConfigSchema(): JsonSchema {
  return z.toJSONSchema(connectionSchema, { target: 'draft-2020-12', io: 'input' });
}

/** The strings of a connection that must not show up in any error or log. */
export function secretsOf(options: ResolvedConnectionOptions): string[] {
  const { password, securityToken, authentication, proxy, tls } = options;
  const ofAuthentication = Object.entries(authentication)
    .filter(([name]) => fieldUse[authentication.type].secrets.includes(name))
    .map(([, value]): string | undefined => value);
  const ofProxy = typeof proxy === 'object' ? [proxy.password] : [];
  return [
    password + securityToken,
    password,
    securityToken,
    ...ofAuthentication,
    ...ofProxy,
    tls.key,
    tls.passphrase,
  ].filter((secret): secret is string => secret !== undefined && secret !== '');
}

type ParsedOptions = z.output<typeof connectionSchema>;

function resolve(options: ParsedOptions, loginUrl: URL): ResolvedConnectionOptions {
  const { connectTimeoutSeconds, answerTimeoutSeconds, idleTimeoutSeconds, retryDeadlineSeconds } = options;
  const { name, securityToken, authentication, proxy, tls } = options;
  const { apiVersion, clientName, allowInsecureHttp, sessionCache } = options;
  const { maxConcurrentRequests, apiCallReserve, maxLoginsPerHour } = options;
  return Object.freeze({
    name,
    loginUrl: loginUrl.href.replace(/\/$/u, ''),
    username: options.username ?? '',
    password: options.password ?? '',
    securityToken,
    authentication: Object.freeze({ ...authentication }),
    apiVersion,
    clientName,
    connectTimeoutMs: connectTimeoutSeconds * 1000,
    answerTimeoutMs: answerTimeoutSeconds * 1000,
    idleTimeoutMs: idleTimeoutSeconds * 1000,
    retryDeadlineMs: retryDeadlineSeconds * 1000,
    proxy: typeof proxy === 'string' ? proxy : Object.freeze({ ...proxy }),
    tls: Object.freeze({ ...tls }),
    allowInsecureHttp,
    maxConcurrentRequests,
    apiCallReserve,
    maxLoginsPerHour,
    sessionCache,
    notes: Object.freeze(notesOnFields(options, loginUrl)),
  });
}

const hostPaths: ReadonlySet<string> = new Set(['serverHost', 'sandbox', 'allowInsecureHttp', '']);

/** The fields that name the host, also of a configuration with other mistakes. */
function hostFields(config: unknown): {
  readonly serverHost: string;
  readonly sandbox: boolean;
  readonly allowInsecureHttp: boolean;
} {
  const fields = connectionSchema
    .pick({ serverHost: true, sandbox: true, allowInsecureHttp: true })
    .loose()
    .safeParse(config);
  return fields.success ? fields.data : { serverHost: '', sandbox: false, allowInsecureHttp: false };
}
