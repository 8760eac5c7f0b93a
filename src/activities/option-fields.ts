import { z } from 'zod';
import {
  columnDelimiters,
  lineEndings,
  type ColumnDelimiter,
  type LineEnding,
} from '../codec/csv/dialect.ts';

/** The sObject that a write works on. */
export const object = z
  .string()
  .regex(/^[A-Za-z]\w*$/, 'an API name such as Case or Invoice__c')
  .meta({ title: 'Object', description: 'API name of the sObject, e.g. `Case` or `Invoice__c`.' });

/** The field that an upsert matches on. */
export const externalIdField = z
  .string()
  .regex(/^[A-Za-z]\w*$/, 'a field name such as MessageId__c')
  .meta({
    title: 'External ID field',
    description:
      'Field that tells existing records from new ones: marked External ID, or usable for lookups, or `Id`.',
  });

/** The query of a source. */
export const query = z.string().min(1).meta({ title: 'Query', description: 'SOQL. It is sent as written.' });

/** Whether a query sees the recycle bin. */
export const includeDeleted = z.boolean().default(false).meta({
  title: 'Include deleted',
  description: 'Read deleted and archived records too (queryAll). Default: false.',
});

/** Settings of Insert, Update, Upsert and Delete. */
export const recordWriteOptions = z
  .strictObject({
    allOrNone: z.boolean().default(false).meta({
      title: 'All or none',
      description: 'When one row of a call (200 rows) fails, undo the others of that call. Default: false.',
    }),
  })
  .prefault({});

/** How long a bulk activity waits for its jobs. */
export const waitSeconds = z.number().positive().default(86_400).meta({
  title: 'Wait',
  description:
    'Seconds to wait for each job. When they are over the activity stops waiting; the job goes on in the org. Default: 86400 (a day).',
});

/** Settings of the bulk writes. */
export const bulkWriteOptions = z.strictObject({ waitSeconds }).prefault({});

const delimiterNames = Object.keys(columnDelimiters) as [ColumnDelimiter, ...ColumnDelimiter[]];
const lineEndingNames = Object.keys(lineEndings) as [LineEnding, ...LineEnding[]];

/** Settings of Bulk Query. */
export const bulkQueryOptions = z
  .strictObject({
    includeDeleted,
    waitSeconds,
    columnDelimiter: z
      .enum(delimiterNames)
      .default('COMMA')
      .meta({ title: 'Column delimiter', description: 'Between the cells of the result. Default: COMMA.' }),
    lineEnding: z
      .enum(lineEndingNames)
      .default('LF')
      .meta({ title: 'Line ending', description: 'Between the records of the result. Default: LF.' }),
  })
  .prefault({});
