import type {
  CallOptions,
  ConnectionTestReport,
  ConnectionUsage,
  ObjectDescription,
  ObjectSearch,
  ObjectSummary,
} from '../contract/connection.ts';
import type { RunContext } from '../contract/run-context.ts';
import { recordSchema } from '../schema/row-schema.ts';
import type { SObjectDescribe } from '../schema/sobject-describe.ts';
import { ApiUsage } from './rest/api-usage.ts';
import { CallReserve } from './rest/call-reserve.ts';
import { parseLimitInfo } from './rest/limit-info.ts';
import {
  parseConnectionOptions,
  secretsOf,
  type ResolvedConnectionOptions,
} from './options/connection-options.ts';
import { withFieldsToFix } from './check/fields-to-fix.ts';
import { contradictDescription } from './describe/contradiction.ts';
import { DescribeCache } from './describe/describe-cache.ts';
import { ObjectList } from './describe/object-list.ts';
import { requireStateStore } from './login/kept-refresh-token.ts';
import { logIn } from './login/log-in.ts';
import type { OrgSession } from './session/org-session.ts';
import type { SalesforceConnection } from './salesforce-connection.ts';
import { SalesforceRestClient } from './rest/salesforce-rest-client.ts';
import { isLoopback } from './options/server-host.ts';
import { Session } from './session/session.ts';
import { notesOnSessionCache, sharedSession } from './session/shared-sessions.ts';
import { proxySecrets } from './transport/proxy/proxy-secrets.ts';
import { wasSent } from './session/was-sent.ts';
import { Transport } from './transport/transport.ts';

/**
 * Checks connection JSON (without `type`) and makes the connection, without touching the network: the first call that
 * needs a session logs in.
 *
 * @throws ConnectorError `invalid-configuration` or `insecure-host`
 */
export function openSalesforceConnection(config: unknown, context: RunContext): SalesforceConnection {
  const options = parseConnectionOptions(config);
  requireStateStore(options, context);
  return new OpenConnection(options, context);
}

class OpenConnection implements SalesforceConnection {
  readonly name: string;
  readonly notes: readonly string[];
  readonly apiVersion: string;
  readonly rest: SalesforceRestClient;
  readonly context: RunContext;
  readonly #options: ResolvedConnectionOptions;
  readonly #transport: Transport;
  readonly #session: Session;
  readonly #usage = new ApiUsage();
  readonly #reserve: CallReserve;
  readonly #describes: DescribeCache;
  readonly #objects: ObjectList;
  #refresh: Promise<OrgSession> | undefined;

  constructor(options: ResolvedConnectionOptions, context: RunContext) {
    const { name, apiVersion, clientName } = options;
    this.name = name;
    this.notes = [...options.notes, ...notesOnSessionCache(options, context)];
    this.apiVersion = apiVersion;
    this.context = context;
    this.#options = options;
    this.#reserve = new CallReserve(context.clock, options.apiCallReserve);
    this.#transport = new Transport({
      ...options,
      proxies: context.proxies,
      onAnswer: (headers) => {
        this.#usage.observe(parseLimitInfo(headers['sforce-limit-info']));
      },
    });
    this.#session = new Session({
      context,
      shared: sharedSession(options, context),
      login: (refused) => this.#logIn(refused),
      maxLoginsPerHour: options.maxLoginsPerHour,
      closing: this.#transport.closing,
      retryDeadlineMs: options.retryDeadlineMs,
    });
    this.rest = new SalesforceRestClient({
      context,
      transport: this.#transport,
      session: this.#session,
      usage: this.#usage,
      reserve: this.#reserve,
      apiVersion,
      clientName,
      acceptGzip: !isLoopback(new URL(options.loginUrl)),
      secrets: [...secretsOf(options), ...proxySecrets({ ...options, proxies: context.proxies })],
      onRefusal: (errorCodes) => {
        this.observeErrors(errorCodes);
      },
      retryDeadlineMs: options.retryDeadlineMs,
    });
    this.#describes = new DescribeCache(this.rest, context.clock);
    this.#objects = new ObjectList(this.rest, context.clock, apiVersion);
  }

  async test({ signal }: CallOptions = {}): Promise<ConnectionTestReport> {
    const { checkConnection } = await import('./check/check-connection.ts');
    return await checkConnection(
      {
        context: this.context,
        options: this.#options,
        session: this.#session,
        rest: this.rest,
        usage: this.#usage,
        notes: this.notes,
        listObjects: (listSignal) => {
          this.#objects.doubt();
          return this.#objects.find(listSignal === undefined ? {} : { signal: listSignal });
        },
      },
      signal,
    );
  }

  listObjects(search: ObjectSearch = {}): Promise<readonly ObjectSummary[]> {
    return this.#objects.find(search);
  }

  async describe(object: string, call: CallOptions = {}): Promise<ObjectDescription> {
    const described = await this.describeObject(object, call);
    return { name: described.name, label: described.label, row: recordSchema(described) };
  }

  describeObject(object: string, call: CallOptions = {}): Promise<SObjectDescribe> {
    return this.#describes.describe(object, call.signal);
  }

  observeErrors(errorCodes: readonly string[]): void {
    if (!contradictDescription(errorCodes)) return;
    this.#describes.doubt();
    this.#objects.doubt();
  }

  usage(): ConnectionUsage {
    const { apiCalls, logins } = this.#usage;
    return { apiCalls, logins, ...this.#transport.traffic };
  }

  async close(): Promise<void> {
    await this.#transport.close(this.#refresh && this.#endOf(this.#refresh));
  }

  /** Resolves with the work, or when it has been waited for long enough. */
  async #endOf(work: Promise<unknown>): Promise<void> {
    const ended = new AbortController();
    const end = (): void => {
      ended.abort();
    };
    work.then(end, end);
    await this.context.clock.sleep(closingGraceMs, ended.signal).catch(() => undefined);
  }

  #logIn(refused: OrgSession | undefined): Promise<OrgSession> {
    const login = this.#logInOnce(refused);
    // Cut off, its answer would be lost, and with it perhaps the next refresh token.
    if (this.#options.authentication.type === 'oauth-refresh-token') this.#refresh = login;
    return login;
  }

  async #logInOnce(refused: OrgSession | undefined): Promise<OrgSession> {
    const { context } = this;
    const admitted = await this.#reserve.admit(() => this.#transport.closing);
    // A token from elsewhere is no login of this connection.
    const isLogin = this.#options.authentication.type !== 'bearer';
    try {
      const session = await logIn({ transport: this.#transport, options: this.#options, context, refused });
      if (!isLogin) admitted.endUnsent();
      else {
        this.#usage.countLogin();
        admitted.end(undefined);
      }
      return session;
    } catch (error) {
      if (!isLogin || !wasSent(error)) admitted.endUnsent();
      else {
        this.#usage.countLogin();
        admitted.end(undefined);
      }
      throw withFieldsToFix(error, this.#options);
    }
  }
}

/** For how long closing waits for a refresh under way. */
const closingGraceMs = 10_000;
