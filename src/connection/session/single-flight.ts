import { cancelled } from '../../errors/connector-error.ts';

/** Runs one piece of work at a time and gives its result to everybody who asks while it runs. */
export class SingleFlight<T> {
  #flight: Promise<T> | undefined;

  /**
   * Joins the work under way, or starts it. A caller's signal ends that caller's waiting and not the work, which
   * others may share. A failure goes to all who waited and is forgotten.
   *
   * @throws ConnectorError `cancelled`, or whatever the work throws
   */
  async run(start: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    if (signal?.aborted) throw cancelled(signal);
    this.#flight ??= this.#begin(start);
    return await untilAborted(this.#flight, signal);
  }

  #begin(start: () => Promise<T>): Promise<T> {
    const flight = start().finally(() => {
      this.#flight = undefined;
    });
    // Everybody may have stopped waiting by the time it fails.
    flight.catch(() => undefined);
    return flight;
  }
}

function untilAborted<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return work;
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
