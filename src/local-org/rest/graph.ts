import { z } from 'zod';
import { ApiError } from '../server/api-error.ts';
import { json, type OrgResponse } from '../server/org-response.ts';
import type { ApiCall, ApiOperation } from './api-call.ts';
import {
  haltedAnswer,
  subrequestSchema,
  type Subrequest,
  type SubrequestAnswer,
  type Subrequests,
} from './composite-subrequests.ts';
import { requireReferenceIds, requireUnique } from './reference-ids.ts';

const limits = { nodes: 500, graphs: 75, depth: 15, kinds: 15, failures: 14 } as const;

const graphSchema = z.strictObject({
  graphId: z.string().min(1).max(40),
  compositeRequest: z.array(subrequestSchema).min(1),
});

const bodySchema = z.strictObject({ graphs: z.array(graphSchema).min(1) });

type Graph = z.infer<typeof graphSchema>;

/**
 * `POST /composite/graph`: graphs of subrequests that refer to each other; each graph is saved as a whole or not at all.
 * After 14 failed graphs the rest is not tried.
 */
export function graphOperation(subrequests: Subrequests): ApiOperation {
  return { method: 'POST', pattern: '/composite/graph', run: (call) => runGraphs(subrequests, call) };
}

function runGraphs(subrequests: Subrequests, call: ApiCall): OrgResponse {
  let failures = 0;
  const graphs = readGraphs(call).map(({ graphId, compositeRequest }) => {
    const compositeResponse =
      failures < limits.failures
        ? subrequests.runAll(call, compositeRequest, true)
        : compositeRequest.map(({ referenceId }) => haltedAnswer(referenceId));
    const isSuccessful = compositeResponse.every(isSuccess);
    if (!isSuccessful) failures += 1;
    return { graphId, graphResponse: { compositeResponse }, isSuccessful };
  });
  return json(200, { graphs });
}

function isSuccess({ httpStatusCode }: SubrequestAnswer): boolean {
  return httpStatusCode < 300;
}

/** @throws ApiError 400 `JSON_PARSER_ERROR`, `LIMIT_EXCEEDED`, `INVALID_INPUT`. */
function readGraphs({ json: value, version }: ApiCall): readonly Graph[] {
  const parsed = bodySchema.safeParse(value);
  if (!parsed.success) throw new ApiError(400, 'JSON_PARSER_ERROR', z.prettifyError(parsed.error));
  const { graphs } = parsed.data;
  requireAtMost(graphs.length, limits.graphs, 'graphs');
  const nodes = graphs.reduce((sum, graph) => sum + graph.compositeRequest.length, 0);
  requireAtMost(nodes, limits.nodes, 'nodes');
  requireUnique(graphs.map(({ graphId }) => graphId));
  for (const { compositeRequest } of graphs) {
    requireReferenceIds(compositeRequest, version);
    requireAtMost(new Set(compositeRequest.map(kindOf)).size, limits.kinds, 'kinds of nodes in a graph');
    requireAtMost(depthOf(compositeRequest), limits.depth, 'levels in a graph');
    requireRows(compositeRequest);
  }
  return graphs;
}

function requireAtMost(count: number, max: number, what: string): void {
  if (count <= max) return;
  throw new ApiError(400, 'LIMIT_EXCEEDED', `There are ${count} ${what}; at most ${max} are allowed.`);
}

/** Only the resources of single records can be nodes. */
function requireRows(subrequests: readonly Subrequest[]): void {
  const other = subrequests.find(({ url }) => !/^\/services\/data\/v[\d.]+\/sobjects\/\w+(?:\/|$)/.test(url));
  if (other !== undefined)
    throw new ApiError(400, 'INVALID_INPUT', `${other.url} cannot be a node of a graph.`);
}

/** Method and object: `POST Account`. */
function kindOf({ method, url }: Subrequest): string {
  return `${method} ${/\/sobjects\/(\w+)/.exec(url)?.[1] ?? ''}`;
}

/** Longest chain of references. */
function depthOf(subrequests: readonly Subrequest[]): number {
  const depths = new Map<string, number>();
  let deepest = 0;
  for (const { referenceId, url, body } of subrequests) {
    const text = `${url}${JSON.stringify(body ?? null)}`;
    const parents = [...text.matchAll(/@\{([A-Za-z0-9_]+)[.[]/g)].map(
      ([, name = '']) => depths.get(name) ?? 0,
    );
    const depth = Math.max(0, ...parents) + 1;
    depths.set(referenceId, depth);
    deepest = Math.max(deepest, depth);
  }
  return deepest;
}
