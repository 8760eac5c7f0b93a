import { cancelled } from '../../errors/connector-error.ts';

/** Work under way, and whether the caller who got it began it. */
export interface Flight<T> {
  readonly result: Promise<T>;
  readonly isMine: boolean;
}

/** Runs one piece of work at a time and gives its result to everybody who asks while it runs. */
export class SingleFlight<T> {
  #flight: Promise<T> | undefined;

  /** The work under way; `undefined` when there is none. */
  get underWay(): Promise<T> | undefined {
    return this.#flight;
  }

  /**
   * What the work under way comes to, or that of new work. The signal ends this caller's waiting and not the work,
   * which others may share.
   *
   * @throws ConnectorError `cancelled`, or whatever the work throws
   */
  async run(start: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    if (signal?.aborted) throw cancelled(signal);
    const { result } = this.join(start);
    return await (signal === undefined ? result : untilAborted(result, signal));
  }

  /** Joins the work under way, or starts it. A failure goes to all who joined and is forgotten. */
  join(start: () => Promise<T>): Flight<T> {
    if (this.#flight !== undefined) return { result: this.#flight, isMine: false };
    const flight = start().finally(() => {
      this.#flight = undefined;
    });
    // Everybody may have stopped waiting by the time it fails.
    flight.catch(() => undefined);
    this.#flight = flight;
    return { result: flight, isMine: true };
  }
}

/**
 * What the work comes to, or the end of waiting for it; the work goes on.
 *
 * @throws ConnectorError `cancelled`, or whatever the work throws
 */
export function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  if (signal.aborted) return Promise.reject(cancelled(signal));
  return new Promise((resolve, reject) => {
    const leave = (): void => {
      reject(cancelled(signal));
    };
    signal.addEventListener('abort', leave, { once: true });
    work.then(resolve, reject).finally(() => {
      signal.removeEventListener('abort', leave);
    });
  });
}
