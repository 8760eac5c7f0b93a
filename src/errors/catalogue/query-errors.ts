import type { CatalogueEntry } from './catalogue-entry.ts';

/** The part of the catalogue that is about queries before they are sent: their parts, and the values bound into them. */
export const queryErrors = {
  'invalid-bind': {
    category: 'configuration',
    recovery: 'fix-config',
    nextSteps: ['Give a value that fits the field; docs/queries.md lists what each type of field takes.'],
  },
  'missing-bind': {
    category: 'configuration',
    recovery: 'fix-config',
    nextSteps: [
      'Give the value in `binds`, on the command line with `--bind name=value`, or as a default in the query: [name{default}].',
      'For the text [name] itself, write \\u005bname].',
    ],
  },
  'unused-bind': {
    category: 'configuration',
    recovery: 'fix-config',
    nextSteps: ['Correct the name in the query or in `binds`, or drop the value; case counts.'],
  },
  'unknown-field': {
    category: 'configuration',
    recovery: 'fix-config',
    nextSteps: [
      'Correct the listed names; `sfsc describe OBJECT` lists the fields of an object, and names of custom ones end in __c or __r.',
      'Check that the user of the connection may see the fields.',
    ],
  },
} as const satisfies Record<string, CatalogueEntry>;
