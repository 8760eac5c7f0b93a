import { Readable } from 'node:stream';
import type { RequestBody } from '../rest/rest-client.ts';

/** A request body in the form that goes on the wire, with the headers that describe it. */
export interface OutgoingBody {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer | Readable | null;
}

/** Wraps what the source of an upload threw, so that it is not taken for a failure of the line. */
export class SourceFailure extends Error {
  override readonly name = 'SourceFailure';
  /** What the source threw. */
  readonly thrown: unknown;

  constructor(thrown: unknown) {
    super('The source of an upload failed.');
    this.thrown = thrown;
  }
}

/**
 * Opens a body for one attempt. What its source throws destroys the body with a {@link SourceFailure}.
 *
 * @param onBytes told the size of every piece as it goes out
 */
export function openBody(body: RequestBody | undefined, onBytes: (byteLength: number) => void): OutgoingBody {
  if (body === undefined) return { headers: {}, body: null };
  if ('json' in body) return whole('application/json; charset=UTF-8', JSON.stringify(body.json), onBytes);
  if ('text' in body) return whole(body.contentType, body.text, onBytes);
  const { contentType, byteLength } = body;
  return {
    headers: { 'content-type': contentType, 'content-length': String(byteLength) },
    body:
      byteLength === 0
        ? Buffer.alloc(0)
        : Readable.from(counted(readSource(body), onBytes), { highWaterMark: 1 }),
  };
}

function whole(contentType: string, text: string, onBytes: (byteLength: number) => void): OutgoingBody {
  const bytes = Buffer.from(text);
  onBytes(bytes.byteLength);
  return { headers: { 'content-type': contentType }, body: bytes };
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

// A generator of its own: when the line breaks, its error is thrown into the outer one, and this one is returned.
async function* readSource(source: { open(): AsyncIterable<Uint8Array> }): AsyncGenerator<Uint8Array> {
  try {
    yield* source.open();
  } catch (error) {
    throw new SourceFailure(error);
  }
}
