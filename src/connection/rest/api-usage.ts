/** The org's own count of API calls in the rolling 24 hours. */
export interface DailyCalls {
  readonly used: number;
  readonly allowed: number;
}

/** Counts what a connection costs: its own calls and logins, and the org's latest word on the day's allowance. */
export class ApiUsage {
  #apiCalls = 0;
  #logins = 0;
  #dailyCalls: DailyCalls | undefined;

  /** Calls that reached the org, as far as is known; logins included. */
  get apiCalls(): number {
    return this.#apiCalls;
  }

  get logins(): number {
    return this.#logins;
  }

  /** From the latest `Sforce-Limit-Info`; `undefined` until an answer had one. */
  get dailyCalls(): DailyCalls | undefined {
    return this.#dailyCalls;
  }

  countCall(): void {
    this.#apiCalls += 1;
  }

  countLogin(): void {
    this.#logins += 1;
    this.#apiCalls += 1;
  }

  /** Reads `Sforce-Limit-Info: api-usage=18/5000`; other content is passed over. */
  observe(limitInfo: string | undefined): void {
    const [, used, allowed] = /(?:^|[\s;,])api-usage=(\d+)\/(\d+)/u.exec(limitInfo ?? '') ?? [];
    if (used !== undefined && allowed !== undefined) {
      this.#dailyCalls = { used: Number(used), allowed: Number(allowed) };
    }
  }
}
