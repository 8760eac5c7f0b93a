import type { RestByteAnswer } from '../connection/rest/rest-client.ts';
import { ConnectorError } from '../errors/connector-error.ts';

/** Times that a download may break without a byte of progress in between. */
const maxBarrenTries = 3;

/** Bytes before a break that the next answer must repeat. */
const provenBytes = 4_096;

/**
 * The body of an answer that stays the same while its job exists, across broken lines: asks again, leaves out the
 * bytes that were handed on already, and checks that it is the same answer by its length and by the bytes before the
 * break. Chunks are lent, as those of the answer.
 *
 * @param first the answer whose headers have been read
 * @param again makes the same request once more
 * @throws ConnectorError what ended the last try; `unexpected-response` when the answer has become another one
 */
export async function* resumedBody(
  first: RestByteAnswer,
  again: () => Promise<RestByteAnswer>,
): AsyncGenerator<Uint8Array, undefined, undefined> {
  const byteLength = first.headers['content-length'];
  let handedOn = 0;
  let tail = new Uint8Array();
  let barrenTries = 0;
  let answer = first;
  for (;;) {
    const before = handedOn;
    const repeated = new RepeatedBytes(handedOn, tail);
    try {
      for await (const chunk of answer.body) {
        const fresh = repeated.strip(chunk);
        if (fresh.length === 0) continue;
        handedOn += fresh.length;
        tail = lastBytes(tail, fresh);
        yield fresh;
      }
      return undefined;
    } catch (error) {
      barrenTries = handedOn > before ? 0 : barrenTries + 1;
      const isBrokenLine = error instanceof ConnectorError && error.code === 'network-error';
      if (!isBrokenLine || barrenTries === maxBarrenTries) throw error;
    }
    answer = await again();
    if (answer.headers['content-length'] !== byteLength) throw anotherAnswer();
  }
}

/** The end of what has been handed on, copied because chunks are lent. */
function lastBytes(tail: Uint8Array<ArrayBuffer>, fresh: Uint8Array): Uint8Array<ArrayBuffer> {
  if (fresh.length >= provenBytes) return Uint8Array.from(fresh.subarray(-provenBytes));
  return Uint8Array.from(Buffer.concat([tail, fresh]).subarray(-provenBytes));
}

/** The start of a repeated answer: what was handed on before is taken off, its last bytes are compared. */
class RepeatedBytes {
  readonly #expected: Uint8Array;
  #left: number;

  constructor(byteCount: number, tail: Uint8Array) {
    this.#left = byteCount;
    this.#expected = tail;
  }

  strip(chunk: Uint8Array): Uint8Array {
    const repeated = chunk.subarray(0, this.#left);
    const expectedFrom = this.#expected.length - this.#left;
    for (let index = Math.max(0, -expectedFrom); index < repeated.length; index++) {
      if (repeated[index] !== this.#expected[expectedFrom + index]) throw anotherAnswer();
    }
    this.#left -= repeated.length;
    return chunk.subarray(repeated.length);
  }
}

function anotherAnswer(): ConnectorError {
  return new ConnectorError(
    'unexpected-response',
    'The line broke during a download, and the org then gave another answer to the same request.',
  );
}
