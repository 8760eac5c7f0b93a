import { BodyBuffers } from '../../../src/connection/transport/body-buffers.ts';

/** A whole body, as bytes of its own. */
export function collectBody(body: AsyncIterable<Uint8Array>, maxBytes: number): Promise<Buffer> {
  return new BodyBuffers().collect(body, maxBytes, (bytes) => Buffer.from(bytes));
}
