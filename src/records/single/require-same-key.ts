import type { ExternalKey } from '../../connection/record-calls.ts';
import type { Row } from '../../contract/row.ts';
import { ConnectorError } from '../../errors/connector-error.ts';
import type { SObjectDescribe } from '../../schema/sobject-describe.ts';
import { keyOfExternalId } from '../key-of-row.ts';

/**
 * A key among the fields must be the one that finds the record: it is not changed by this call, and another value would
 * be lost without a word.
 *
 * @throws ConnectorError `invalid-value`
 */
export function requireSameKey(describe: SObjectDescribe, key: ExternalKey, fields: Row): void {
  const own = key.field.toLowerCase();
  const field = describe.fields.find(({ name }) => name.toLowerCase() === own);
  const other = Object.entries(fields).find(
    ([name, value]) =>
      name.toLowerCase() === own && keyOfExternalId(value, field) !== keyOfExternalId(key.value, field),
  );
  if (other === undefined) return;
  const message = `Field ${other[0]}: it finds the record, so it cannot be given another value in the same call.`;
  throw new ConnectorError('invalid-value', message, {
    details: { column: other[0] },
    nextSteps: ['Leave the field out, or find the record by something else to change it.'],
  });
}
