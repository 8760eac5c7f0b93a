import { z } from 'zod';
import { queryRecords } from '../../records/query-records.ts';
import { sourceActivity } from '../activity-type.ts';
import { recordSource } from '../capabilities.ts';
import { includeDeleted, query as queryField } from '../option-fields.ts';
import { fieldsOfQuery, querySchemas } from '../query-fields.ts';

const options = z.strictObject({
  query: queryField,
  options: z
    .strictObject({
      includeDeleted,
      maxRows: z.int().positive().optional().meta({
        title: 'Most rows',
        description: 'Stop after this many rows; the report then says `truncated`. Default: read all.',
      }),
    })
    .prefault({}),
});

/** Reads records over REST. */
export const query = sourceActivity({
  type: 'query',
  title: 'Query',
  description: 'Reads the records that a SOQL query selects, with parents, children and aggregates.',
  capabilities: recordSource,
  options,
  schemas: (connection, { query }, call) => querySchemas(connection, 'query', query, call),
  async *read(connection, { query, options }, run) {
    const fields = await fieldsOfQuery(connection, query, run);
    return yield* queryRecords(connection, { soql: query, maxRows: undefined, ...options, fields }, run);
  },
});
