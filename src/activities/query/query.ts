import { z } from 'zod';
import { queryRecords } from '../../records/query-records.ts';
import { sourceActivity } from '../activity-type.ts';
import { recordSource } from '../capabilities.ts';
import { includeDeleted } from '../option-fields.ts';
import { previewQuery } from '../preview-query.ts';
import { fieldsOfQuery, queryRowSchemas } from '../query-fields.ts';
import { checkQuerySource, recordQueryFields, soqlOf } from '../query-source.ts';

const options = z
  .strictObject({
    ...recordQueryFields,
    options: z
      .strictObject({
        includeDeleted,
        maxRows: z.int().positive().optional().meta({
          title: 'Most rows',
          description: 'Stop after this many rows; the report then says `truncated`. Default: read all.',
        }),
      })
      .prefault({}),
  })
  .superRefine(checkQuerySource);

/** Reads records over REST. */
export const query = sourceActivity({
  type: 'query',
  title: 'Query',
  description: 'Reads the records that a SOQL query selects, with parents, children and aggregates.',
  capabilities: recordSource,
  options,
  schemas: async (connection, source, call) =>
    queryRowSchemas(connection, await soqlOf(connection, source, call), call),
  async *read(connection, { options, ...source }, run) {
    const soql = await soqlOf(connection, source, run);
    const fields = await fieldsOfQuery(connection, soql, run);
    return yield* queryRecords(connection, { soql, maxRows: undefined, ...options, fields }, run);
  },
  preview: (connection, { options, ...source }, call) =>
    previewQuery(connection, source, options.includeDeleted, call),
});
