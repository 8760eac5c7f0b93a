import type { CatalogueEntry } from './catalogue-entry.ts';

/** The part of the catalogue that is about what users configure: files, fields, names, keys, commands. */
export const configurationErrors = {
  'invalid-configuration': {
    category: 'configuration',
    recovery: 'fix-config',
    nextSteps: ['Correct the listed fields; `sfsc validate` checks a whole project.'],
  },
  'invalid-usage': {
    category: 'configuration',
    recovery: 'fix-config',
    nextSteps: ['See the options with `sfsc help COMMAND`.'],
  },
  'unsupported-node': {
    category: 'configuration',
    recovery: 'fix-config',
    nextSteps: ['Install a newer Node, or run `npm install node@24` beside this package and use `npx sfsc`.'],
  },
  'variable-unset': {
    category: 'configuration',
    recovery: 'fix-config',
    nextSteps: [
      'Set the variable with `--var NAME=VALUE`, in project.json, or give a default: [name{default}].',
    ],
  },
  'unknown-activity-type': {
    category: 'configuration',
    recovery: 'fix-config',
    nextSteps: ['Use one of the activity types that the message lists.'],
  },
  'unknown-connector-type': {
    category: 'configuration',
    recovery: 'fix-config',
    nextSteps: ['Use one of the connection types that the message lists.'],
  },
  'not-in-project': {
    category: 'configuration',
    recovery: 'fix-config',
    nextSteps: ['Check the name, or pass the right folder with `--project DIR`.'],
  },
  'file-not-found': {
    category: 'configuration',
    recovery: 'fix-config',
    nextSteps: ['Check the path; relative paths start at the current folder.'],
  },
  'file-unreadable': {
    category: 'configuration',
    recovery: 'fix-config',
    nextSteps: ['Check the permissions of the file and of its folder.'],
  },
  'file-unwritable': {
    category: 'configuration',
    recovery: 'fix-config',
    nextSteps: ['Check that the folder exists, may be written to, and has room left.'],
  },
  'file-exists': {
    category: 'configuration',
    recovery: 'fix-config',
    nextSteps: ['Name another file with `--out FILE`, or remove the old one.'],
  },
  'invalid-json': {
    category: 'configuration',
    recovery: 'fix-config',
    nextSteps: ['Correct the JSON at the place that the message names.'],
  },
  'address-in-use': {
    category: 'configuration',
    recovery: 'fix-config',
    nextSteps: ['Choose another port, or `--port 0` for a free one.'],
  },
  'secret-unreadable': {
    category: 'configuration',
    recovery: 'fix-config',
    nextSteps: [
      'Use the key that it was encrypted with: SFSC_KEY, or the key file of the user who saved it.',
      'Or enter the secret again with `sfsc connection save NAME --enter FIELD`.',
    ],
  },
  'connection-in-use': {
    category: 'configuration',
    recovery: 'fix-config',
    nextSteps: [
      'Change or remove what the message lists, or delete the connection all the same with `--force`.',
    ],
  },
  'name-taken': {
    category: 'configuration',
    recovery: 'fix-config',
    nextSteps: ['Choose another name; `sfsc connection list` shows those in use.'],
  },
  'secret-key-invalid': {
    category: 'configuration',
    recovery: 'fix-config',
    nextSteps: ['Give SFSC_KEY 32 random bytes in base64, or name a key file that only you can read.'],
  },
  'unsupported-operation': {
    category: 'configuration',
    recovery: 'fix-config',
    nextSteps: ['Use an activity type that can do this; see docs/activities.md.'],
  },
} as const satisfies Record<string, CatalogueEntry>;
