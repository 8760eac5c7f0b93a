import type { SObject } from '../../catalogue/catalogue.ts';
import { MASTER_RECORD_TYPE, recordTypeId } from '../../catalogue/record-types.ts';
import type { SchemaRecordType } from '../../catalogue/schema-rules.ts';
import type { RecordWrite } from '../derived-columns.ts';
import type { SaveError } from '../org-database.ts';
import type { RecordStore } from '../record-store.ts';
import { refuse, SaveRefusal } from '../save-error.ts';

/** The record types of one object, and the values that they leave of picklists. */
export class RecordTypes {
  readonly #sobject: SObject;
  readonly #types: ReadonlyMap<string, SchemaRecordType>;
  readonly #defaultId: string | undefined;

  constructor(sobject: SObject, types: readonly SchemaRecordType[]) {
    this.#sobject = sobject;
    this.#types = new Map(types.map((type) => [recordTypeId(sobject.name, type), type]));
    this.#defaultId = [...this.#types].find(([, type]) => type.default)?.[0];
  }

  /** Picklists that are none, and values that the picklist does not have. */
  problems(): string[] {
    return [...this.#types.values()].flatMap((type) =>
      Object.entries(type.picklistValues).flatMap(([name, values]) => {
        const place = `${this.#sobject.name}, record type ${type.developerName}`;
        const field = this.#sobject.field(name);
        if (!field?.type.endsWith('picklist')) return [`${place}: ${name} is no picklist`];
        const known = new Set(field.picklistValues.map(({ value }) => value));
        return values
          .filter(({ value }) => !known.has(value))
          .map(({ value }) => `${place}: ${name} has no value '${value}'`);
      }),
    );
  }

  /**
   * Sets the record type of a new record and its defaults, and checks the values of its picklists.
   * @throws SaveRefusal `INVALID_CROSS_REFERENCE_KEY` for a type that is not of this object or not active,
   * `INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST` for values that the type leaves out.
   */
  fillIn(store: RecordStore, { row, id }: RecordWrite): void {
    if (this.#types.size === 0) return;
    if (row.get('RecordTypeId') === MASTER_RECORD_TYPE) row.set('RecordTypeId', null);
    if (id === undefined && !row.has('RecordTypeId')) row.set('RecordTypeId', this.#defaultId ?? null);
    else this.#checkGiven(row.get('RecordTypeId'));
    const stored = id !== undefined && !row.has('RecordTypeId') ? store.row(this.#sobject, id) : undefined;
    const typeId = row.get('RecordTypeId') ?? stored?.['RecordTypeId'];
    const type = typeof typeId === 'string' ? this.#types.get(typeId) : undefined;
    if (type === undefined) return;
    if (id === undefined) this.#setDefaults(row, type);
    const errors = Object.keys(type.picklistValues).flatMap((name) => this.#wrongValue(row, type, name));
    if (errors.length > 0) throw new SaveRefusal(errors, id);
  }

  #checkGiven(given: unknown): void {
    if (typeof given !== 'string' || this.#types.get(given)?.active === true) return;
    throw refuse(
      'INVALID_CROSS_REFERENCE_KEY',
      `Record Type ID: this ID value isn't valid for the user: ${given}`,
      ['RecordTypeId'],
    );
  }

  /** The type's own default; the org's where the type leaves it in; else nothing. */
  #setDefaults(row: RecordWrite['row'], type: SchemaRecordType): void {
    for (const [name, values] of Object.entries(type.picklistValues)) {
      const field = this.#sobject.field(name);
      if (field === undefined || row.has(field.name)) continue;
      const orgDefault = field.picklistValues.find((entry) => entry.active && entry.defaultValue)?.value;
      const chosen =
        values.find((entry) => entry.defaultValue) ?? values.find(({ value }) => value === orgDefault);
      row.set(field.name, chosen?.value ?? null);
    }
  }

  #wrongValue(row: RecordWrite['row'], type: SchemaRecordType, name: string): SaveError[] {
    const field = this.#sobject.field(name);
    const given = field === undefined ? undefined : row.get(field.name);
    if (field === undefined || typeof given !== 'string') return [];
    const allowed = new Set(type.picklistValues[name]?.map(({ value }) => value.toLowerCase()));
    const parts = field.type === 'multipicklist' ? given.split(';') : [given];
    const wrong = parts.find((part) => !allowed.has(part.toLowerCase()));
    if (wrong === undefined) return [];
    const message = `${field.label}: bad value for restricted picklist field: ${wrong}`;
    return [{ statusCode: 'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST', message, fields: [field.name] }];
  }
}
