import { ApiError } from './api-error.ts';
import type { OrgClock } from './clock.ts';

/** One limit as `/limits` shows it. */
export interface LimitState {
  readonly Max: number;
  readonly Remaining: number;
}

const defaultMaxima = {
  DailyApiRequests: 100_000,
  DailyBulkApiBatches: 15_000,
  DailyBulkV2QueryJobs: 10_000,
  DailyBulkV2QueryFileStorageMB: 976_562,
  DataStorageMB: 1_024,
  FileStorageMB: 1_024,
} as const;

/** A limit that `/limits` lists. */
export type LimitName = keyof typeof defaultMaxima;

/** All of them, in the order of `/limits`. */
export const limitNames = Object.keys(defaultMaxima) as LimitName[];

/** The refusals of calls that would go over a limit, in Salesforce's words where they are known. */
const refusals: Readonly<Record<LimitName, readonly [status: number, errorCode: string, message: string]>> = {
  DailyApiRequests: [403, 'REQUEST_LIMIT_EXCEEDED', 'TotalRequests Limit exceeded.'],
  DailyBulkApiBatches: [400, 'EXCEEDEDQUOTA', 'ApiBatchItems Limit exceeded.'],
  DailyBulkV2QueryJobs: [400, 'EXCEEDEDQUOTA', 'Max bulk v2 query jobs limit exceeded'],
  DailyBulkV2QueryFileStorageMB: [400, 'EXCEEDEDQUOTA', 'Max bulk v2 query result size limit exceeded'],
  DataStorageMB: [400, 'STORAGE_LIMIT_EXCEEDED', 'storage limit exceeded'],
  FileStorageMB: [400, 'STORAGE_LIMIT_EXCEEDED', 'storage limit exceeded'],
};

const hourMs = 3_600_000;
/** Use counts for 24 hours; it is forgotten hour by hour. */
const windowHours = 24;

/** What was used of the org's limits in the last 24 hours. Storage is counted like the rest, not measured. */
export class OrgLimits {
  readonly #clock: OrgClock;
  readonly #first: Readonly<Record<LimitName, number>>;
  #maxima: Record<LimitName, number>;
  /** Use by limit and hour. */
  readonly #used = new Map<LimitName, Map<number, number>>();

  constructor(clock: OrgClock, maxima: Partial<Readonly<Record<LimitName, number>>> = {}) {
    this.#clock = clock;
    this.#first = { ...defaultMaxima, ...maxima };
    this.#maxima = { ...this.#first };
  }

  use(name: LimitName, amount = 1): void {
    const hour = this.#hour();
    const hours = this.#used.get(name) ?? new Map<number, number>();
    hours.set(hour, (hours.get(hour) ?? 0) + amount);
    this.#used.set(name, hours);
  }

  used(name: LimitName): number {
    const oldest = this.#hour() - windowHours + 1;
    let sum = 0;
    for (const [hour, amount] of this.#used.get(name) ?? []) {
      if (hour < oldest) this.#used.get(name)?.delete(hour);
      else sum += amount;
    }
    return sum;
  }

  max(name: LimitName): number {
    return this.#maxima[name];
  }

  remaining(name: LimitName): number {
    return Math.max(0, this.max(name) - this.used(name));
  }

  /** Makes so much remain, whatever was used. */
  leave(name: LimitName, remaining: number): void {
    this.#maxima[name] = this.used(name) + remaining;
  }

  /** @throws ApiError 403 or 400 when fewer than `amount` remain. */
  require(name: LimitName, amount = 1): void {
    if (this.remaining(name) >= amount) return;
    const [status, errorCode, message] = refusals[name];
    throw new ApiError(status, errorCode, message);
  }

  /** Forgets all use, and what {@link leave} changed. */
  reset(): void {
    this.#maxima = { ...this.#first };
    this.#used.clear();
  }

  all(): Readonly<Record<LimitName, LimitState>> {
    const states = limitNames.map(
      (name) => [name, { Max: this.max(name), Remaining: this.remaining(name) }] as const,
    );
    return Object.fromEntries(states) as Record<LimitName, LimitState>;
  }

  #hour(): number {
    return Math.floor(this.#clock.now() / hourMs);
  }
}
