import type { Catalogue } from '../../catalogue/catalogue.ts';
import { SchemaFileError, type OrgSchema, type SchemaObject } from '../../catalogue/schema-file.ts';
import type { RecordStore } from '../record-store.ts';
import { SaveRefusal } from '../save-error.ts';
import { SavingRules } from './saving-rules.ts';

/** The rules of the schema file, by object. */
export class SchemaRules {
  readonly #byObject = new Map<string, SavingRules>();
  readonly #schema: OrgSchema;

  constructor(catalogue: Catalogue) {
    const { schema } = catalogue;
    this.#schema = schema;
    for (const entry of schema.sobjects) {
      const sobject = hasRules(entry) ? catalogue.find(entry.name) : undefined;
      if (sobject !== undefined) this.#byObject.set(sobject.name, new SavingRules(sobject, entry));
    }
  }

  /** The rules of an object, by its canonical name. */
  of(object: string): SavingRules | undefined {
    return this.#byObject.get(object);
  }

  /** @throws SchemaFileError with every condition that is no SOQL and every field that is not there. */
  check(store: RecordStore): void {
    const problems = [...this.#byObject.values()].flatMap((rules) => rules.problems(store));
    for (const { name, fields } of this.#schema.sobjects) {
      if (fields.some(({ defaultValue }) => defaultValue !== undefined))
        problems.push(...badDefaults(store, name));
    }
    if (problems.length > 0) throw new SchemaFileError(this.#schema.file, problems);
  }
}

/** Default values are converted when the first save is planned. */
function badDefaults(store: RecordStore, object: string): string[] {
  try {
    store.plan(object);
    return [];
  } catch (error) {
    if (!(error instanceof SaveRefusal)) throw error;
    return error.errors.map(({ message }) => `${object}, default value: ${message}`);
  }
}

function hasRules(entry: SchemaObject): boolean {
  const { recordTypes, validationRules, duplicateRules, assignmentRules } = entry;
  return [recordTypes, validationRules, duplicateRules, assignmentRules].some((list) => list.length > 0);
}
