import type { FieldType, Subquery } from '@jetstreamapp/soql-parser-js';
import type { FieldDescribe } from '../catalogue/catalogue.ts';
import { quoteName } from '../records/column.ts';
import { SoqlError } from '../records/org-database.ts';
import { expandFieldsFunction } from './fields-function.ts';
import type { QueryScope, RecordSource } from './query-scope.ts';
import { errorAt, locate, notEmulated } from './soql-text.ts';

/** One thing that a record shows, in SELECT order. Numbers are positions in the result row. */
export type OutputItem =
  | {
      readonly kind: 'value';
      readonly source: RecordSource;
      readonly field: FieldDescribe;
      readonly column: number;
    }
  | {
      readonly kind: 'address';
      readonly source: RecordSource;
      readonly field: FieldDescribe;
      readonly parts: readonly AddressPart[];
    }
  | { readonly kind: 'children'; readonly relationshipName: string; readonly subquery: Subquery };

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

  constructor(scope: QueryScope) {
    this.#scope = scope;
    this.columnOf(scope.root.idSql);
  }

  /** Adds a field of SELECT. `limited` tells whether LIMIT allows the unbounded FIELDS(). */
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
        if (selected.functionName.toUpperCase() !== 'FIELDS')
          throw notEmulated(`${selected.functionName}() in the field list`);
        for (const name of expandFieldsFunction(this.#scope, selected, limited)) this.#addPath(name);
        return;
      case 'FieldTypeof':
        throw notEmulated('TYPEOF');
    }
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
    const { source, field, sql } = this.#scope.resolve(written);
    const path = [...source.path, field.name].join('.');
    if (this.#seen.has(path)) {
      const { text } = this.#scope.context;
      throw new SoqlError(
        'INVALID_FIELD',
        errorAt(text, locate(text, written), '', `duplicate field selected: ${path}`).message,
      );
    }
    this.#seen.add(path);
    for (let parent: RecordSource | undefined = source; parent !== undefined; parent = parent.parent)
      this.columnOf(parent.idSql);
    if (field.type !== 'address' && field.type !== 'location') {
      this.items.push({ kind: 'value', source, field, column: this.columnOf(sql) });
      return;
    }
    this.items.push({ kind: 'address', source, field, parts: this.#addressParts(source, field) });
  }

  #addressParts(source: RecordSource, compound: FieldDescribe): AddressPart[] {
    const prefix = compound.name.replace(/Address$/, '');
    return ADDRESS_PARTS.flatMap((part) => {
      const field = source.sobject?.field(`${prefix}${part}`);
      if (field === undefined) return [];
      const key = part.charAt(0).toLowerCase() + part.slice(1);
      return [{ key, column: this.columnOf(`${source.alias}.${quoteName(field.name)}`) }];
    });
  }

  #addChildren(subquery: Subquery): void {
    const { root, context } = this.#scope;
    const name = subquery.relationshipName;
    const child = root.sobject.childRelationship(name);
    if (child?.relationshipName == null || context.store.catalogue.find(child.childSObject) === undefined) {
      throw errorAt(
        context.text,
        locate(context.text, name),
        'INVALID_TYPE',
        `Didn't understand relationship '${name}' in FROM part of query call. If you are attempting to use a custom relationship, be sure to append the '__r' after the custom relationship name. Please reference your WSDL or the describe call for the appropriate names.`,
      );
    }
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
  const { text } = scope.context;
  return errorAt(
    text,
    locate(text, alias),
    'MALFORMED_QUERY',
    `only aggregate expressions use field aliasing`,
  );
}
