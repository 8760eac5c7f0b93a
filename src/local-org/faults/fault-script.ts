import { parseFaults } from './read-faults.ts';
import type { FaultRule, FaultRuleInput } from './fault-rule.ts';
import { RuleState } from './rule-state.ts';

/** A rule that stands, and how often it fired. */
export interface FaultReport {
  readonly id: number;
  readonly rule: FaultRule;
  /** Calls, saves, pages or jobs that the rule is about, so far. */
  readonly seen: number;
  readonly fired: number;
}

/** The rules of an org, changeable while it runs. */
export class FaultScript {
  #rules: RuleState[] = [];
  #lastId = 0;

  /**
   * Adds rules behind those that stand; gives their ids.
   * @throws FaultScriptError with every problem; then none is added.
   */
  add(rules: FaultRuleInput | readonly FaultRuleInput[]): number[] {
    const states = parseFaults(Array.isArray(rules) ? rules : [rules]).map(
      (rule) => new RuleState(++this.#lastId, rule),
    );
    this.#rules = [...this.#rules, ...states];
    return states.map(({ id }) => id);
  }

  list(): FaultReport[] {
    return this.#rules.map(({ id, rule, seen, fired }) => ({ id, rule, seen, fired }));
  }

  /** Takes away the rule with this id, or all of them. */
  clear(id?: number): void {
    this.#rules = id === undefined ? [] : this.#rules.filter((rule) => rule.id !== id);
  }

  /** The rules in their order. */
  get rules(): readonly RuleState[] {
    return this.#rules;
  }
}
