import type { JsonRecord } from '../records/org-database.ts';
import { parseRecordId } from '../records/record-id.ts';
import { recordContent } from './record-xml.ts';
import { invalidType, noSuchColumn, refuseMoreThan } from './refusals.ts';
import { requireSoapSession, type SoapCall, type SoapParts } from './soap-call.ts';
import { SoapFault } from './soap-fault.ts';
import { element, scalar } from './write-xml.ts';
import { childOf, childrenOf } from './xml-element.ts';

/** Largest number of ids in one call. */
const maxIds = 2000;

/**
 * `retrieve()`: a row for every id, in their order; nil for records that are not there, deleted, or of another type.
 * @throws SoapFault `EXCEEDED_ID_LIMIT` beyond 2,000, `INVALID_TYPE`, `INVALID_FIELD`, `MALFORMED_ID`.
 */
export function retrieve(parts: SoapParts, call: SoapCall): string {
  const { userId } = requireSoapSession(parts, call);
  const { catalogue } = parts.database;
  const type = childOf(call.operation, 'sObjectType')?.text.trim() ?? '';
  const object = catalogue.find(type);
  if (object === undefined) throw invalidType(type);
  const given = childrenOf(call.operation, 'ids').map(({ text }) => text.trim());
  refuseMoreThan(maxIds, given.length, 'record');
  const ids = given.map(requireId);
  const fields = fieldNames(call);
  for (const name of fields) {
    if (!/^\w+(\.\w+)*$/.test(name)) throw noSuchColumn(name, object.name);
    if (!name.includes('.') && object.field(name) === undefined) throw noSuchColumn(name, object.name);
  }
  if (ids.length === 0) return '';
  const columns = ['Id', ...fields.filter((name) => name.toLowerCase() !== 'id')].join(', ');
  const soql = `SELECT ${columns} FROM ${object.name} WHERE Id IN ('${ids.join("','")}')`;
  const query = parts.database.query(soql, {
    actor: { userId },
    includeDeleted: false,
    dialect: 'rest',
    version: call.version,
  });
  const found = new Map<unknown, JsonRecord>();
  for (const record of query.records('')) found.set(record['Id'], record);
  return ids
    .map((id) => {
      const record = found.get(id);
      if (record === undefined) return scalar('result', null);
      return element('result', recordContent(catalogue, record, 'retrieve'), 'sf:sObject');
    })
    .join('');
}

function fieldNames({ operation }: SoapCall): string[] {
  const list = childOf(operation, 'fieldList')?.text ?? '';
  const names = list.split(',').map((name) => name.trim());
  return [...new Set(names.filter((name) => name !== ''))];
}

function requireId(text: string): string {
  const id = parseRecordId(text);
  if (id === undefined) throw new SoapFault('MALFORMED_ID', `malformed id ${text}`);
  return id;
}
