import type { FieldDescribe, SObject } from '../catalogue/catalogue.ts';
import type { Actor, JsonRecord, OrgDatabase } from '../records/org-database.ts';
import { parseRecordId } from '../records/record-id.ts';

/** Whose records to read, and how their `attributes.url` begins. */
export interface ReadScope {
  readonly database: OrgDatabase;
  readonly actor: Actor;
  /** `/services/data/v67.0`. */
  readonly versionPath: string;
}

/** The live records whose field has this value; `fields` are API names, default all. */
export function readRecords(
  { database, actor, versionPath }: ReadScope,
  object: SObject,
  where: { readonly field: FieldDescribe; readonly value: string; readonly fields?: readonly string[] },
): JsonRecord[] {
  if (where.field.name === 'Id' && parseRecordId(where.value) === undefined) return [];
  const columns = where.fields ?? object.fields.map(({ name }) => name);
  const soql = `SELECT ${columns.join(', ')} FROM ${object.name} WHERE ${where.field.name} = ${literal(where)}`;
  const query = database.query(soql, { actor, includeDeleted: false, dialect: 'rest' });
  return [...query.records(versionPath)];
}

/** Numbers and booleans stand bare in SOQL; what is neither can match nothing and is quoted. */
function literal({ field, value }: { field: FieldDescribe; value: string }): string {
  const isBare = ['double', 'int', 'long', 'currency', 'percent'].includes(field.type);
  if (isBare && /^-?\d+(\.\d+)?$/.test(value)) return value;
  return `'${value.replace(/[\\'\n\r]/g, (char) => ESCAPES[char] ?? char)}'`;
}

/** No line break stands bare in a SOQL text. */
const ESCAPES: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  "'": "\\'",
  '\n': '\\n',
  '\r': '\\r',
};
