import { z } from 'zod';
import { queryToBytes } from '../../bulk/query-to-bytes.ts';
import { queryToRows, type RowColumn } from '../../bulk/query-to-rows.ts';
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
    // The org spells columns its own way; rows and schema spell them as the query does.
    const known = new Map(fields?.columns.map((column) => [column.name.toLowerCase(), column]));
    const columnOf = (name: string): RowColumn => known.get(name.toLowerCase()) ?? { name };
    return yield* queryToRows(connection, { soql: query, ...options }, columnOf, run);
  },
  readBytes(connection, { query, options }, sink, run) {
    const columnNames = async (): Promise<readonly string[]> => {
      const fields = await fieldsOfQuery(connection, query, run);
      return fields?.columns.map(({ name }) => name) ?? [];
    };
    return queryToBytes(connection, { soql: query, ...options }, columnNames, sink, run);
  },
});
