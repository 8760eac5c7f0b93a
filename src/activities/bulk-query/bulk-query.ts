import { z } from 'zod';
import { queryToBytes } from '../../bulk/query-to-bytes.ts';
import { queryToRows, type RowColumn } from '../../bulk/query-to-rows.ts';
import { sourceActivity } from '../activity-type.ts';
import { bulkSource } from '../capabilities.ts';
import { bulkQueryOptions } from '../option-fields.ts';
import { previewQuery } from '../preview-query.ts';
import { fieldsOfQuery, queryRowSchemas } from '../query-fields.ts';
import { bulkQueryFields, checkQuerySource, soqlOf } from '../query-source.ts';

const options = z
  .strictObject({ ...bulkQueryFields, options: bulkQueryOptions })
  .superRefine(checkQuerySource);

/** Reads records over Bulk API 2.0. */
export const bulkQuery = sourceActivity({
  type: 'bulk-query',
  title: 'Bulk Query',
  description: 'Reads any number of records as CSV over Bulk API 2.0; no aggregates and no child records.',
  capabilities: bulkSource,
  options,
  schemas: async (connection, source, call) =>
    queryRowSchemas(connection, await soqlOf(connection, source, call), call),
  async *read(connection, { options, ...source }, run) {
    const soql = await soqlOf(connection, source, run);
    const fields = await fieldsOfQuery(connection, soql, run);
    // The org spells columns its own way; rows and schema spell them as the query does.
    const known = new Map(fields?.columns.map((column) => [column.name.toLowerCase(), column]));
    const columnOf = (name: string): RowColumn => known.get(name.toLowerCase()) ?? { name };
    return yield* queryToRows(connection, { soql, ...options }, columnOf, run);
  },
  async readBytes(connection, { options, ...source }, sink, run) {
    const soql = await soqlOf(connection, source, run);
    const columnNames = async (): Promise<readonly string[]> => {
      const fields = await fieldsOfQuery(connection, soql, run);
      return fields?.columns.map(({ name }) => name) ?? [];
    };
    return queryToBytes(connection, { soql, ...options }, columnNames, sink, run);
  },
  preview: (connection, { options, ...source }, call) =>
    previewQuery(connection, source, options.includeDeleted, call),
});
