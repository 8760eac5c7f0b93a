import type { DailyCalls, LimitInfo } from './limit-info.ts';

/** Counts what a connection costs: its own calls and logins, and the org's latest word on the day's allowance. */
export class ApiUsage {
  #apiCalls = 0;
  #logins = 0;
  #dailyCalls: DailyCalls | undefined;
  #appCalls: DailyCalls | undefined;

  /** Calls that reached the org, as far as is known; logins included. */
  get apiCalls(): number {
    return this.#apiCalls;
  }

  get logins(): number {
    return this.#logins;
  }

  /** Of the whole org, from the latest answer that told; `undefined` until one did. */
  get dailyCalls(): DailyCalls | undefined {
    return this.#dailyCalls;
  }

  /** Of this client alone, where the org gives it a share of its own. */
  get appCalls(): DailyCalls | undefined {
    return this.#appCalls;
  }

  countCall(): void {
    this.#apiCalls += 1;
  }

  countLogin(): void {
    this.#logins += 1;
    this.#apiCalls += 1;
  }

  /** Takes note of what an answer told; what it did not tell stays as it was. */
  observe({ daily, app }: LimitInfo): void {
    this.#dailyCalls = daily ?? this.#dailyCalls;
    this.#appCalls = app ?? this.#appCalls;
  }
}
