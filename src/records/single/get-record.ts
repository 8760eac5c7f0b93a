import type { ExternalKey, RecordReadCall } from '../../connection/record-calls.ts';
import type { SalesforceConnection } from '../../connection/salesforce-connection.ts';
import type { Row } from '../../contract/row.ts';
import { compoundTypes } from '../../schema/field-schema.ts';
import type { FieldDescribe, SObjectDescribe } from '../../schema/sobject-describe.ts';
import { resolveExternalIdField } from '../../schema/write-columns.ts';
import { compileQuery } from '../../soql/compile-query.ts';
import { describerOf } from '../fields-of-query.ts';
import { ambiguousExternalId } from './ambiguous-external-id.ts';
import { recordNotFound, requireRecord } from './missing-record.ts';
import { firstRowsOf } from './rows-of-query.ts';
import { textOf } from './text-of.ts';

/** As many records that share a key as an error names. */
const shownMatches = 10;

/**
 * See `RecordCalls.get`. Asks by a query: it takes parents along, and no key has to fit into an address, where some
 * texts (`a@b.inc`) lead nowhere.
 */
export async function getRecord(
  connection: SalesforceConnection,
  object: string,
  key: string | ExternalKey,
  call: RecordReadCall = {},
): Promise<Row> {
  const describe = await connection.describeObject(object, call);
  const { field, value } =
    typeof key === 'string'
      ? { field: 'Id', value: key }
      : { field: resolveExternalIdField(describe, key.field).name, value: key.value };
  const asked = call.fields ?? ownFields(describe);
  const hasId = asked.some((name) => name.toLowerCase() === 'id');
  const soql = await compileQuery(
    {
      object: describe.name,
      fields: hasId ? asked : [...asked, 'Id'],
      where: { field, operator: '=', value },
      limit: shownMatches,
    },
    describerOf(connection, call),
  );
  const { rows } = await firstRowsOf(connection, { soql, includeDeleted: false }, call);
  const [row, ...others] = rows;
  if (others.length > 0)
    throw ambiguousExternalId({ object: describe.name, field }, urlsOf(connection, describe, rows));
  if (row !== undefined) return hasId ? row : withoutId(row);
  // A query does not tell a record that was deleted from one that never was.
  if (typeof key === 'string') await requireRecord(connection, { describe, id: key }, call);
  throw recordNotFound(`${describe.name} with this ${field}`);
}

/** Names of the fields that a record is read with when nobody says which. */
export function ownFields({ fields }: SObjectDescribe): readonly string[] {
  return fields.filter(hasValueOfItsOwn).map(({ name }) => name);
}

/** Parts of a compound are fields themselves; the content of a file has a call of its own. */
function hasValueOfItsOwn({ type }: FieldDescribe): boolean {
  return !compoundTypes.has(type) && type !== 'base64';
}

function withoutId(row: Row): Row {
  return Object.fromEntries(Object.entries(row).filter(([name]) => name !== 'Id'));
}

function urlsOf(
  { apiVersion }: SalesforceConnection,
  { name }: SObjectDescribe,
  rows: readonly Row[],
): readonly string[] {
  return rows.map((row) => `/services/data/v${apiVersion}/sobjects/${name}/${textOf(row, 'Id')}`);
}
