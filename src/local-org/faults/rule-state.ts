import { chance } from './chance.ts';
import type { FaultCondition, FaultRule } from './fault-rule.ts';

/** A rule with what it has seen and done. */
export class RuleState {
  readonly id: number;
  readonly rule: FaultRule;
  #seen = 0;
  #fired = 0;
  #running = 0;

  constructor(id: number, rule: FaultRule) {
    this.id = id;
    this.rule = rule;
  }

  /** Calls, saves, pages or jobs that the rule is about. */
  get seen(): number {
    return this.#seen;
  }

  get fired(): number {
    return this.#fired;
  }

  /** Counts one that the rule is about and lets it be. */
  pass(): void {
    this.#seen += 1;
  }

  /** Tells that a call which the rule is about begins to be answered; the function that comes back, that it was. */
  begin(): () => void {
    this.#running += 1;
    return () => {
      this.#running -= 1;
    };
  }

  /** Counts one that the rule is about, and says whether it fires for it. */
  fires(): boolean {
    const { when, seed } = this.rule;
    this.#seen += 1;
    // Limits are set once and then used up, unless the rule says otherwise.
    const times = when.times ?? (this.rule.do.limits === undefined ? Infinity : 1);
    const hit =
      this.#fired < times &&
      (when.runningAbove === undefined || this.#running > when.runningAbove) &&
      isNth(when.nth, this.#seen) &&
      this.#seen % (when.every ?? 1) === 0 &&
      (when.share === undefined || chance(seed, this.#seen) < when.share);
    if (hit) this.#fired += 1;
    return hit;
  }
}

function isNth(nth: FaultCondition['nth'], call: number): boolean {
  if (nth === undefined) return true;
  if (typeof nth === 'number') return call === nth;
  if ('from' in nth) return call >= nth.from && call <= (nth.to ?? Infinity);
  return nth.includes(call);
}
