import { z } from 'zod';
import type { OrgDatabase } from '../records/org-database.ts';
import { ApiError } from '../server/api-error.ts';
import { parseApiVersion } from '../server/api-version.ts';
import { errorResponse } from '../server/answer-errors.ts';
import { json, type OrgResponse } from '../server/org-response.ts';
import { param, RouteTable } from '../server/route-table.ts';
import type { ApiCall, ApiOperation } from './api-call.ts';
import { resolveReferences, resolveText } from './composite-references.ts';

const maxSubrequests = 25;
/** Queries and Collections among them. */
const maxHeavySubrequests = 5;

const subrequestSchema = z.strictObject({
  method: z.enum(['GET', 'POST', 'PATCH', 'DELETE', 'PUT']),
  url: z.string().startsWith('/services/data/'),
  referenceId: z.string().regex(/^[A-Za-z][A-Za-z0-9_]*$/),
  body: z.unknown().optional(),
  httpHeaders: z.record(z.string(), z.string()).optional(),
});

const bodySchema = z.strictObject({
  allOrNone: z.boolean().default(false),
  collateSubrequests: z.boolean().default(true),
  compositeRequest: z.array(subrequestSchema).min(1),
});

type Subrequest = z.infer<typeof subrequestSchema>;

interface Answer {
  readonly body: unknown;
  readonly httpHeaders: Readonly<Record<string, string>>;
  readonly httpStatusCode: number;
  readonly referenceId: string;
}

/** `POST /composite`: up to 25 subrequests in order, with references among them; counts as one call. */
export function compositeOperations(
  database: OrgDatabase,
  operations: readonly ApiOperation[],
): ApiOperation[] {
  const table = new RouteTable(
    operations.map((operation) => ({ ...operation, pattern: `/services/data/:version${operation.pattern}` })),
  );
  const run = (call: ApiCall) => json(200, { compositeResponse: runAll(database, table, call) });
  return [{ method: 'POST', pattern: '/composite', run }];
}

function runAll(database: OrgDatabase, table: RouteTable<ApiOperation>, call: ApiCall): Answer[] {
  const { compositeRequest, allOrNone } = readBody(call.json);
  const inOrder = (): Answer[] => {
    const bodies = new Map<string, unknown>();
    return compositeRequest.map((subrequest) => {
      const answer = runOne(table, call, subrequest, bodies);
      if (answer.httpStatusCode < 300) bodies.set(subrequest.referenceId, answer.body);
      else if (allOrNone) throw new Halted(subrequest.referenceId, answer);
      return answer;
    });
  };
  if (!allOrNone) return inOrder();
  try {
    return database.transaction(inOrder);
  } catch (error) {
    if (!(error instanceof Halted)) throw error;
    return compositeRequest.map(({ referenceId }) =>
      referenceId === error.referenceId ? error.answer : haltedAnswer(referenceId),
    );
  }
}

function runOne(
  table: RouteTable<ApiOperation>,
  call: ApiCall,
  subrequest: Subrequest,
  bodies: ReadonlyMap<string, unknown>,
): Answer {
  const { status, headers, body } = answerOf(table, call, subrequest, bodies);
  const value: unknown = body?.kind === 'text' ? JSON.parse(body.text) : null;
  const { referenceId } = subrequest;
  return { body: value, httpHeaders: headers ?? {}, httpStatusCode: status, referenceId };
}

function answerOf(
  table: RouteTable<ApiOperation>,
  call: ApiCall,
  { method, url, body, httpHeaders }: Subrequest,
  bodies: ReadonlyMap<string, unknown>,
): OrgResponse {
  try {
    const target = new URL(resolveText(url, bodies), call.url.origin);
    const { route, params } = table.find(method, target.pathname);
    return route.run({
      method,
      url: target,
      headers: lowerCased(httpHeaders ?? {}),
      params,
      version: parseApiVersion(param(params, 'version')),
      session: call.session,
      json: resolveReferences(body, bodies),
    });
  } catch (error) {
    return errorResponse(error);
  }
}

/** @throws ApiError 400 for what refuses the call as a whole. */
function readBody(value: unknown): z.infer<typeof bodySchema> {
  const parsed = bodySchema.safeParse(value);
  if (!parsed.success) throw new ApiError(400, 'JSON_PARSER_ERROR', z.prettifyError(parsed.error));
  const { compositeRequest } = parsed.data;
  const heavy = compositeRequest.filter(({ url }) => /\/(?:query|queryAll|composite\/sobjects)\b/.test(url));
  if (compositeRequest.length > maxSubrequests || heavy.length > maxHeavySubrequests) {
    throw new ApiError(
      400,
      'LIMIT_EXCEEDED',
      `A composite call takes ${maxSubrequests} subrequests, ${maxHeavySubrequests} of them queries or Collections.`,
    );
  }
  const ids = compositeRequest.map(({ referenceId }) => referenceId);
  if (new Set(ids).size < ids.length)
    throw new ApiError(400, 'INVALID_INPUT', 'Reference ids must be unique.');
  return parsed.data;
}

/** Leaves the transaction of an allOrNone call. */
class Halted extends Error {
  readonly referenceId: string;
  readonly answer: Answer;
  constructor(referenceId: string, answer: Answer) {
    super('halted');
    this.referenceId = referenceId;
    this.answer = answer;
  }
}

function haltedAnswer(referenceId: string): Answer {
  const message = 'The transaction was rolled back since another operation in the same transaction failed.';
  const body = [{ errorCode: 'PROCESSING_HALTED', message }];
  return { body, httpHeaders: {}, httpStatusCode: 400, referenceId };
}

function lowerCased(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}
