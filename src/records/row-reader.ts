import type { Row, RowValue } from '../contract/row.ts';
import { valueOfJson } from '../codec/values.ts';
import { keepsType } from '../schema/query-schema.ts';
import type { QueryField, QueryFields } from '../schema/query-fields.ts';
import type { FieldDescribe } from '../schema/sobject-describe.ts';

/** A record as REST writes it: `attributes` first, then the fields. */
export type JsonRecord = Readonly<Record<string, unknown>>;

/** One page of child records, which hangs in the parent's record like a little query. */
export interface ChildPage {
  readonly done: boolean;
  readonly nextRecordsUrl?: string | undefined;
  readonly records: readonly JsonRecord[];
}

/** A list of child rows of which the org holds more. */
export interface UnfinishedList {
  /** What is there so far; the rows of further pages go behind them. */
  readonly rows: Row[];
  readonly page: ChildPage;
  readonly reader: RowReader;
}

/**
 * Turns REST records into flat rows: parents become dotted columns, children become lists of rows. What a query selects
 * is worked out once, so that a row costs no more than its values.
 */
export class RowReader {
  readonly #columns: readonly ColumnReader[] | undefined;
  readonly #children: readonly ChildReader[];
  readonly #types: ReadonlyMap<string, FieldDescribe | undefined>;

  /** @param fields what the query selects; without it, everything that a record holds is taken as it comes */
  constructor(fields: QueryFields | undefined) {
    this.#columns = fields?.isExact === true ? fields.columns.map(columnReader) : undefined;
    this.#children = (fields?.children ?? []).map((child) => ({
      name: child.relationshipName,
      location: [child.relationshipName],
      reader: new RowReader(child.fields),
    }));
    this.#types = new Map(fields?.columns.map(({ name, field }) => [name, field]));
  }

  /** @param unfinished receives the child lists of the record that have further pages */
  row(record: JsonRecord, unfinished: UnfinishedList[]): Row {
    const row: Record<string, RowValue> = {};
    if (this.#columns === undefined) {
      this.#takeEverything(record, '', { row, unfinished });
      return row;
    }
    for (const { name, location, field } of this.#columns)
      row[name] = scalar(valueAt(record, location), field);
    for (const { name, location, reader } of this.#children)
      row[name] = listOf(valueAt(record, location), reader, unfinished);
    return row;
  }

  #takeEverything(
    record: JsonRecord,
    prefix: string,
    taking: { readonly row: Record<string, RowValue>; readonly unfinished: UnfinishedList[] },
  ): void {
    for (const [name, value] of Object.entries(record)) {
      if (name === 'attributes') continue;
      const column = prefix + name;
      if (isChildPage(value)) taking.row[column] = listOf(value, this.#childReader(name), taking.unfinished);
      else if (isParent(value)) this.#takeEverything(value, `${column}.`, taking);
      else taking.row[column] = scalar(value, this.#types.get(column));
    }
  }

  #childReader(name: string): RowReader {
    return this.#children.find((child) => child.name === name)?.reader ?? takesAnything;
  }
}

const takesAnything = new RowReader(undefined);

interface ColumnReader {
  readonly name: string;
  /** Put into the org's spelling with the first record that has it, whatever the query's: no row looks for a name. */
  readonly location: string[];
  /** Whose type the values have. */
  readonly field: FieldDescribe | undefined;
}

interface ChildReader {
  readonly name: string;
  readonly location: string[];
  readonly reader: RowReader;
}

function columnReader({ name, location, functionName, field }: QueryField): ColumnReader {
  const isTyped = functionName === undefined || keepsType(functionName);
  return { name, location: [...location], field: isTyped ? field : undefined };
}

function listOf(value: unknown, reader: RowReader, unfinished: UnfinishedList[]): readonly Row[] | null {
  if (!isChildPage(value)) return null;
  const rows = value.records.map((record) => reader.row(record, unfinished));
  if (!value.done) unfinished.push({ rows, page: value, reader });
  return rows;
}

function valueAt(record: JsonRecord, location: string[]): unknown {
  let value: unknown = record;
  for (let depth = 0; depth < location.length; depth += 1) {
    if (!isRecord(value)) return null;
    let name = location[depth] ?? '';
    if (value[name] === undefined) {
      name = spellingIn(value, name);
      location[depth] = name;
    }
    value = value[name];
  }
  return value;
}

/** Salesforce answers in canonical spelling. */
function spellingIn(record: JsonRecord, name: string): string {
  const wanted = name.toLowerCase();
  return Object.keys(record).find((key) => key.toLowerCase() === wanted) ?? name;
}

function scalar(value: unknown, field: FieldDescribe | undefined): RowValue {
  switch (typeof value) {
    case 'string':
    case 'number':
    case 'boolean':
      return valueOfJson(value, field);
    default:
      return value == null ? null : JSON.stringify(value);
  }
}

function isRecord(value: unknown): value is JsonRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Only records say what they are: addresses and locations are values of one field. */
function isParent(value: unknown): value is JsonRecord {
  return isRecord(value) && 'attributes' in value;
}

function isChildPage(value: unknown): value is ChildPage {
  return isRecord(value) && Array.isArray(value['records']) && typeof value['done'] === 'boolean';
}
