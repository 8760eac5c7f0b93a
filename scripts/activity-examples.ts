/** An activity as a user would write it, and the same run without a project. */
export interface ActivityExample {
  /** `activities/NAME.json`. */
  readonly activity: Readonly<Record<string, unknown>>;
  /** What `sfsc activity NAME` needs beside the name. */
  readonly run: string;
  /** The command that needs no project file. */
  readonly direct: string;
}

const load = '--in cases.csv --results results';
const remove = '--in case-ids.csv --results results';
const connection = '--connection production';

/** One example for every activity type. A test parses each of them with the connector. */
export const activityExamples: Readonly<Record<string, ActivityExample>> = {
  query: {
    activity: {
      ...named('open-cases', 'query'),
      query: 'SELECT Id, Subject, Contact.Email FROM Case WHERE IsClosed = false',
      options: { maxRows: 1000 },
    },
    run: '--out cases.csv',
    direct: `query "SELECT Id, Subject FROM Case" ${connection} --out cases.csv`,
  },
  insert: {
    activity: { ...named('new-cases', 'insert'), object: 'Case', options: { allOrNone: true } },
    run: load,
    direct: `insert Case ${connection} ${load}`,
  },
  update: {
    activity: { ...named('close-cases', 'update'), object: 'Case' },
    run: load,
    direct: `update Case ${connection} ${load}`,
  },
  upsert: {
    activity: { ...named('sync-cases', 'upsert'), object: 'Case', externalIdField: 'MessageId__c' },
    run: load,
    direct: `upsert Case --external-id MessageId__c ${connection} ${load}`,
  },
  delete: {
    activity: named('remove-cases', 'delete'),
    run: remove,
    direct: `delete Case ${connection} ${remove}`,
  },
  'bulk-query': {
    activity: {
      ...named('all-cases', 'bulk-query'),
      query: 'SELECT Id, Subject, CreatedDate FROM Case',
      options: { includeDeleted: true, columnDelimiter: 'TAB', waitSeconds: 7200 },
    },
    run: '--out all-cases.csv',
    direct: `bulk-query "SELECT Id, Subject FROM Case" ${connection} --out all-cases.csv`,
  },
  'bulk-insert': {
    activity: { ...named('load-cases', 'bulk-insert'), object: 'Case', options: { waitSeconds: 7200 } },
    run: load,
    direct: `bulk-insert Case ${connection} ${load}`,
  },
  'bulk-update': {
    activity: { ...named('reprioritise-cases', 'bulk-update'), object: 'Case' },
    run: load,
    direct: `bulk-update Case ${connection} ${load}`,
  },
  'bulk-upsert': {
    activity: { ...named('sync-all-cases', 'bulk-upsert'), object: 'Case', externalIdField: 'MessageId__c' },
    run: load,
    direct: `bulk-upsert Case --external-id MessageId__c ${connection} ${load}`,
  },
  'bulk-delete': {
    activity: { ...named('remove-old-cases', 'bulk-delete'), object: 'Case' },
    run: remove,
    direct: `bulk-delete Case ${connection} ${remove}`,
  },
  'bulk-hard-delete': {
    activity: { ...named('purge-cases', 'bulk-hard-delete'), object: 'Case' },
    run: remove,
    direct: `bulk-hard-delete Case ${connection} ${remove}`,
  },
};

function named(name: string, type: string): Readonly<Record<string, unknown>> {
  return { name, type, connection: 'production' };
}
