import { canary } from './canary-world.ts';

/** How one command is run. Files are those that `canary.test.ts` puts into the project. */
export interface CanaryCase {
  /** With the path of the command: `['query', 'SELECT …']`. */
  readonly args: readonly string[];
  readonly stdin?: string;
  /** Whether it talks to the org, and so can fail there. */
  readonly isConnected: boolean;
  /** Exit code when all goes well. Default 0; 2 where the rows are meant to fail. */
  readonly code?: number;
}

const connected = ['--connection', 'canary'];
const query = 'SELECT Id, Subject FROM Case LIMIT 5';
const results = ['--results', 'results'];
const newRows = ['--in', 'new.csv', ...results, ...connected];
const oldRows = ['--in', 'old.csv', ...results, ...connected];
/** The rows name records that are not there. */
const failing = { isConnected: true, code: 2 } as const;

/** A record that is not there. */
const missing = ['Case', '500000000000999AAA', ...connected];
const notThere = { isConnected: true, code: 3 } as const;

const entering = ['--enter', 'password', '--enter', 'securityToken'];
const entered = {
  isConnected: false,
  stdin: `${canary.password}\n${canary.securityToken}\n`,
} as const;

/** Every command of the program, by its path. `org start` stays up and has a test of its own. */
export const canaryCases: Readonly<Record<string, CanaryCase>> = {
  'connection test': { args: ['connection', 'test', 'canary'], isConnected: true },
  'connection list': { args: ['connection', 'list'], isConnected: false },
  'connection show': { args: ['connection', 'show', 'canary'], isConnected: false },
  'connection draft': { args: ['connection', 'draft', 'canary', ...entering], ...entered },
  'connection save': { args: ['connection', 'save', 'canary', ...entering], ...entered },
  'connection discard': { args: ['connection', 'discard', 'canary', '--yes'], isConnected: false },
  'connection delete': {
    args: ['connection', 'delete', 'canary', '--force', '--yes'],
    isConnected: false,
  },
  'connection rename': { args: ['connection', 'rename', 'canary', 'bird'], isConnected: false },
  'connection export': { args: ['connection', 'export', 'canary', '--out', 'out.json'], isConnected: false },
  'connection migrate': { args: ['connection', 'migrate', 'canary'], isConnected: false },
  'connection key': { args: ['connection', 'key'], isConnected: false },
  'record create': {
    args: ['record', 'create', 'Case', '--set', 'Subject=x', ...connected],
    isConnected: true,
  },
  'record get': { args: ['record', 'get', ...missing], ...notThere },
  'record related': { args: ['record', 'related', ...missing, 'CaseComments'], ...notThere },
  'record update': { args: ['record', 'update', ...missing, '--set', 'Subject=x'], ...notThere },
  // Cases run at the same time: two that made a contact with one key would be in each other's way.
  'record upsert': {
    args: [
      'record',
      'upsert',
      'Contact',
      '--external-id',
      'Email=nobody@example.com',
      '--set',
      'LastName=x',
      '--update-only',
      ...connected,
    ],
    ...notThere,
  },
  'record delete': { args: ['record', 'delete', ...missing], ...notThere },
  objects: { args: ['objects', ...connected], isConnected: true },
  describe: { args: ['describe', 'Case', ...connected], isConnected: true },
  schema: { args: ['schema', 'insert', '--object', 'Case', ...connected], isConnected: true },
  query: { args: ['query', query, ...connected], isConnected: true },
  insert: { args: ['insert', 'Case', ...newRows], isConnected: true },
  update: { args: ['update', 'Case', ...oldRows], ...failing },
  upsert: { args: ['upsert', 'Case', '--external-id', 'Id', ...oldRows], ...failing },
  delete: { args: ['delete', ...oldRows], ...failing },
  'bulk-query': { args: ['bulk-query', query, '--out', 'rows.csv', ...connected], isConnected: true },
  'bulk-insert': { args: ['bulk-insert', 'Case', ...newRows], isConnected: true },
  'bulk-update': { args: ['bulk-update', 'Case', ...oldRows], ...failing },
  'bulk-upsert': { args: ['bulk-upsert', 'Case', '--external-id', 'Id', ...oldRows], ...failing },
  'bulk-delete': { args: ['bulk-delete', 'Case', ...oldRows], ...failing },
  'bulk-hard-delete': { args: ['bulk-hard-delete', 'Case', ...oldRows], ...failing },
  activity: { args: ['activity', 'cases', '--out', 'cases.csv', ...results], isConnected: true },
  validate: { args: ['validate'], isConnected: false },
};
