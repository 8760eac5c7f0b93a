import type { IncomingHttpHeaders } from 'node:http';
import type { Session } from '../auth/sessions.ts';
import type { Actor } from '../records/org-database.ts';
import { ApiError, notEmulated } from '../server/api-error.ts';
import { parseApiVersion, type ApiVersion } from '../server/api-version.ts';
import type { OrgRequest } from '../server/org-request.ts';
import type { OrgResponse } from '../server/org-response.ts';
import { readJson } from '../server/read-body.ts';
import { param, type PathParams, type Route, type RouteKey } from '../server/route-table.ts';

/** A REST call with everything read: its operation can run inside one database transaction. */
export interface ApiCall {
  readonly method: string;
  readonly url: URL;
  readonly headers: IncomingHttpHeaders;
  readonly params: PathParams;
  readonly version: ApiVersion;
  readonly session: Session;
  /** The JSON body; `undefined` without one. */
  readonly json: unknown;
}

/** One REST operation. The pattern starts behind the version: `/sobjects/:object`. */
export interface ApiOperation extends RouteKey {
  /** Synchronous, so that composite can run several as one transaction. */
  readonly run: (call: ApiCall) => OrgResponse;
}

/** The operation as a route of the server, under every version. */
export function routeOf(operation: ApiOperation): Route {
  return {
    method: operation.method,
    pattern: `/services/data/:version${operation.pattern}`,
    handle: async (request, params) => operation.run(await readCall(request, params)),
  };
}

/** Reads version, session and JSON body of a request. @throws ApiError 501 for a client that wants XML. */
export async function readCall(request: OrgRequest, params: PathParams): Promise<ApiCall> {
  const { method, url, headers } = request;
  if (wantsXml(headers.accept)) throw notEmulated('XML answers');
  const version = parseApiVersion(param(params, 'version'));
  const session = sessionOf(request);
  return { method, url, headers, params, version, session, json: await readJson(request) };
}

/** The session that the middleware found. */
export function sessionOf({ session }: OrgRequest): Session {
  if (session === undefined) throw new ApiError(401, 'INVALID_SESSION_ID', 'Session expired or invalid');
  return session;
}

/** Who makes the call. */
export function actorOf({ session }: Pick<ApiCall, 'session'>): Actor {
  return { userId: session.userId };
}

/** A real org answers in XML then. */
function wantsXml(accept = ''): boolean {
  return /\b(?:application|text)\/xml\b/i.test(accept) && !/\bapplication\/json\b|\*\/\*/i.test(accept);
}
