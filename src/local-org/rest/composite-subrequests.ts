import { z } from 'zod';
import type { OrgDatabase } from '../records/org-database.ts';
import { errorResponse } from '../server/answer-errors.ts';
import { parseApiVersion } from '../server/api-version.ts';
import type { OrgResponse } from '../server/org-response.ts';
import { param, RouteTable } from '../server/route-table.ts';
import type { ApiCall, ApiOperation } from './api-call.ts';
import { resolveReferences, resolveText } from './composite-references.ts';
import { badReferenceId, isGoodReferenceId } from './reference-ids.ts';

/** A subrequest of Composite and of a graph. */
export const subrequestSchema = z.strictObject({
  method: z.enum(['GET', 'POST', 'PATCH', 'DELETE', 'PUT']),
  url: z.string().startsWith('/services/data/'),
  referenceId: z.string().min(1),
  body: z.unknown().optional(),
  httpHeaders: z.record(z.string(), z.string()).optional(),
});

/** A subrequest, checked. */
export type Subrequest = z.infer<typeof subrequestSchema>;

/** What became of a subrequest. */
export interface SubrequestAnswer {
  readonly body: unknown;
  readonly httpHeaders: Readonly<Record<string, string>>;
  readonly httpStatusCode: number;
  readonly referenceId: string;
}

/** One request inside another, its references resolved. */
export interface InnerRequest {
  readonly method: string;
  /** A path with its query, from `/services/data` on. */
  readonly path: string;
  readonly json: unknown;
  readonly headers: Readonly<Record<string, string>>;
}

/** Runs requests inside a request, on the operations of the REST API. */
export class Subrequests {
  readonly #database: OrgDatabase;
  readonly #table: RouteTable<ApiOperation>;

  constructor(database: OrgDatabase, operations: readonly ApiOperation[]) {
    this.#database = database;
    this.#table = new RouteTable(
      operations.map((operation) => ({
        ...operation,
        pattern: `/services/data/:version${operation.pattern}`,
      })),
    );
  }

  /**
   * Runs the subrequests in order, each with the answers of those before it. With `allOrNone` the first failure takes
   * everything back, and so does that of one record in Collections, which then save all of their records or none.
   */
  runAll(call: ApiCall, subrequests: readonly Subrequest[], allOrNone: boolean): SubrequestAnswer[] {
    const inOrder = (): SubrequestAnswer[] => {
      const bodies = new Map<string, unknown>();
      return subrequests.map((subrequest) => {
        const answer = this.#answer(call, allOrNone ? asOne(subrequest) : subrequest, bodies);
        if (answer.httpStatusCode < 300 && !(allOrNone && hasFailedRecord(answer.body)))
          bodies.set(subrequest.referenceId, answer.body);
        else if (allOrNone) throw new Halted(subrequest.referenceId, answer);
        return answer;
      });
    };
    if (!allOrNone) return inOrder();
    try {
      return this.#database.transaction(inOrder);
    } catch (error) {
      if (!(error instanceof Halted)) throw error;
      return subrequests.map(({ referenceId }) =>
        referenceId === error.referenceId ? error.answer : haltedAnswer(referenceId),
      );
    }
  }

  /** Runs one request; what it throws, or the reading of it, becomes its answer. */
  run(call: ApiCall, read: () => InnerRequest): OrgResponse {
    try {
      const { method, path, json, headers } = read();
      const url = new URL(path, call.url.origin);
      const { route, params } = this.#table.find(method, url.pathname);
      const version = parseApiVersion(param(params, 'version'));
      return route.run({ method, url, headers, params, version, session: call.session, json });
    } catch (error) {
      return errorResponse(error);
    }
  }

  #answer(call: ApiCall, subrequest: Subrequest, bodies: ReadonlyMap<string, unknown>): SubrequestAnswer {
    const { status, headers, body } = this.#resolved(call, subrequest, bodies);
    const value: unknown = body?.kind === 'text' ? JSON.parse(body.text) : null;
    const { referenceId } = subrequest;
    return { body: value, httpHeaders: headers ?? {}, httpStatusCode: status, referenceId };
  }

  #resolved(
    call: ApiCall,
    { method, url, referenceId, body, httpHeaders }: Subrequest,
    bodies: ReadonlyMap<string, unknown>,
  ): OrgResponse {
    return this.run(call, () => {
      if (!isGoodReferenceId(referenceId)) throw badReferenceId(referenceId);
      const answers = { bodies, version: call.version };
      const path = resolveText(url, answers);
      const json = resolveReferences(body, answers);
      return { method, path, json, headers: lowerCased(httpHeaders ?? {}) };
    });
  }
}

/** The answer of a subrequest that was taken back, or never tried, because another one failed. */
export function haltedAnswer(referenceId: string): SubrequestAnswer {
  const message = 'The transaction was rolled back since another operation in the same transaction failed.';
  const body = [{ errorCode: 'PROCESSING_HALTED', message }];
  return { body, httpHeaders: {}, httpStatusCode: 400, referenceId };
}

/** Leaves the transaction of an allOrNone call. */
class Halted extends Error {
  readonly referenceId: string;
  readonly answer: SubrequestAnswer;
  constructor(referenceId: string, answer: SubrequestAnswer) {
    super('halted');
    this.referenceId = referenceId;
    this.answer = answer;
  }
}

function lowerCased(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}

/** The allOrNone of the call overrides that of the Collections inside of it. */
function asOne(subrequest: Subrequest): Subrequest {
  const { method, url, body } = subrequest;
  if (method === 'GET' || !/\/composite\/sobjects(?:[/?]|$)/.test(url)) return subrequest;
  if (method === 'DELETE') {
    const own = url.replace(/&?allOrNone=[^&]*/i, '');
    return { ...subrequest, url: `${own}${own.includes('?') ? '&' : '?'}allOrNone=true` };
  }
  return typeof body === 'object' && body !== null
    ? { ...subrequest, body: { ...body, allOrNone: true } }
    : subrequest;
}

function hasFailedRecord(body: unknown): boolean {
  return (
    Array.isArray(body) &&
    body.some(
      (item: unknown) =>
        typeof item === 'object' && item !== null && 'success' in item && item.success === false,
    )
  );
}
