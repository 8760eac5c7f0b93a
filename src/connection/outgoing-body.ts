import { Readable } from 'node:stream';
import type { RequestBody } from './rest-client.ts';

/** A request body in the form that goes on the wire, with the headers that describe it. */
export interface OutgoingBody {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer | Readable | null;
}

/**
 * Opens a body for one attempt.
 *
 * @param onBytes told the size of every piece as it goes out
 */
export function openBody(body: RequestBody | undefined, onBytes: (byteLength: number) => void): OutgoingBody {
  if (body === undefined) return { headers: {}, body: null };
  if ('json' in body) {
    const bytes = Buffer.from(JSON.stringify(body.json));
    onBytes(bytes.byteLength);
    return { headers: { 'content-type': 'application/json; charset=UTF-8' }, body: bytes };
  }
  const { contentType, byteLength } = body;
  return {
    headers: { 'content-type': contentType, 'content-length': String(byteLength) },
    body:
      byteLength === 0 ? Buffer.alloc(0) : Readable.from(counted(body.open(), onBytes), { highWaterMark: 1 }),
  };
}

async function* counted(
  chunks: AsyncIterable<Uint8Array>,
  onBytes: (byteLength: number) => void,
): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    onBytes(chunk.byteLength);
    yield chunk;
  }
}
