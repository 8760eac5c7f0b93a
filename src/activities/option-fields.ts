import { z } from 'zod';
import {
  columnDelimiters,
  lineEndings,
  type ColumnDelimiter,
  type LineEnding,
} from '../codec/csv/dialect.ts';
import { assignmentRuleId } from '../records/assignment-rule.ts';

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

/** Whether a query sees the recycle bin. */
export const includeDeleted = z.boolean().default(false).meta({
  title: 'Include deleted',
  description: 'Read deleted and archived records too (queryAll). Default: false.',
});

/** What all four writes over REST can be told. */
const commonWriteOptions = {
  allOrNone: z
    .union([z.boolean(), z.literal('run')])
    .default(false)
    .meta({
      title: 'All or none',
      description:
        '`true`: when one row of a batch fails, undo the others of that batch. `run`: undo all rows of the run, which must fit into one call (1,000 rows). Default: false.',
    }),
  batchSize: z.int().min(1).max(200).default(200).meta({
    title: 'Batch size',
    description:
      'Rows that the org saves together, at most; up to five batches travel in one call. Default: 200.',
  }),
  parallelCalls: z.int().min(1).max(25).default(5).meta({
    title: 'Parallel calls',
    description:
      'Calls that may wait for an answer at the same time. 1 writes strictly one after the other. Default: 5.',
  }),
  retryRows: z.int().min(0).max(10).default(3).meta({
    title: 'Retries of rows',
    description:
      'How often a row is sent again that failed for a lock, a limit or a time-out; never for what is wrong with its data. Default: 3.',
  }),
};

const autoFieldsToNull = z.boolean().default(true).meta({
  title: 'Empty text clears',
  description:
    "Whether `''` in a row clears a field as `null` does; otherwise it leaves the field alone. Default: true.",
});

const savingOptions = {
  ...commonWriteOptions,
  autoFieldsToNull,
  assignmentRule: z
    .union([z.enum(['none', 'default']), z.string().regex(assignmentRuleId, 'the id of a rule')])
    .default('none')
    .meta({
      title: 'Assignment rule',
      description:
        '`none` assigns nothing, `default` runs the active rule of the object, an id (`01Q…`) that rule. Cases and leads only. Default: none.',
    }),
  allowDuplicates: z.boolean().default(false).meta({
    title: 'Allow duplicates',
    description: 'Save rows although a duplicate rule that only warns has found a match. Default: false.',
  }),
  updateMru: z.boolean().default(false).meta({
    title: 'Recently used',
    description: 'Put the records among those that the user used last. Default: false.',
  }),
};

/** Settings of Insert and Update. */
export const recordWriteOptions = z.strictObject(savingOptions).prefault({});

/** Settings of Upsert. */
export const recordUpsertOptions = z
  .strictObject({
    ...savingOptions,
    updateOnly: z.boolean().default(false).meta({
      title: 'Update only',
      description: 'Never make a record: rows that match none fail. Default: false.',
    }),
    insertOnly: z.boolean().default(false).meta({
      title: 'Insert only',
      description: 'Never change a record: rows that match one fail. Default: false.',
    }),
  })
  .refine(({ updateOnly, insertOnly }) => !updateOnly || !insertOnly, {
    path: ['insertOnly'],
    message: 'updateOnly and insertOnly exclude each other',
  })
  .prefault({});

/** Settings of Delete. */
export const recordDeleteOptions = z.strictObject(commonWriteOptions).prefault({});

/** How long a bulk activity waits for its jobs. */
export const waitSeconds = z.number().positive().default(86_400).meta({
  title: 'Wait',
  description:
    'Seconds to wait for each job. When they are over the activity stops waiting; the job goes on in the org. Default: 86400 (a day).',
});

/** Settings of the bulk writes that delete. */
export const bulkDeleteOptions = z.strictObject({ waitSeconds }).prefault({});

/** Settings of the bulk writes that save. */
export const bulkWriteOptions = z
  .strictObject({
    autoFieldsToNull: autoFieldsToNull.meta({
      title: 'Empty text clears',
      description:
        "Whether `''` in a row clears a field as `null` does; otherwise it leaves the field alone. A CSV that goes through as bytes is not touched: an empty cell leaves alone, `#N/A` clears. Default: true.",
    }),
    waitSeconds,
  })
  .prefault({});

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
