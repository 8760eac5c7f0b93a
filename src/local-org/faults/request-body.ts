import type { OrgRequest } from '../server/org-request.ts';
import { ApiError } from '../server/api-error.ts';

/** Larger SOAP requests than this are not looked into, in bytes. */
const maxPeekedBytes = 50 * 1024 * 1024;

/** Reads the body, and gives a request whose body can be read once more. */
export async function readAgain(request: OrgRequest): Promise<{ request: OrgRequest; text: string }> {
  const chunks: Uint8Array[] = [];
  let byteCount = 0;
  for await (const chunk of request.body) {
    byteCount += chunk.byteLength;
    if (byteCount > maxPeekedBytes) {
      throw new ApiError(
        413,
        'EXCEEDED_MAX_SIZE_REQUEST',
        `The request is larger than ${maxPeekedBytes} bytes.`,
      );
    }
    chunks.push(chunk);
  }
  return { request: { ...request, body: replay(chunks) }, text: Buffer.concat(chunks).toString('utf8') };
}

/** A request whose body breaks off after so many bytes, as if the line had been cut; a shorter one arrives whole. */
export function cutBody(
  request: OrgRequest,
  maxBytes: number,
): { readonly request: OrgRequest; readonly isCut: () => boolean } {
  let cut = false;
  async function* part(): AsyncGenerator<Uint8Array> {
    let left = maxBytes;
    for await (const chunk of request.body) {
      if (chunk.byteLength > left) {
        if (left > 0) yield chunk.subarray(0, left);
        cut = true;
        throw new ApiError(400, 'CLIENT_WENT_AWAY', 'A fault script cut the request');
      }
      left -= chunk.byteLength;
      yield chunk;
    }
  }
  return { request: { ...request, body: part() }, isCut: () => cut };
}

async function* replay(chunks: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  for (const chunk of chunks) yield await Promise.resolve(chunk);
}
