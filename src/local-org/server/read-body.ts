import { ApiError, notEmulated } from './api-error.ts';
import { headerOf, type OrgRequest } from './org-request.ts';
import { parseJson } from './parse-json.ts';

/** Salesforce takes no larger request than this, in bytes. */
export const maxRequestBytes = 50 * 1024 * 1024;

const strictUtf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * Reads the whole body as UTF-8.
 * @throws ApiError 413 `EXCEEDED_MAX_SIZE_REQUEST` beyond `maxBytes`; 400 `JSON_PARSER_ERROR` for other bytes.
 */
export async function readText(request: OrgRequest, maxBytes = maxRequestBytes): Promise<string> {
  const chunks: Uint8Array[] = [];
  let byteCount = 0;
  for await (const chunk of request.body) {
    byteCount += chunk.byteLength;
    if (byteCount > maxBytes) {
      throw new ApiError(413, 'EXCEEDED_MAX_SIZE_REQUEST', `The request is larger than ${maxBytes} bytes.`);
    }
    chunks.push(chunk);
  }
  try {
    return strictUtf8.decode(Buffer.concat(chunks));
  } catch {
    throw new ApiError(400, 'JSON_PARSER_ERROR', 'Invalid UTF-8 in the request body');
  }
}

/**
 * Reads a JSON body; `undefined` when there is none.
 * @throws ApiError 415 `UNSUPPORTED_MEDIA_TYPE` for another content type, 501 for multipart and XML, 400
 * `JSON_PARSER_ERROR`, 413.
 */
export async function readJson(request: OrgRequest): Promise<unknown> {
  const contentType = headerOf(request, 'content-type') ?? '';
  if (/^multipart\//i.test(contentType)) throw notEmulated('multipart requests');
  const text = await readText(request);
  if (text.trim() === '') return undefined;
  if (/^(?:application|text)\/xml\b/i.test(contentType)) throw notEmulated('XML bodies');
  if (!/^application\/json\s*(?:;|$)/i.test(contentType)) {
    const what = contentType === '' ? 'A body without a content type' : `Content type ${contentType}`;
    throw new ApiError(415, 'UNSUPPORTED_MEDIA_TYPE', `${what} is not supported here`);
  }
  return parseJson(text);
}
