import type { FieldType, QueryBase } from '@jetstreamapp/soql-parser-js';
import type { Catalogue, FieldDescribe, SObject } from '../catalogue/catalogue.ts';
import { shownPath } from './function-call.ts';
import { parseSoql } from './parse-soql.ts';

/** What a query gives, column by column: the answer to `/query?columns=true`, on which `sf data query` builds its tables. */
export interface ColumnMetadata {
  readonly columnMetadata: readonly Column[];
  readonly entityName: string;
  readonly groupBy: boolean;
  readonly idSelected: boolean;
  readonly keyPrefix: string;
}

/** One column; parents and children hold theirs. */
export interface Column {
  /** Children, or the value of a function. */
  readonly aggregate: boolean;
  readonly apexType: string;
  readonly booleanType: boolean;
  readonly columnName: string;
  readonly custom: boolean;
  readonly displayName: string;
  readonly foreignKeyName: string | null;
  readonly insertable: boolean;
  readonly joinColumns: readonly Column[];
  readonly numberType: boolean;
  readonly textType: boolean;
  readonly updatable: boolean;
}

/** Describes the columns of a query that is known to be right. */
export function columnMetadata(catalogue: Catalogue, soql: string): ColumnMetadata {
  const { query } = parseSoql(soql);
  const object = catalogue.find(query.sObject ?? '');
  const columns = columnsOf(catalogue, object, query);
  return {
    columnMetadata: columns,
    entityName: object?.name ?? '',
    groupBy: query.groupBy !== undefined,
    idSelected: columns.some(({ columnName }) => columnName === 'Id'),
    keyPrefix: object?.keyPrefix ?? '',
  };
}

function columnsOf(catalogue: Catalogue, object: SObject | undefined, query: QueryBase): Column[] {
  let unnamed = 0;
  const columns: Column[] = [];
  for (const selected of query.fields ?? []) {
    const column = columnOf(catalogue, object, selected, () => `expr${unnamed++}`);
    const same = columns.find(
      (other) => other.columnName === column.columnName && isJoin(other) && isJoin(column),
    );
    if (same === undefined) columns.push(column);
    else
      columns[columns.indexOf(same)] = { ...same, joinColumns: [...same.joinColumns, ...column.joinColumns] };
  }
  return columns;
}

function isJoin({ aggregate, joinColumns }: Column): boolean {
  return !aggregate && joinColumns.length > 0;
}

function columnOf(
  catalogue: Catalogue,
  object: SObject | undefined,
  selected: FieldType,
  nextName: () => string,
): Column {
  switch (selected.type) {
    case 'Field':
      return plain(object?.field(selected.field), selected.field);
    case 'FieldRelationship':
      return joined(catalogue, object, selected.relationships, selected.field);
    case 'FieldSubquery': {
      const child = object?.childRelationship(selected.subquery.relationshipName);
      const inner = catalogue.find(child?.childSObject ?? '');
      const name = child?.relationshipName ?? selected.subquery.relationshipName;
      return {
        ...plain(undefined, name),
        aggregate: true,
        joinColumns: columnsOf(catalogue, inner, selected.subquery),
      };
    }
    case 'FieldTypeof':
      return plain(undefined, selected.field);
    case 'FieldFunctionExpression': {
      const shown = selected.alias === undefined ? shownPath(selected) : undefined;
      if (shown !== undefined) {
        const path = shown.split('.');
        return joined(catalogue, object, path.slice(0, -1), path.at(-1) ?? '');
      }
      const name = selected.alias ?? nextName();
      return {
        ...plain(undefined, name),
        aggregate: true,
        displayName: selected.alias ?? selected.rawValue ?? selected.functionName,
      };
    }
  }
}

/** A parent's field: the relationship as a column with the rest of the path inside. */
function joined(
  catalogue: Catalogue,
  object: SObject | undefined,
  relationships: readonly string[],
  name: string,
): Column {
  const [first, ...rest] = relationships;
  if (first === undefined) return plain(object?.field(name), name);
  const reference = object?.parentRelationship(first);
  const target = reference?.referenceTo.length === 1 ? reference.referenceTo[0] : undefined;
  const inner = joined(catalogue, catalogue.find(target ?? ''), rest, name);
  const outer = plain(undefined, reference?.relationshipName ?? first);
  return { ...outer, foreignKeyName: reference?.name ?? null, joinColumns: [inner] };
}

function plain(field: FieldDescribe | undefined, name: string): Column {
  const type = field?.type ?? 'string';
  return {
    aggregate: false,
    apexType: APEX_TYPES[type] ?? 'String',
    booleanType: type === 'boolean',
    columnName: field?.name ?? name,
    custom: field?.custom ?? false,
    displayName: field?.name ?? name,
    foreignKeyName: null,
    insertable: field?.createable ?? false,
    joinColumns: [],
    numberType: ['int', 'double', 'currency', 'percent'].includes(type),
    textType: APEX_TYPES[type] === undefined,
    updatable: field?.updateable ?? false,
  };
}

const APEX_TYPES: Readonly<Record<string, string>> = {
  id: 'Id',
  reference: 'Id',
  boolean: 'Boolean',
  int: 'Integer',
  double: 'Double',
  currency: 'Double',
  percent: 'Double',
  date: 'Date',
  datetime: 'Datetime',
  time: 'Time',
  base64: 'Blob',
  address: 'System.Address',
  location: 'System.Location',
};
