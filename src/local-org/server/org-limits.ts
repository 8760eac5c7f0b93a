/** One limit as `/limits` shows it. */
export interface LimitState {
  readonly Max: number;
  readonly Remaining: number;
}

const maxima = {
  DailyApiRequests: 100_000,
  DailyBulkApiBatches: 15_000,
  DailyBulkV2QueryJobs: 10_000,
  DailyBulkV2QueryFileStorageMB: 976_562,
  DataStorageMB: 1_024,
  FileStorageMB: 1_024,
} as const;

/** A limit that `/limits` lists. */
export type LimitName = keyof typeof maxima;

/** What was used of the org's limits since it started. They are counted and shown, not enforced. */
export class OrgLimits {
  readonly #used = new Map<LimitName, number>();

  use(name: LimitName, amount = 1): void {
    this.#used.set(name, this.used(name) + amount);
  }

  used(name: LimitName): number {
    return this.#used.get(name) ?? 0;
  }

  max(name: LimitName): number {
    return maxima[name];
  }

  all(): Readonly<Record<LimitName, LimitState>> {
    const names = Object.keys(maxima) as LimitName[];
    const states = names.map((name) => [name, this.#state(name)] as const);
    return Object.fromEntries(states) as Record<LimitName, LimitState>;
  }

  #state(name: LimitName): LimitState {
    return { Max: maxima[name], Remaining: Math.max(0, maxima[name] - this.used(name)) };
  }
}
