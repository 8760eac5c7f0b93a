import type { FieldDescribe, SObject } from '../catalogue/catalogue.ts';
import { CASE_CONTACT_FIELDS, quoteName } from '../records/column.ts';
import type { RecordStore } from '../records/record-store.ts';
import type { Bindings } from './bindings.ts';
import { nameFieldSql, nameObjectField } from './name-object.ts';
import { errorAt, locate, notEmulated } from './soql-text.ts';

/** What a whole query shares: its text for error messages, its parameters, whether deleted records take part. */
export interface QueryContext {
  readonly store: RecordStore;
  readonly text: string;
  readonly bindings: Bindings;
  readonly includeDeleted: boolean;
  readonly actorId: string;
  /** Gives a table alias that nothing else in the statement has. */
  readonly newAlias: () => string;
}

/** A record that fields are read from: the root, or a parent reached over relationships. */
export interface RecordSource {
  /** Canonical relationship names from the root; empty for the root. */
  readonly path: readonly string[];
  /** `undefined` behind a polymorphic relationship, of which only the Name object's fields are known. */
  readonly sobject: SObject | undefined;
  readonly targets: readonly SObject[];
  /** SQL of the record's id: null when there is no such parent. */
  readonly idSql: string;
  readonly alias: string;
  readonly parent: RecordSource | undefined;
}

/** A field with the SQL that reads it. */
export interface ResolvedField {
  readonly source: RecordSource;
  readonly field: FieldDescribe;
  readonly sql: string;
}

/** Deepest child-to-parent path, in relationships. */
const MAX_DEPTH = 5;

/** The FROM of one SELECT: the root object and the parents that its paths join. */
export class QueryScope {
  readonly root: RecordSource & { readonly sobject: SObject };
  readonly context: QueryContext;
  readonly #joins: string[] = [];
  readonly #sources = new Map<string, RecordSource>();
  readonly #aliases: ReadonlyMap<string, string>;

  constructor(context: QueryContext, sobject: SObject, aliases: ReadonlyMap<string, string> = new Map()) {
    const alias = context.newAlias();
    this.context = context;
    this.root = { path: [], sobject, targets: [sobject], idSql: `${alias}."Id"`, alias, parent: undefined };
    this.#aliases = aliases;
  }

  /** The FROM clause with every join that was needed; read it after everything else is compiled. */
  fromSql(): string {
    return [
      `${this.context.store.tables.ensure(this.root.sobject)} AS ${this.root.alias}`,
      ...this.#joins,
    ].join(' ');
  }

  /** The condition that hides deleted records. */
  liveSql(): string | undefined {
    return this.context.includeDeleted ? undefined : `${this.root.alias}."IsDeleted" = 0`;
  }

  /**
   * The field at a path as written in the query, aliases included.
   * @throws {@link SoqlError} `INVALID_FIELD`.
   */
  resolve(written: string): ResolvedField {
    const names = this.#withoutAlias(written.split('.'));
    const source = this.#source(names.slice(0, -1), written);
    return this.fieldOf(source, names.at(-1) ?? '', written);
  }

  /** The field of a record that is already part of the query. */
  fieldOf(source: RecordSource, name: string, written: string): ResolvedField {
    if (source.sobject === undefined) {
      const field = nameObjectField(name);
      if (field === undefined) throw this.#noSuchColumn(name, 'Name', written);
      return { source, field, sql: nameFieldSql(this.context.store, source, field) };
    }
    const field = source.sobject.field(name);
    if (field === undefined) throw this.#noSuchColumn(name, source.sobject.name, written);
    const ofContact = source.sobject.name === 'Case' ? CASE_CONTACT_FIELDS.get(field.name) : undefined;
    if (ofContact !== undefined) {
      const contact = this.#parent(source, 'Contact', written);
      return { source, field, sql: `${contact.alias}.${quoteName(ofContact)}` };
    }
    return { source, field, sql: `${source.alias}.${quoteName(field.name)}` };
  }

  #withoutAlias(names: string[]): string[] {
    const [first = '', ...rest] = names;
    const path = this.#aliases.get(first.toLowerCase());
    if (rest.length > 0 && path !== undefined)
      return this.#withoutAlias([...path.split('.').filter(Boolean), ...rest]);
    const isObject = first.toLowerCase() === this.root.sobject.name.toLowerCase();
    return isObject && rest.length > 0 && this.root.sobject.parentRelationship(first) === undefined
      ? rest
      : names;
  }

  #source(relationships: readonly string[], written: string): RecordSource {
    if (relationships.length > MAX_DEPTH) {
      throw this.#error(
        written,
        'INVALID_FIELD',
        `Only ${MAX_DEPTH} levels of relationships are allowed in a field path`,
      );
    }
    return relationships.reduce<RecordSource>(
      (source, name) => this.#parent(source, name, written),
      this.root,
    );
  }

  #parent(source: RecordSource, relationship: string, written: string): RecordSource {
    if (source.sobject === undefined)
      throw notEmulated(`A path through the polymorphic relationship ${source.path.join('.')}`);
    const field = source.sobject.parentRelationship(relationship);
    if (field?.relationshipName == null) throw this.#noSuchRelationship(relationship, written);
    const key = [...source.path, field.relationshipName].join('.');
    let parent = this.#sources.get(key);
    if (parent === undefined) {
      parent = this.#join(source, field, [...source.path, field.relationshipName], written);
      this.#sources.set(key, parent);
    }
    return parent;
  }

  #join(source: RecordSource, field: FieldDescribe, path: readonly string[], written: string): RecordSource {
    const { store, includeDeleted } = this.context;
    const targets = field.referenceTo
      .map((name) => store.catalogue.find(name))
      .filter((target) => target !== undefined);
    const foreignKey = `${source.alias}.${quoteName(field.name)}`;
    const [only] = targets;
    if (only === undefined) throw this.#noSuchRelationship(path.at(-1) ?? '', written);
    if (field.referenceTo.length > 1) {
      return { path, sobject: undefined, targets, idSql: foreignKey, alias: source.alias, parent: source };
    }
    const alias = this.context.newAlias();
    const live = includeDeleted ? '' : ` AND ${alias}."IsDeleted" = 0`;
    this.#joins.push(
      `LEFT JOIN ${store.tables.ensure(only)} AS ${alias} ON ${alias}."Id" = ${foreignKey}${live}`,
    );
    return { path, sobject: only, targets, idSql: `${alias}."Id"`, alias, parent: source };
  }

  #noSuchColumn(name: string, object: string, written: string): Error {
    return this.#error(
      written,
      'INVALID_FIELD',
      `No such column '${name}' on entity '${object}'. If you are attempting to use a custom field, be sure to append the '__c' after the custom field name. Please reference your WSDL or the describe call for the appropriate names.`,
    );
  }

  #noSuchRelationship(name: string, written: string): Error {
    return this.#error(
      written,
      'INVALID_FIELD',
      `Didn't understand relationship '${name}' in field path. If you are attempting to use a custom relationship, be sure to append the '__r' after the custom relationship name. Please reference your WSDL or the describe call for the appropriate names.`,
    );
  }

  #error(written: string, code: string, message: string): Error {
    return errorAt(this.context.text, locate(this.context.text, written), code, message);
  }
}
