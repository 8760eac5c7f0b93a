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

/** Every command of the program, by its path. `org start` stays up and has a test of its own. */
export const canaryCases: Readonly<Record<string, CanaryCase>> = {
  'connection test': { args: ['connection', 'test', 'canary'], isConnected: true },
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
