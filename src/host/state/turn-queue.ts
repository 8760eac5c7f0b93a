import { cancelled } from '../../errors/connector-error.ts';

/** Lets the callers of one key through one after the other, in order of arrival, within this process. */
export class TurnQueue {
  readonly #lastOf = new Map<string, Promise<unknown>>();

  /**
   * Resolves when it is the caller's turn, with what ends the turn. The caller calls that once.
   *
   * @throws ConnectorError `cancelled` as soon as the signal aborts; the place in the queue is given up then
   */
  async take(key: string, signal?: AbortSignal): Promise<() => void> {
    const before = this.#lastOf.get(key);
    const { promise: ended, resolve: end } = Promise.withResolvers<undefined>();
    const last = before === undefined ? ended : before.then(() => ended);
    this.#lastOf.set(key, last);
    void last.then(() => {
      if (this.#lastOf.get(key) === last) this.#lastOf.delete(key);
    });
    const endTurn = (): void => {
      end(undefined);
    };
    try {
      await beforeAbort(before, signal);
    } catch (error) {
      endTurn();
      throw error;
    }
    return endTurn;
  }
}

function beforeAbort(event: Promise<unknown> | undefined, signal: AbortSignal | undefined): Promise<unknown> {
  if (signal === undefined) return Promise.resolve(event);
  if (signal.aborted) return Promise.reject(cancelled(signal));
  return new Promise((resolve, reject) => {
    const leave = (): void => {
      reject(cancelled(signal));
    };
    signal.addEventListener('abort', leave, { once: true });
    void Promise.resolve(event).then((value) => {
      signal.removeEventListener('abort', leave);
      resolve(value);
    });
  });
}
