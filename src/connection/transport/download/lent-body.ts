import type { AnswerBodyListener } from '../answer-body.ts';

/**
 * The body of a download as its reader sees it: failures in the words of this package, bytes counted. A chunk is
 * lent: the next one overwrites it.
 */
export class LentBody implements AsyncIterableIterator<Uint8Array, undefined, undefined> {
  readonly #body: AsyncIterator<Uint8Array, undefined>;
  readonly #listener: AnswerBodyListener;

  constructor(body: AsyncIterator<Uint8Array, undefined>, listener: AnswerBodyListener) {
    this.#body = body;
    this.#listener = listener;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async next(): Promise<IteratorResult<Uint8Array, undefined>> {
    try {
      const result = await this.#body.next();
      if (result.done !== true) this.#listener.onChunk?.(result.value.byteLength);
      return result;
    } catch (error) {
      throw this.#listener.toError(error);
    }
  }

  async return(): Promise<IteratorResult<Uint8Array, undefined>> {
    await this.#body.return?.();
    return { done: true, value: undefined };
  }
}
