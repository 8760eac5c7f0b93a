import type { SObject } from '../../catalogue/catalogue.ts';
import type { SchemaValidationRule } from '../../catalogue/schema-rules.ts';
import { RecordCondition } from '../../soql/record-condition.ts';
import type { Actor } from '../org-database.ts';
import type { RecordStore } from '../record-store.ts';
import { SaveRefusal } from '../save-error.ts';
import { conditionProblem } from './condition-problem.ts';

interface Rule {
  readonly entry: SchemaValidationRule;
  readonly isBad: RecordCondition;
}

/** The validation rules of one object: conditions that mark a bad record. */
export class ValidationRules {
  readonly #sobject: SObject;
  readonly #rules: readonly Rule[];

  constructor(sobject: SObject, entries: readonly SchemaValidationRule[]) {
    this.#sobject = sobject;
    this.#rules = entries.map((entry) => ({
      entry,
      isBad: new RecordCondition(sobject.name, entry.errorCondition),
    }));
  }

  /** Conditions that cannot be compiled, and fields that are not there. */
  problems(store: RecordStore): string[] {
    return this.#rules.flatMap(({ entry, isBad }) => {
      const place = `${this.#sobject.name}, validation rule ${entry.name}`;
      const { errorField } = entry;
      const missing = errorField !== undefined && this.#sobject.field(errorField) === undefined;
      return [
        ...conditionProblem(store, isBad).map((problem) => `${place}: ${problem}`),
        ...(missing ? [`${place}: there is no field ${errorField}`] : []),
      ];
    });
  }

  /** @throws SaveRefusal `FIELD_CUSTOM_VALIDATION_EXCEPTION`, once for each active rule that the record fails. */
  review(store: RecordStore, id: string, actor: Actor): void {
    const failed = this.#rules.filter(({ entry, isBad }) => entry.active && isBad.holds(store, id, actor));
    if (failed.length === 0) return;
    throw new SaveRefusal(
      failed.map(({ entry }) => ({
        statusCode: 'FIELD_CUSTOM_VALIDATION_EXCEPTION',
        message: entry.errorMessage,
        fields: entry.errorField === undefined ? [] : [this.#sobject.field(entry.errorField)?.name ?? ''],
      })),
    );
  }
}
