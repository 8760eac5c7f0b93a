import type { StateStore } from '../../../src/contract/state-store.ts';
import {
  startScriptedServer,
  type ReceivedRequest,
  type ScriptedReply,
} from '../../support/scripted-server.ts';
import { json } from '../scripted-org.ts';
import { openTo, type OpenedConnection } from './oauth-org.ts';

/** Strings that must never show up outside of the requests and answers that they belong to. */
export const secret = {
  clientSecret: 'ClientSecretCanary & more',
  refreshToken: 'RefreshTokenCanary!1',
  accessToken: 'AccessTokenCanary',
} as const;

/** An org whose token endpoint answers as a test says, with a connection to it. All other calls work. */
export interface TokenServer extends OpenedConnection {
  readonly origin: string;
  /** Forms that the token endpoint got. */
  readonly forms: readonly URLSearchParams[];
  readonly logins: readonly ReceivedRequest[];
  readonly calls: readonly ReceivedRequest[];
}

/** What a test may change. */
export interface TokenServerOptions {
  readonly authentication?: Readonly<Record<string, unknown>>;
  readonly config?: Readonly<Record<string, unknown>>;
  readonly state?: StateStore;
  /** Answers the calls that are no logins. */
  readonly call?: () => ScriptedReply;
}

/** Starts a {@link TokenServer}; `answer` gets the number of the login, from 1. Logs in by client credentials by default. */
export async function startTokenServer(
  answer: (loginNumber: number, origin: string) => ScriptedReply | Promise<ScriptedReply>,
  options: TokenServerOptions = {},
): Promise<TokenServer> {
  let loginNumber = 0;
  const server = await startScriptedServer((request) => {
    if (!isLogin(request)) return options.call?.() ?? json(200, {});
    loginNumber += 1;
    return answer(loginNumber, server.origin);
  });
  const { authentication, call: _call, ...rest } = options;
  const byDefault = {
    type: 'oauth-client-credentials',
    clientId: 'app',
    clientSecret: secret.clientSecret,
  };
  const { connection, context } = openTo(server.origin, authentication ?? byDefault, rest);
  return {
    connection,
    context,
    origin: server.origin,
    get logins() {
      return server.requests.filter(isLogin);
    },
    get forms() {
      return server.requests.filter(isLogin).map(({ body }) => new URLSearchParams(body.toString()));
    },
    get calls() {
      return server.requests.filter((request) => !isLogin(request));
    },
    async [Symbol.asyncDispose]() {
      await connection.close();
      await server[Symbol.asyncDispose]();
    },
  };
}

/** What the token endpoint answers when all is well. */
export function tokenAnswer(origin: string, changes: Readonly<Record<string, unknown>> = {}): ScriptedReply {
  return json(200, {
    access_token: `00D000000000001!${secret.accessToken}`,
    signature: 'c2lnbmF0dXJl',
    scope: 'api',
    instance_url: origin,
    id: 'https://test.salesforce.com/id/00D000000000001EAA/005000000000001AAA',
    token_type: 'Bearer',
    issued_at: '1780272000000',
    ...changes,
  });
}

/** A refusal by the token endpoint. */
export function oauthRefusal(error: string, description: string, status = 400): ScriptedReply {
  return json(status, { error, error_description: description });
}

/** What a call fails with. */
export async function failureOf({ connection }: OpenedConnection): Promise<unknown> {
  const call = { method: 'GET', path: 'limits', callClass: 'idempotent' } as const;
  return await connection.rest.send(call).catch((error: unknown) => error);
}

function isLogin(request: ReceivedRequest): boolean {
  return request.url.endsWith('/services/oauth2/token');
}
