import { cancelled } from '../../errors/connector-error.ts';
import { SlotCount } from './slot-count.ts';

/** Leave to make one exchange, and what came of it. */
export interface RequestSlot {
  /** Lets the next caller in; to be called once. */
  release(): void;
  /** Tells that the org declined the exchange because too many were running. */
  tooMany(): void;
  /** Tells that the org took the exchange. */
  taken(): void;
}

/**
 * Lets at most a given number of callers through at a time; the others wait in order of arrival. The number follows
 * the org: see {@link SlotCount}.
 */
export class RequestSlots {
  readonly #count: SlotCount;
  readonly #waiting = new Set<() => void>();
  #inUse = 0;

  /** @param slotCount callers at a time, at least 1 */
  constructor(slotCount: number) {
    this.#count = new SlotCount(slotCount);
  }

  /**
   * Resolves when the caller may go on.
   *
   * @param isUrgent whether it goes before all others that wait
   * @throws ConnectorError `cancelled` as soon as the signal aborts; the place in the queue is given up then
   */
  acquire(signal?: AbortSignal, isUrgent = false): Promise<RequestSlot> {
    if (signal?.aborted) return Promise.reject(cancelled(signal));
    if (this.#inUse < this.#count.slots) return Promise.resolve(this.#take());
    return new Promise((resolve, reject) => {
      const enter = (): void => {
        signal?.removeEventListener('abort', leave);
        resolve(this.#take());
      };
      const leave = (): void => {
        this.#waiting.delete(enter);
        reject(cancelled(signal));
      };
      const behind = isUrgent ? [...this.#waiting] : [];
      for (const other of behind) this.#waiting.delete(other);
      for (const next of [enter, ...behind]) this.#waiting.add(next);
      signal?.addEventListener('abort', leave, { once: true });
    });
  }

  #take(): RequestSlot {
    this.#inUse += 1;
    const { round } = this.#count;
    return {
      release: () => {
        this.#inUse -= 1;
        this.#letIn();
      },
      tooMany: () => {
        this.#count.tooMany(round);
      },
      taken: () => {
        this.#count.taken();
        this.#letIn();
      },
    };
  }

  #letIn(): void {
    for (const enter of this.#waiting) {
      if (this.#inUse >= this.#count.slots) return;
      this.#waiting.delete(enter);
      enter();
    }
  }
}
