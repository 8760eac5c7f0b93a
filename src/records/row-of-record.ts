import type { Row, RowValue } from '../contract/row.ts';
import { valueOfJson } from '../codec/values.ts';
import { keepsType } from '../schema/query-schema.ts';
import type { QueryField, QueryFields } from '../schema/query-fields.ts';
import type { FieldDescribe } from '../schema/sobject-describe.ts';

/** A record as REST writes it: `attributes` first, then the fields. */
export type JsonRecord = Readonly<Record<string, unknown>>;

/** One page of child records inside a parent record. */
interface RecordPage {
  readonly done: boolean;
  readonly nextRecordsUrl?: string | undefined;
  readonly records: readonly JsonRecord[];
}

/** Fetches the further pages of child records, which hang in the parent's record like little queries. */
export class ChildPages {
  readonly #after: (page: RecordPage) => Promise<RecordPage | undefined>;

  /** @param after fetches the page behind a page; `undefined` behind the last */
  constructor(after: (page: RecordPage) => Promise<RecordPage | undefined>) {
    this.#after = after;
  }

  async *records(first: RecordPage): AsyncGenerator<JsonRecord, undefined, undefined> {
    let page: RecordPage | undefined = first;
    while (page !== undefined) {
      yield* page.records;
      page = await this.#after(page);
    }
    return undefined;
  }
}

/**
 * A REST record as a flat row: parents become dotted columns, children become lists of rows.
 *
 * @param fields what the query selects; without it, everything that the record holds is taken as it comes
 */
export async function rowOfRecord(
  record: JsonRecord,
  fields: QueryFields | undefined,
  children: ChildPages,
): Promise<Row> {
  const row: Record<string, RowValue> = {};
  if (fields?.isExact === true) {
    for (const column of fields.columns) row[column.name] = columnValue(record, column);
    for (const child of fields.children) {
      const value = find(record, child.relationshipName);
      row[child.relationshipName] = isRecordPage(value)
        ? await childRows(value, child.fields, children)
        : null;
    }
    return row;
  }
  const typeOf = new Map(fields?.columns.map(({ name, field }) => [name, field]));
  await takeEverything(record, '', { row, typeOf, children });
  return row;
}

function columnValue(record: JsonRecord, column: QueryField): RowValue {
  let value: unknown = record;
  for (const name of column.location) value = isRecord(value) ? find(value, name) : null;
  const typed =
    column.functionName === undefined || keepsType(column.functionName) ? column.field : undefined;
  return scalar(value, typed);
}

interface Taking {
  readonly row: Record<string, RowValue>;
  readonly typeOf: ReadonlyMap<string, FieldDescribe | undefined>;
  readonly children: ChildPages;
}

async function takeEverything(record: JsonRecord, prefix: string, taking: Taking): Promise<void> {
  for (const [name, value] of Object.entries(record)) {
    if (name === 'attributes') continue;
    const column = prefix + name;
    if (isRecordPage(value)) taking.row[column] = await childRows(value, undefined, taking.children);
    else if (isRecord(value)) await takeEverything(value, `${column}.`, taking);
    else taking.row[column] = scalar(value, taking.typeOf.get(column));
  }
}

async function childRows(
  page: RecordPage,
  fields: QueryFields | undefined,
  children: ChildPages,
): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for await (const record of children.records(page)) rows.push(await rowOfRecord(record, fields, children));
  return rows;
}

/** Salesforce answers in canonical spelling, whatever the query's. */
function find(record: JsonRecord, name: string): unknown {
  if (name in record) return record[name];
  const wanted = name.toLowerCase();
  for (const key of Object.keys(record)) if (key.toLowerCase() === wanted) return record[key];
  return undefined;
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

function isRecordPage(value: unknown): value is RecordPage {
  return isRecord(value) && Array.isArray(value['records']) && typeof value['done'] === 'boolean';
}
