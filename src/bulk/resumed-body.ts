import type { RestByteAnswer } from '../connection/rest-client.ts';
import { ConnectorError } from '../errors/connector-error.ts';

/** Times that a download may break without a byte of progress in between. */
const maxBarrenTries = 3;

/**
 * The body of an answer that stays the same while its job exists, across broken lines: asks again and leaves out the
 * bytes that were handed on already. Chunks are lent, as those of the answer.
 *
 * @param first the answer whose headers have been read
 * @param again makes the same request once more
 */
export async function* resumedBody(
  first: RestByteAnswer,
  again: () => Promise<RestByteAnswer>,
): AsyncGenerator<Uint8Array, undefined, undefined> {
  let handedOn = 0;
  let barrenTries = 0;
  let answer = first;
  for (;;) {
    const before = handedOn;
    try {
      let toSkip = handedOn;
      for await (const chunk of answer.body) {
        const fresh = chunk.subarray(Math.min(toSkip, chunk.length));
        toSkip -= chunk.length - fresh.length;
        if (fresh.length === 0) continue;
        handedOn += fresh.length;
        yield fresh;
      }
      return undefined;
    } catch (error) {
      barrenTries = handedOn > before ? 0 : barrenTries + 1;
      const isBrokenLine = error instanceof ConnectorError && error.code === 'network-error';
      if (!isBrokenLine || barrenTries === maxBarrenTries) throw error;
    }
    answer = await again();
  }
}
