import { z } from 'zod';
import { queryToBytes } from '../../bulk/query-to-bytes.ts';
import { queryToRows } from '../../bulk/query-to-rows.ts';
import { sourceActivity } from '../activity-type.ts';
import { bulkSource } from '../capabilities.ts';
import { bulkQueryOptions, query } from '../option-fields.ts';
import { fieldsOfQuery, querySchemas } from '../query-fields.ts';

const options = z.strictObject({ query, options: bulkQueryOptions });

/** Reads records over Bulk API 2.0. */
export const bulkQuery = sourceActivity({
  type: 'bulk-query',
  title: 'Bulk Query',
  description: 'Reads any number of records as CSV over Bulk API 2.0; no aggregates and no child records.',
  capabilities: bulkSource,
  options,
  schemas: (connection, { query }, call) => querySchemas(connection, 'bulk-query', query, call),
  async *read(connection, { query, options }, run) {
    const fields = await fieldsOfQuery(connection, query, run);
    const fieldOf = new Map(fields?.columns.map(({ name, field }) => [name.toLowerCase(), field]));
    const job = { soql: query, ...options };
    return yield* queryToRows(connection, job, (column) => fieldOf.get(column.toLowerCase()), run);
  },
  readBytes(connection, { query, options }, sink, run) {
    const columnNames = async (): Promise<readonly string[]> => {
      const fields = await fieldsOfQuery(connection, query, run);
      return fields?.columns.map(({ name }) => name) ?? [];
    };
    return queryToBytes(connection, { soql: query, ...options }, columnNames, sink, run);
  },
});
