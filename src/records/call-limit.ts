/**
 * How many calls may be under way: halved each time that rows meet a lock or a limit, one more after each call that
 * met none.
 */
export class CallLimit {
  readonly #most: number;
  #calls: number;

  /** @param most calls at a time, at least 1 */
  constructor(most: number) {
    this.#most = most;
    this.#calls = most;
  }

  get calls(): number {
    return this.#calls;
  }

  /** Tells that rows of a call failed because too much went on at a time. */
  tooMany(): void {
    this.#calls = Math.max(1, Math.floor(this.#calls / 2));
  }

  /** Tells that a call met nobody. */
  clean(): void {
    this.#calls = Math.min(this.#most, this.#calls + 1);
  }
}
