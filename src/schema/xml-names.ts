import type { JsonSchema } from '../contract/schema.ts';
import type { WriteOperation } from './write-operation.ts';

/** The calls of the partner API that the elements are named after. */
const calls: Readonly<Record<WriteOperation | 'query', string>> = {
  query: 'query',
  insert: 'create',
  update: 'update',
  upsert: 'upsert',
  delete: 'delete',
  hardDelete: 'delete',
};

/**
 * What the elements of an XML document of rows are called, the value of `x-xml`: `root` around all rows, `row` around
 * each. Where a row is one bare value, `text` names its column. They are the names that the partner API uses.
 */
export function xmlNames(operation: WriteOperation | 'query', side: 'Request' | 'Response'): JsonSchema {
  const call = calls[operation];
  if (side === 'Response')
    return { root: `${call}Response`, row: operation === 'query' ? 'records' : 'result' };
  return call === 'delete' ? { root: call, row: 'ids', text: 'Id' } : { root: call, row: 'sObjects' };
}
