import type { SObject } from '../../catalogue/catalogue.ts';
import { schemaRecordId } from '../../catalogue/record-types.ts';
import type { SchemaAssignmentRule } from '../../catalogue/schema-rules.ts';
import { RecordCondition } from '../../soql/record-condition.ts';
import { parseRecordId } from '../record-id.ts';
import type { RecordStore } from '../record-store.ts';
import { invalidCrossReference } from '../save-error.ts';
import type { Saving } from '../saving.ts';
import { conditionProblem } from './condition-problem.ts';

interface Entry {
  readonly criteria: RecordCondition | undefined;
  readonly assignTo: string;
}

interface Rule {
  readonly id: string;
  readonly name: string;
  readonly active: boolean;
  readonly entries: readonly Entry[];
}

/** The assignment rules of cases or leads. */
export class AssignmentRules {
  readonly #sobject: SObject;
  readonly #rules: readonly Rule[];

  constructor(sobject: SObject, rules: readonly SchemaAssignmentRule[]) {
    this.#sobject = sobject;
    this.#rules = rules.map(({ name, active, entries }) => ({
      id: schemaRecordId('01Q', sobject.name, name),
      name,
      active,
      entries: entries.map(({ criteria, assignTo }) => ({
        criteria: criteria === undefined ? undefined : new RecordCondition(sobject.name, criteria),
        assignTo,
      })),
    }));
  }

  /** Criteria that cannot be compiled. */
  problems(store: RecordStore): string[] {
    return this.#rules.flatMap(({ name, entries }) =>
      entries.flatMap(({ criteria }) =>
        (criteria === undefined ? [] : conditionProblem(store, criteria)).map(
          (problem) => `${this.#sobject.name}, assignment rule ${name}: ${problem}`,
        ),
      ),
    );
  }

  /**
   * Gives the record the owner that the first fitting entry names; without one it keeps its owner.
   * @throws SaveRefusal `INVALID_CROSS_REFERENCE_KEY` when the rule or the owner is not there.
   */
  assign(store: RecordStore, id: string, { actor, options }: Saving): void {
    const rule = this.#chosen(options.assignment);
    const entry = rule?.entries.find(({ criteria }) => criteria?.holds(store, id, actor) ?? true);
    if (entry === undefined) return;
    const ownerId = ownerNamed(store, entry.assignTo);
    if (ownerId === undefined) throw invalidCrossReference(['OwnerId']);
    store.updateRow(this.#sobject, id, new Map([['OwnerId', ownerId]]));
  }

  #chosen(choice: Saving['options']['assignment']): Rule | undefined {
    if (choice === undefined || choice === 'default') return this.#rules.find(({ active }) => active);
    const rule = this.#rules.find(({ id }) => id === parseRecordId(choice.ruleId));
    if (rule === undefined) throw invalidCrossReference();
    return rule;
  }
}

function ownerNamed(store: RecordStore, name: string): string | undefined {
  const [group, user] = [store.catalogue.find('Group'), store.catalogue.find('User')];
  const queue = group === undefined ? undefined : store.idsBy(group, 'DeveloperName', name, 1)[0];
  return queue ?? (user === undefined ? undefined : store.idsBy(user, 'Username', name, 1)[0]);
}
