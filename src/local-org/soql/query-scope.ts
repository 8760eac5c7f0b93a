import type { FieldDescribe, SObject } from '../catalogue/catalogue.ts';
import { CASE_CONTACT_FIELDS, quoteName } from '../records/column.ts';
import { SoqlError } from '../records/org-database.ts';
import { computedColumn, type ComputedFrom } from '../records/computed-columns.ts';
import { dateOf } from '../records/date-text.ts';
import type { RecordStore } from '../records/record-store.ts';
import type { Bindings } from './bindings.ts';
import { nameFieldSql, nameObjectField, nameObjectParent } from './name-object.ts';
import type { RunningUser } from './running-user.ts';
import { invalidField, noSuchColumn, noSuchRelationship } from './path-refusals.ts';

/** What a whole query shares: its text for error messages, its parameters, whether deleted records take part. */
export interface QueryContext {
  readonly store: RecordStore;
  readonly text: string;
  readonly bindings: Bindings;
  readonly includeDeleted: boolean;
  readonly actorId: string;
  /** Time zone, locale and calendar of the actor; read when first asked for. */
  readonly user: () => RunningUser;
  /** API version of the call: 67. Some rules changed over time. */
  readonly version: number;
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

/** Most child-to-parent relationships of one SELECT. */
const MAX_PARENTS = 55;

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
      if (field === undefined) throw noSuchColumn(this.context.text, written, name, 'Name');
      return { source, field, sql: nameFieldSql(this.context.store, source, field) };
    }
    const field = source.sobject.field(name);
    if (field === undefined) throw noSuchColumn(this.context.text, written, name, source.sobject.name);
    const ofContact = source.sobject.name === 'Case' ? CASE_CONTACT_FIELDS.get(field.name) : undefined;
    if (ofContact !== undefined) {
      const contact = this.#parent(source, 'Contact', written);
      return { source, field, sql: `${contact.alias}.${quoteName(ofContact)}` };
    }
    const computed = computedColumn(source.sobject.name, field.name);
    return {
      source,
      field,
      sql: computed?.(this.#computedFrom(source.alias)) ?? `${source.alias}.${quoteName(field.name)}`,
    };
  }

  #computedFrom(alias: string): ComputedFrom {
    const { store, bindings } = this.context;
    return {
      alias,
      today: () => bindings.bind(dateOf(store.now())),
      now: () => bindings.bind(store.now()),
      table: (object) => {
        const sobject = store.catalogue.find(object);
        return sobject === undefined ? '"sqlite_master"' : store.tables.ensure(sobject);
      },
    };
  }

  /** The record behind a relationship path as written, aliases included: `What`, `Parent.Owner`, `a.Owner`. */
  resolveSource(written: string): RecordSource {
    return this.#source(this.#withoutAlias([...written.split('.'), '']).slice(0, -1), written);
  }

  /**
   * The record behind a polymorphic relationship when it is of this object; its id is null for others. A source of
   * its own: fields of it stand apart from those of the Name object.
   */
  typedSource(polymorphic: RecordSource, sobject: SObject): RecordSource {
    const key = `${polymorphic.path.join('.')}:${sobject.name}`;
    let typed = this.#sources.get(key);
    if (typed === undefined) {
      typed = this.#joined({ ...polymorphic, targets: [sobject] }, sobject, polymorphic.idSql);
      this.#sources.set(key, typed);
    }
    return typed;
  }

  /** The field at a path that starts at a source of {@link typedSource}. */
  resolveFrom(start: RecordSource, written: string): ResolvedField {
    const names = written.split('.');
    const source = names
      .slice(0, -1)
      .reduce<RecordSource>((from, name) => this.#parent(from, name, written), start);
    return this.fieldOf(source, names.at(-1) ?? '', written);
  }

  #withoutAlias(names: string[]): string[] {
    const [first = '', ...rest] = names;
    const path = this.#aliases.get(first.toLowerCase());
    if (rest.length > 0 && path !== undefined) return [...path.split('.').filter(Boolean), ...rest];
    const isObject = first.toLowerCase() === this.root.sobject.name.toLowerCase();
    return isObject && rest.length > 0 && this.root.sobject.parentRelationship(first) === undefined
      ? rest
      : names;
  }

  #source(relationships: readonly string[], written: string): RecordSource {
    if (relationships.length > MAX_DEPTH) {
      const message = `Only ${MAX_DEPTH} levels of relationships are allowed in a field path`;
      throw invalidField(this.context.text, written, message);
    }
    return relationships.reduce<RecordSource>(
      (source, name) => this.#parent(source, name, written),
      this.root,
    );
  }

  #parent(source: RecordSource, relationship: string, written: string): RecordSource {
    const field =
      source.sobject === undefined
        ? nameObjectParent(relationship)
        : source.sobject.parentRelationship(relationship);
    if (field?.relationshipName == null) throw noSuchRelationship(this.context.text, written, relationship);
    const path = [...source.path, field.relationshipName];
    const key = `${source.alias}.${path.join('.')}`;
    let parent = this.#sources.get(key);
    if (parent === undefined) {
      parent = this.#join(source, field, path, written);
      this.#sources.set(key, parent);
    }
    return parent;
  }

  #join(source: RecordSource, field: FieldDescribe, path: readonly string[], written: string): RecordSource {
    const { store, text } = this.context;
    const targets = field.referenceTo
      .map((name) => store.catalogue.find(name))
      .filter((target) => target !== undefined);
    const [only] = targets;
    if (only === undefined) throw noSuchRelationship(text, written, path.at(-1) ?? '');
    const foreignKey =
      source.sobject === undefined
        ? nameFieldSql(store, source, field)
        : `${source.alias}.${quoteName(field.name)}`;
    if (field.referenceTo.length > 1) {
      return { path, sobject: undefined, targets, idSql: foreignKey, alias: source.alias, parent: source };
    }
    return this.#joined({ path, targets, parent: source }, only, foreignKey);
  }

  #joined(
    place: Pick<RecordSource, 'path' | 'targets' | 'parent'>,
    sobject: SObject,
    foreignKey: string,
  ): RecordSource {
    const { store, includeDeleted, newAlias } = this.context;
    if (this.#joins.length === MAX_PARENTS) {
      const message = `A query can reach over at most ${MAX_PARENTS} parent relationships`;
      throw new SoqlError('QUERY_TOO_COMPLICATED', message);
    }
    const alias = newAlias();
    const live = includeDeleted ? '' : ` AND ${alias}."IsDeleted" = 0`;
    this.#joins.push(
      `LEFT JOIN ${store.tables.ensure(sobject)} AS ${alias} ON ${alias}."Id" = ${foreignKey}${live}`,
    );
    return { ...place, sobject, idSql: `${alias}."Id"`, alias };
  }
}
