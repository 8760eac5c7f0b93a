import type { FieldFunctionExpression, FieldType, FieldTypeOf, Subquery } from '@jetstreamapp/soql-parser-js';
import type { FieldDescribe } from '../catalogue/catalogue.ts';
import { quoteName } from '../records/column.ts';
import type { SoqlError } from '../records/org-database.ts';
import { expandFieldsFunction } from './fields-function.ts';
import type { ShowValue } from './format-value.ts';
import { invalidField, malformedAt, noSuchChildren } from './path-refusals.ts';
import type { QueryScope, RecordSource, ResolvedField } from './query-scope.ts';
import { recordFunction } from './select-function.ts';
import { typeofItem } from './typeof-item.ts';

/** One thing that a record shows, in SELECT order. Numbers are positions in the result row. */
export type OutputItem =
  | {
      readonly kind: 'value';
      readonly source: RecordSource;
      readonly field: FieldDescribe;
      readonly column: number;
      /** Its name in the record, when it is not the field's. */
      readonly alias?: string;
      /** How FORMAT() writes the value. */
      readonly show?: ShowValue;
    }
  | {
      readonly kind: 'address';
      readonly source: RecordSource;
      readonly field: FieldDescribe;
      readonly parts: readonly AddressPart[];
    }
  | { readonly kind: 'children'; readonly relationshipName: string; readonly subquery: Subquery }
  | TypeofItem;

/** An item that shows a field. */
export type FieldItem = Extract<OutputItem, { kind: 'value' | 'address' }>;

/** The name of the member that an item is in its record. */
export function shownName(item: FieldItem): string {
  return item.kind === 'value' ? (item.alias ?? item.field.name) : item.field.name;
}

/** A polymorphic parent that shows other fields for each type of record. */
export interface TypeofItem {
  readonly kind: 'typeof';
  /** The polymorphic relationship; fields of ELSE are read from it. */
  readonly source: RecordSource;
  /** Position of the parent's id, whose prefix tells the branch. */
  readonly idColumn: number;
  readonly whens: readonly { readonly source: RecordSource; readonly items: readonly FieldItem[] }[];
  readonly otherwise: readonly FieldItem[] | undefined;
}

export interface AddressPart {
  readonly key: string;
  readonly column: number;
}

/** The columns of the SQL SELECT and what becomes of them. */
export class SelectList {
  readonly items: OutputItem[] = [];
  readonly #scope: QueryScope;
  readonly #columns: string[] = [];
  readonly #seen = new Set<string>();
  /** Relationships that fields were read over, and those that a TYPEOF was made for. */
  readonly #reached = new Set<string>();
  readonly #typeofs = new Set<string>();

  constructor(scope: QueryScope) {
    this.#scope = scope;
    this.columnOf(scope.root.idSql);
  }

  /** Adds a field of SELECT. `limited` tells whether the query finds few enough records for the unbounded FIELDS(). */
  add(selected: FieldType, limited: boolean): void {
    switch (selected.type) {
      case 'Field':
        if (selected.alias !== undefined) throw aliasRefused(this.#scope, selected.alias);
        this.#addPath('rawValue' in selected ? selected.rawValue : selected.field);
        return;
      case 'FieldRelationship':
        this.#addPath(selected.rawValue ?? [...selected.relationships, selected.field].join('.'));
        return;
      case 'FieldSubquery':
        this.#addChildren(selected.subquery);
        return;
      case 'FieldFunctionExpression':
        if (selected.functionName.toUpperCase() !== 'FIELDS') {
          this.#addFunction(selected);
          return;
        }
        for (const name of expandFieldsFunction(this.#scope, selected, limited)) this.#addPath(name);
        return;
      case 'FieldTypeof':
        this.#addTypeof(selected);
    }
  }

  /** The item for a field; its columns are part of the SELECT afterwards. */
  itemFor({ source, field, sql }: ResolvedField): FieldItem {
    for (let parent: RecordSource | undefined = source; parent !== undefined; parent = parent.parent)
      this.columnOf(parent.idSql);
    return field.type === 'address' || field.type === 'location'
      ? { kind: 'address', source, field, parts: this.#addressParts(source, field) }
      : { kind: 'value', source, field, column: this.columnOf(sql) };
  }

  /** The position of an SQL expression in the result row; adds it when it is not there yet. */
  columnOf(sql: string): number {
    const at = this.#columns.indexOf(sql);
    return at >= 0 ? at : this.#columns.push(sql) - 1;
  }

  sql(): string {
    return this.#columns.join(', ');
  }

  #addPath(written: string): void {
    const resolved = this.#scope.resolve(written);
    const { source, field } = resolved;
    this.#once([...source.path, field.name].join('.'), written);
    for (let depth = 1; depth <= source.path.length; depth++)
      this.#reached.add(source.path.slice(0, depth).join('.'));
    this.#checkTypeofs(written);
    this.items.push(this.itemFor(resolved));
  }

  /** A function shows itself in the place of its field, or under its alias. */
  #addFunction(selected: FieldFunctionExpression): void {
    const { sql, field, show, written = '' } = recordFunction(this.#scope, selected);
    const { source } = this.#scope.resolve(written);
    const { alias } = selected;
    this.#once(alias ?? [...source.path, field.name].join('.'), alias ?? written);
    const item = this.itemFor({ source: alias === undefined ? source : this.#scope.root, field, sql });
    if (item.kind !== 'value') return;
    this.items.push({
      ...item,
      ...(alias === undefined ? {} : { alias }),
      ...(show === undefined ? {} : { show }),
    });
  }

  #addTypeof(selected: FieldTypeOf): void {
    const item = typeofItem(this, this.#scope, selected);
    const path = item.source.path.join('.');
    this.#once(`TYPEOF ${path}`, selected.field);
    this.#typeofs.add(path);
    this.#checkTypeofs(selected.field);
    this.items.push(item);
  }

  #checkTypeofs(written: string): void {
    const both = [...this.#typeofs].find((path) => this.#reached.has(path));
    if (both === undefined) return;
    const message = `Relationship '${both}' cannot be in the field list and in TYPEOF at the same time`;
    throw malformedAt(this.#scope.context.text, written, message);
  }

  #once(name: string, written: string): void {
    if (this.#seen.has(name)) {
      throw invalidField(this.#scope.context.text, written, `duplicate field selected: ${name}`);
    }
    this.#seen.add(name);
  }

  #addressParts(source: RecordSource, compound: FieldDescribe): AddressPart[] {
    const isLocation = compound.type === 'location';
    const prefix = compound.name.replace(isLocation ? /__c$/ : /Address$/, '');
    return (isLocation ? ['Latitude', 'Longitude'] : ADDRESS_PARTS).flatMap((part) => {
      const field = source.sobject?.field(isLocation ? `${prefix}__${part}__s` : `${prefix}${part}`);
      if (field === undefined) return [];
      const key = part.charAt(0).toLowerCase() + part.slice(1);
      return [{ key, column: this.columnOf(`${source.alias}.${quoteName(field.name)}`) }];
    });
  }

  #addChildren(subquery: Subquery): void {
    const { root, context } = this.#scope;
    const name = subquery.relationshipName;
    const child = root.sobject.childRelationship(name);
    if (child?.relationshipName == null || context.store.catalogue.find(child.childSObject) === undefined)
      throw noSuchChildren(context.text, name);
    this.#once(child.relationshipName, name);
    this.items.push({ kind: 'children', relationshipName: child.relationshipName, subquery });
  }
}

/** Keys of an address object in the order of the REST answer. */
const ADDRESS_PARTS = [
  'City',
  'Country',
  'GeocodeAccuracy',
  'Latitude',
  'Longitude',
  'PostalCode',
  'State',
  'Street',
];

function aliasRefused(scope: QueryScope, alias: string): SoqlError {
  return malformedAt(scope.context.text, alias, 'only aggregate expressions use field aliasing');
}
