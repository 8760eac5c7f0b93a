import type { FieldDescribe, SObject } from '../../catalogue/catalogue.ts';
import type { SchemaDuplicateRule } from '../../catalogue/schema-rules.ts';
import { isStored, quoteName } from '../column.ts';
import type { RecordWrite } from '../derived-columns.ts';
import type { SaveError } from '../org-database.ts';
import type { RecordStore } from '../record-store.ts';
import { SaveRefusal } from '../save-error.ts';

/** Most records that one result names. */
const MAX_MATCHES = 100;

/** The duplicate rules of one object: records with the same values in all the fields of a rule are the same. */
export class DuplicateRules {
  readonly #sobject: SObject;
  readonly #rules: readonly {
    readonly entry: SchemaDuplicateRule;
    readonly fields: readonly FieldDescribe[];
  }[];

  constructor(sobject: SObject, entries: readonly SchemaDuplicateRule[]) {
    this.#sobject = sobject;
    this.#rules = entries.map((entry) => ({
      entry,
      fields: entry.match.flatMap((name) => sobject.field(name) ?? []),
    }));
  }

  /** Fields that are not there or keep no value; makes an index for each rule. */
  problems(store: RecordStore): string[] {
    const { name } = this.#sobject;
    return this.#rules.flatMap(({ entry, fields }) => {
      const unusable = entry.match.filter((field) => {
        const found = this.#sobject.field(field);
        return found === undefined || !isStored(name, found);
      });
      if (unusable.length === 0) {
        store.tables.index(
          this.#sobject,
          fields.map((field) => field.name),
        );
      }
      return unusable.map(
        (field) => `${name}, duplicate rule ${entry.name}: there is no field ${field} to match`,
      );
    });
  }

  /**
   * Looks for live records that are the same as this one. A rule is asked on create, and on a change of its fields.
   * @throws SaveRefusal `DUPLICATES_DETECTED`, once for each rule that blocks, or only warns of what is not allowed.
   */
  review(store: RecordStore, { row, id: own }: RecordWrite, save: { id: string; allowed: boolean }): void {
    const errors = this.#rules.flatMap(({ entry, fields }) => {
      const isAsked = own === undefined || fields.some((field) => row.has(field.name));
      if (!entry.active || !isAsked || (entry.action === 'allow' && save.allowed)) return [];
      const matches = this.#matches(store, fields, save.id);
      return matches.length === 0 ? [] : [this.#error(entry, matches)];
    });
    if (errors.length > 0) throw new SaveRefusal(errors);
  }

  /** Empty values match nothing. */
  #matches(store: RecordStore, fields: readonly FieldDescribe[], id: string): string[] {
    const table = store.tables.ensure(this.#sobject);
    const same = fields.map(({ name }) => `other.${quoteName(name)} = own.${quoteName(name)}`);
    const sql = `SELECT other."Id" AS id FROM ${table} AS own JOIN ${table} AS other ON ${same.join(' AND ')} WHERE own."Id" = ? AND other."Id" <> own."Id" AND other."IsDeleted" = 0 LIMIT ${MAX_MATCHES}`;
    return store.tables
      .statement(sql)
      .all(id)
      .map((match) => String(match['id']));
  }

  #error(entry: SchemaDuplicateRule, matches: readonly string[]): SaveError {
    const type = this.#sobject.name;
    return {
      statusCode: 'DUPLICATES_DETECTED',
      message: entry.alertText,
      fields: [],
      duplicateResult: {
        allowSave: entry.action === 'allow',
        duplicateRule: entry.name,
        duplicateRuleEntityType: type,
        errorMessage: entry.alertText,
        matchedRecords: matches.map((id) => ({ type, id })),
      },
    };
  }
}
