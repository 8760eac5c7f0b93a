import type { Row } from '../../contract/row.ts';
import type { WriteTarget } from '../../schema/write-columns.ts';
import { RecordBuilder, type RecordBody } from '../record-of-row.ts';

/**
 * The fields of one record as REST reads them at the address of the record, which says the object and the key.
 *
 * @param key name of the field that the address holds; its value does not go into the body
 * @throws ConnectorError `unknown-column`, `read-only-column`, `invalid-value`
 */
export function bodyOfFields(target: WriteTarget, fields: Row, key?: string): RecordBody {
  const builder = new RecordBuilder(target);
  const row = key === undefined ? fields : { ...withoutKey(fields, key), [key]: '' };
  builder.admit([row]);
  const own = key?.toLowerCase();
  const entries = Object.entries(builder.record(row, 0));
  return Object.fromEntries(entries.filter(([name]) => name !== 'attributes' && name.toLowerCase() !== own));
}

function withoutKey(fields: Row, key: string): Row {
  const own = key.toLowerCase();
  return Object.fromEntries(Object.entries(fields).filter(([name]) => name.toLowerCase() !== own));
}
