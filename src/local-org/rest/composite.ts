import { z } from 'zod';
import { ApiError } from '../server/api-error.ts';
import { json } from '../server/org-response.ts';
import type { ApiCall, ApiOperation } from './api-call.ts';
import { subrequestSchema, type Subrequests } from './composite-subrequests.ts';
import { requireReferenceIds } from './reference-ids.ts';

const maxSubrequests = 25;
/** Queries and Collections among them. */
const maxHeavySubrequests = 5;

const bodySchema = z.strictObject({
  allOrNone: z.boolean().default(false),
  collateSubrequests: z.boolean().default(true),
  compositeRequest: z.array(subrequestSchema).min(1),
});

/** `POST /composite`: up to 25 subrequests in order, with references among them; counts as one call. */
export function compositeOperation(subrequests: Subrequests): ApiOperation {
  const run = (call: ApiCall) => {
    const { compositeRequest, allOrNone } = readBody(call);
    return json(200, { compositeResponse: subrequests.runAll(call, compositeRequest, allOrNone) });
  };
  return { method: 'POST', pattern: '/composite', run };
}

/** `GET /composite`: what stands below it. */
export const compositeResources: ApiOperation = {
  method: 'GET',
  pattern: '/composite',
  run: ({ version }) =>
    json(
      200,
      Object.fromEntries(
        ['batch', 'graph', 'sobjects', 'tree'].map((name) => [name, `${version.path}/composite/${name}`]),
      ),
    ),
};

/** @throws ApiError 400 for what refuses the call as a whole. */
function readBody({ json: value, version }: ApiCall): z.infer<typeof bodySchema> {
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
  requireReferenceIds(compositeRequest, version);
  return parsed.data;
}
