import { z } from 'zod';
import { ApiError } from '../server/api-error.ts';
import { json, type OrgResponse } from '../server/org-response.ts';
import type { ApiCall, ApiOperation } from './api-call.ts';
import type { Subrequests } from './composite-subrequests.ts';

const maxSubrequests = 25;

const bodySchema = z.strictObject({
  haltOnError: z.boolean().default(false),
  batchRequests: z
    .array(
      z.strictObject({
        method: z.enum(['GET', 'POST', 'PATCH', 'DELETE', 'PUT']),
        /** Behind `/services/data/`, or from there on. */
        url: z.string(),
        richInput: z.unknown().optional(),
      }),
    )
    .min(1),
});

interface BatchResult {
  readonly statusCode: number;
  readonly result: unknown;
}

/** What a subrequest behind a failed one gets when the call asked to halt. */
const halted: BatchResult = {
  statusCode: 412,
  result: [{ errorCode: 'BATCH_PROCESSING_HALTED', message: 'Batch processing halted per request' }],
};

/**
 * `POST /composite/batch`: up to 25 independent subrequests, one after the other, nothing taken back. Each counts as a
 * call of its own.
 * @param countApiCall counts a call more, and refuses it beyond the limit.
 */
export function batchOperation(subrequests: Subrequests, countApiCall: () => void): ApiOperation {
  return {
    method: 'POST',
    pattern: '/composite/batch',
    run: (call) => runBatch(subrequests, countApiCall, call),
  };
}

function runBatch(subrequests: Subrequests, countApiCall: () => void, call: ApiCall): OrgResponse {
  const parsed = bodySchema.safeParse(call.json);
  if (!parsed.success) throw new ApiError(400, 'JSON_PARSER_ERROR', z.prettifyError(parsed.error));
  const { batchRequests, haltOnError } = parsed.data;
  if (batchRequests.length > maxSubrequests)
    throw new ApiError(400, 'LIMIT_EXCEEDED', `A batch takes ${maxSubrequests} subrequests.`);
  let hasErrors = false;
  const results = batchRequests.map(({ method, url, richInput }, index): BatchResult => {
    if (hasErrors && haltOnError) return halted;
    const { status, body } = subrequests.run(call, () => {
      // The call itself was counted when it came in.
      if (index > 0) countApiCall();
      const path = url.startsWith('/services/') ? url : `/services/data/${url.replace(/^\//, '')}`;
      return { method, path, json: richInput, headers: {} };
    });
    if (status >= 400) hasErrors = true;
    return { statusCode: status, result: body?.kind === 'text' ? (JSON.parse(body.text) as unknown) : null };
  });
  return json(200, { hasErrors, results });
}
