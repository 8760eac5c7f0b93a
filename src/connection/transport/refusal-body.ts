import { ConnectorError } from '../../errors/connector-error.ts';

/** How much of a refusal is read, and for how long. */
export interface RefusalLimits {
  readonly maxBytes: number;
  /** Milliseconds for all of it. */
  readonly withinMs: number;
}

/**
 * Reads the body of a refusal, whose status has said no already: what can be had of it within the limits, up to where
 * it breaks off, and lets go of the socket. A body that never ends, trickles, is cut or is no gzip takes nothing from
 * what the status says.
 *
 * @throws ConnectorError `cancelled` when its caller gave up
 */
export async function readRefusal(
  body: AsyncIterableIterator<Uint8Array>,
  { maxBytes, withinMs }: RefusalLimits,
): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let byteLength = 0;
  const deadline = AbortSignal.timeout(withinMs);
  const leave = (): void => void body.return?.();
  deadline.addEventListener('abort', leave, { once: true });
  try {
    for await (const chunk of body) {
      // A copy: chunks may be lent.
      chunks.push(Uint8Array.prototype.slice.call(chunk, 0, maxBytes - byteLength));
      byteLength += chunk.byteLength;
      if (byteLength >= maxBytes) break;
    }
  } catch (error) {
    const isOurEnd = deadline.aborted;
    if (!isOurEnd && error instanceof ConnectorError && error.code === 'cancelled') throw error;
  } finally {
    deadline.removeEventListener('abort', leave);
  }
  return Buffer.concat(chunks);
}
