import type { SalesforceConnection } from '../../connection/salesforce-connection.ts';
import { inOneRecord } from '../../codec/invalid-value.ts';
import type { Row } from '../../contract/row.ts';
import type { WriteTarget } from '../../schema/write-columns.ts';
import { describerOf } from '../fields-of-query.ts';
import { RecordBuilder, type RecordBody } from '../record-of-row.ts';

/** What is written, and over which connection descriptions of parents are asked for. */
export interface FieldsTarget extends WriteTarget {
  readonly connection: SalesforceConnection;
  readonly signal?: AbortSignal | undefined;
}

/**
 * The fields of one record as REST reads them at the address of the record, which says the object and the key.
 *
 * @param key name of the field that the address holds; its value does not go into the body
 * @throws ConnectorError `unknown-column`, `read-only-column`, `invalid-value`, `not-an-external-id`
 */
export async function bodyOfFields(
  { connection, signal, ...target }: FieldsTarget,
  fields: Row,
  key?: string,
): Promise<RecordBody> {
  const builder = new RecordBuilder(target, describerOf(connection, signal === undefined ? {} : { signal }));
  const row = key === undefined ? fields : { ...withoutKey(fields, key), [key]: '' };
  await builder.admit([row]);
  const own = key?.toLowerCase();
  const entries = Object.entries(recordOf(builder, row));
  return Object.fromEntries(entries.filter(([name]) => name !== 'attributes' && name.toLowerCase() !== own));
}

/** @throws ConnectorError `invalid-value`, in words for one record */
export function recordOf(builder: RecordBuilder, row: Row): RecordBody {
  try {
    return builder.record(row, 0);
  } catch (error) {
    throw inOneRecord(error);
  }
}

function withoutKey(fields: Row, key: string): Row {
  const own = key.toLowerCase();
  return Object.fromEntries(Object.entries(fields).filter(([name]) => name.toLowerCase() !== own));
}
