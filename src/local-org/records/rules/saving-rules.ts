import type { SObject } from '../../catalogue/catalogue.ts';
import type { SchemaObject } from '../../catalogue/schema-file.ts';
import type { RecordWrite } from '../derived-columns.ts';
import type { RecordStore } from '../record-store.ts';
import { AssignmentRules } from './assignment-rules.ts';
import { DuplicateRules } from './duplicate-rules.ts';
import { RecordTypes } from './record-types.ts';
import { ValidationRules } from './validation-rules.ts';

/** What the schema file says about saving records of one object. Objects without such rules have no SavingRules. */
export class SavingRules {
  readonly #recordTypes: RecordTypes;
  readonly #validation: ValidationRules;
  readonly #duplicates: DuplicateRules;
  readonly #assignment: AssignmentRules;

  constructor(sobject: SObject, schema: SchemaObject) {
    this.#recordTypes = new RecordTypes(sobject, schema.recordTypes);
    this.#validation = new ValidationRules(sobject, schema.validationRules);
    this.#duplicates = new DuplicateRules(sobject, schema.duplicateRules);
    this.#assignment = new AssignmentRules(sobject, schema.assignmentRules);
  }

  /** What is wrong with the names and conditions of the rules; makes the indexes they need. */
  problems(store: RecordStore): readonly string[] {
    return [
      ...this.#recordTypes.problems(),
      ...this.#validation.problems(store),
      ...this.#duplicates.problems(store),
      ...this.#assignment.problems(store),
    ];
  }

  /**
   * Before the row is written: the record type, and what it leaves of picklists.
   * @throws SaveRefusal `INVALID_CROSS_REFERENCE_KEY`, `INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST`.
   */
  fillIn(store: RecordStore, write: RecordWrite): void {
    this.#recordTypes.fillIn(store, write);
  }

  /**
   * After the row is written, in the same transaction: validation, then duplicates, then the owner.
   * @throws SaveRefusal `FIELD_CUSTOM_VALIDATION_EXCEPTION` of every rule that fails, `DUPLICATES_DETECTED`.
   */
  review(store: RecordStore, write: RecordWrite, id: string): void {
    const { actor, options } = write.saving;
    this.#validation.review(store, id, actor);
    this.#duplicates.review(store, write, { id, allowed: options.allowDuplicates === true });
    if (options.assignment !== undefined) this.#assignment.assign(store, id, write.saving);
  }
}
