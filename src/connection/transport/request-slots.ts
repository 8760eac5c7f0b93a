import { cancelled } from '../../errors/connector-error.ts';

/** Lets at most a given number of callers through at a time; the others wait in order of arrival. */
export class RequestSlots {
  #free: number;
  readonly #waiting = new Set<() => void>();

  /** @param slotCount callers at a time, at least 1 */
  constructor(slotCount: number) {
    this.#free = slotCount;
  }

  /**
   * Resolves when the caller may go on; the caller calls {@link RequestSlots.release} once when it is done.
   *
   * @throws ConnectorError `cancelled` as soon as the signal aborts; the place in the queue is given up then
   */
  acquire(signal?: AbortSignal): Promise<void> {
    if (signal?.aborted) return Promise.reject(cancelled(signal));
    if (this.#free > 0) {
      this.#free -= 1;
      return Promise.resolve();
    }
    return new Promise((resolve, reject) => {
      const enter = (): void => {
        signal?.removeEventListener('abort', leave);
        resolve();
      };
      const leave = (): void => {
        this.#waiting.delete(enter);
        reject(cancelled(signal));
      };
      this.#waiting.add(enter);
      signal?.addEventListener('abort', leave, { once: true });
    });
  }

  /** Hands the slot to the caller that waits longest, or frees it. */
  release(): void {
    const [enter] = this.#waiting;
    if (enter === undefined) {
      this.#free += 1;
      return;
    }
    this.#waiting.delete(enter);
    enter();
  }
}
