import { z } from 'zod';
import type { SalesforceConnection } from '../connection/salesforce-connection.ts';
import type { RestAnswer, RestRequest } from '../connection/rest/rest-client.ts';
import { classifySalesforceFailure } from '../errors/classify-salesforce-failure.ts';
import { ConnectorError } from '../errors/connector-error.ts';
import { parseSalesforceErrors } from '../errors/salesforce-error-item.ts';
import { collectionRequest, type BatchTarget } from './collection-request.ts';
import { parseCollectionResults, type CollectionResult } from './collection-results.ts';
import type { WorkBatch } from './work-row.ts';

/** Composite takes this many Collections in a call. */
export const maxBatchesPerCall = 5;

/** Some batches on their way in one request. */
export interface BatchCall {
  readonly target: BatchTarget;
  readonly batches: readonly WorkBatch[];
  /** Undo all batches when a row of one fails. */
  readonly isWhole?: boolean;
  readonly signal: AbortSignal | undefined;
}

/** What the org says of one batch: a result for each row in order, or that it refused all of it. */
export type BatchAnswer = { readonly results: readonly CollectionResult[] } | { readonly refusal: unknown };

/** The answer to a call. */
export interface BatchCallAnswer {
  /** One for each batch, in the same order. */
  readonly answers: readonly BatchAnswer[];
  /** Body bytes of the request. */
  readonly byteCount: number;
  /** Whether the org may have carried out the batches before, in an attempt whose answer was lost. */
  readonly followsLostAnswer: boolean;
}

const compositeAnswer = z.object({
  compositeResponse: z.array(
    z.object({ body: z.unknown(), httpStatusCode: z.number(), referenceId: z.string() }),
  ),
});

/**
 * Sends up to five batches in one request: one of them to Collections itself, more of them inside of Composite, where
 * each keeps its own headers and its own `allOrNone`.
 *
 * @throws ConnectorError `outcome-unknown` when the answer to a call with an insert was lost; everything a RestClient
 *   throws. A refusal of single batches is an answer.
 */
export async function sendBatches(
  connection: SalesforceConnection,
  call: BatchCall,
): Promise<BatchCallAnswer> {
  const { batches, signal } = call;
  const callClass = batches.some(({ operation }) => operation === 'insert') ? 'create' : 'idempotent';
  const [only, ...others] = batches;
  const request =
    only !== undefined && others.length === 0 ? directRequest(call, only) : compositeRequest(call);
  const answer = await connection.rest.send({ ...request, callClass, signal });
  const { body } = request;
  const byteCount = body !== undefined && 'text' in body ? Buffer.byteLength(body.text) : 0;
  const answers = others.length === 0 ? [directAnswer(batches, answer)] : compositeAnswers(call, answer);
  return { answers, byteCount, followsLostAnswer: answer.followsLostAnswer === true };
}

const contentType = 'application/json; charset=UTF-8';

type Request = Pick<RestRequest, 'method' | 'path' | 'headers' | 'body'>;

function directRequest({ target, isWhole }: BatchCall, batch: WorkBatch): Request {
  const { method, path, headers, body } = collectionRequest(
    isWhole === true ? { ...target, allOrNone: true } : target,
    batch,
  );
  return { method, path, headers, ...(body === undefined ? {} : { body: { contentType, text: body } }) };
}

function directAnswer([batch]: readonly WorkBatch[], answer: RestAnswer): BatchAnswer {
  return { results: parseCollectionResults(answer.body, batch?.rows.length ?? 0) };
}

function compositeRequest({ target, batches, isWhole }: BatchCall): Request {
  const subrequests = batches.map((batch, index) => {
    const { method, path, headers, body } = collectionRequest(target, batch);
    const url = `/services/data/v${target.apiVersion}/${path}`;
    const head = JSON.stringify({ method, url, referenceId: referenceOf(index), httpHeaders: headers });
    return body === undefined ? head : `${head.slice(0, -1)},"body":${body}}`;
  });
  const flags = `"allOrNone":${String(isWhole === true)},"collateSubrequests":false`;
  const text = `{${flags},"compositeRequest":[${subrequests.join(',')}]}`;
  return { method: 'POST', path: 'composite', body: { contentType, text } };
}

function referenceOf(index: number): string {
  return `batch${index}`;
}

function compositeAnswers({ batches }: BatchCall, answer: RestAnswer): BatchAnswer[] {
  const parsed = compositeAnswer.safeParse(answer.body);
  if (!parsed.success) {
    throw new ConnectorError(
      'unexpected-response',
      'The org did not answer with one result for each batch.',
      {
        cause: parsed.error,
        details: { batches: batches.length },
      },
    );
  }
  const byReference = new Map(parsed.data.compositeResponse.map((each) => [each.referenceId, each]));
  return batches.map((batch, index) => {
    const inner = byReference.get(referenceOf(index));
    try {
      if (inner !== undefined && isRefused(inner)) return { refusal: refusalOf(inner) };
      return { results: parseCollectionResults(inner?.body, batch.rows.length) };
    } catch (refusal) {
      return { refusal };
    }
  });
}

/** A batch that was undone may come with a status of its own; results are results all the same. */
function isRefused({ body, httpStatusCode }: { body?: unknown; httpStatusCode: number }): boolean {
  const first: unknown = Array.isArray(body) ? body[0] : undefined;
  const isResult = typeof first === 'object' && first !== null && 'success' in first;
  return httpStatusCode >= 300 && !isResult;
}

/** What REST would have said to the batch alone. */
function refusalOf({ body, httpStatusCode }: { body?: unknown; httpStatusCode: number }): ConnectorError {
  return classifySalesforceFailure({
    call: 'a batch of POST composite',
    isQuery: false,
    status: httpStatusCode,
    bodyText: JSON.stringify(body ?? null),
    // The connection blanks secrets out of what it refuses itself; a batch carries none.
    redact: (text) => text,
  });
}

/** The org's own codes in a refusal. */
export function codesOfRefusal(refusal: unknown): readonly string[] {
  if (!(refusal instanceof ConnectorError)) return [];
  return parseSalesforceErrors(JSON.stringify(refusal.details['errors'] ?? [])).map(
    ({ errorCode }) => errorCode,
  );
}

/** All codes with which the org refused a batch or rows of it. */
export function codesOfAnswer(answer: BatchAnswer): readonly string[] {
  if ('refusal' in answer) return codesOfRefusal(answer.refusal);
  return answer.results.flatMap(({ errors }) => errors.map(({ statusCode }) => statusCode));
}
