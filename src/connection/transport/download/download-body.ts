import type { FramedBody } from './framed-body.ts';
import type { LentReader } from './lent-reader.ts';

/**
 * The body of one download, which holds its line. Gives the line back exactly once: at the end, at a failure, or when
 * the reader leaves, also before the first chunk. A failure stays: asking again fails again.
 *
 * A line that was destroyed is a failure at once, whatever was read from it before.
 */
export class DownloadBody implements AsyncIterableIterator<Uint8Array, undefined, undefined> {
  readonly #line: LentReader;
  readonly #slices: FramedBody;
  #release: ((isReusable: boolean) => void) | undefined;
  #failure: { readonly error: unknown } | undefined;

  /** @param release told whether another request may follow on the line */
  constructor(line: LentReader, slices: FramedBody, release: (isReusable: boolean) => void) {
    this.#line = line;
    this.#slices = slices;
    this.#release = release;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async next(): Promise<IteratorResult<Uint8Array, undefined>> {
    if (this.#failure !== undefined) throw this.#failure.error;
    try {
      if (this.#release !== undefined) this.#line.throwIfDestroyed();
      const result = await this.#slices.next();
      if (result.done !== true) return result;
      this.#giveBack(result.value);
      return { done: true, value: undefined };
    } catch (error) {
      this.#failure = { error };
      this.#giveBack(false);
      throw error;
    }
  }

  async return(): Promise<IteratorResult<Uint8Array, undefined>> {
    // First, so that a `next` that waits for bytes is woken.
    this.#giveBack(false);
    await this.#slices.return(false);
    return { done: true, value: undefined };
  }

  #giveBack(isReusable: boolean): void {
    const release = this.#release;
    this.#release = undefined;
    release?.(isReusable);
  }
}
