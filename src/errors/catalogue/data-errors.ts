import type { CatalogueEntry } from './catalogue-entry.ts';

/** The part of the catalogue that is about the data that users bring. */
export const dataErrors = {
  'csv-empty': {
    category: 'data',
    recovery: 'fix-data',
    nextSteps: ['Give a CSV file whose first record names the columns.'],
  },
  'csv-unterminated-quote': {
    category: 'data',
    recovery: 'fix-data',
    nextSteps: [
      'Close the quote that opens at the named place; a quote inside a quoted cell is written twice.',
    ],
  },
  'csv-malformed': {
    category: 'data',
    recovery: 'fix-data',
    nextSteps: ['Correct the record at the named place.'],
  },
  'csv-encoding': {
    category: 'data',
    recovery: 'fix-data',
    nextSteps: ['Save the file as UTF-8.'],
  },
  'unknown-column': {
    category: 'data',
    recovery: 'fix-data',
    nextSteps: ['Rename or drop the column; `sfsc describe OBJECT` lists the fields.'],
  },
  'read-only-column': {
    category: 'data',
    recovery: 'fix-data',
    nextSteps: ['Drop the column, or ask an administrator for edit access to the field.'],
  },
  'missing-column': {
    category: 'data',
    recovery: 'fix-data',
    nextSteps: ['Add the named column to the input.'],
  },
  'all-or-none-too-large': {
    category: 'data',
    recovery: 'fix-data',
    nextSteps: [
      'Give the run fewer rows, or set `allOrNone` to `true`, which undoes single batches only.',
      'Rows about the same record need a batch each, and so do inserts among upserts.',
    ],
  },
  'no-match': {
    category: 'data',
    recovery: 'fix-data',
    nextSteps: ['Correct the key of the row, or let the upsert make records: set `updateOnly` to `false`.'],
  },
  'already-exists': {
    category: 'data',
    recovery: 'fix-data',
    nextSteps: ['Correct the key of the row, or let the upsert change records: set `insertOnly` to `false`.'],
  },
  'invalid-value': {
    category: 'data',
    recovery: 'fix-data',
    nextSteps: ['Correct the value that the message names.'],
  },
} as const satisfies Record<string, CatalogueEntry>;
