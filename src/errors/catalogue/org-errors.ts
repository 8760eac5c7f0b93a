import type { CatalogueEntry } from './catalogue-entry.ts';

/** The part of the catalogue that is about what the org answers, and what became of the work given to it. */
export const orgErrors = {
  'unknown-object': {
    category: 'configuration',
    recovery: 'fix-config',
    nextSteps: [
      'Find the API name with `sfsc objects --search TEXT`; custom objects end in __c.',
      'Check that the user of the connection may see the object.',
    ],
  },
  'invalid-query': {
    category: 'configuration',
    recovery: 'fix-config',
    nextSteps: [
      'Correct the query at the place that the message names; `sfsc describe OBJECT` lists the fields.',
    ],
  },
  'query-too-long': {
    category: 'configuration',
    recovery: 'fix-config',
    nextSteps: ['Bind fewer values at once, or select fewer fields; run the query in parts.'],
  },
  'query-cursor-lost': {
    category: 'operation',
    recovery: 'abort',
    nextSteps: [
      'Run the query again: the org keeps the place of a reader for two days, and for one user only.',
      'Select Id, end the query with ORDER BY Id and leave LIMIT out: then it goes on behind the last row by itself.',
      'Use Bulk Query for what takes days: the org keeps its results.',
    ],
  },
  'record-not-found': {
    category: 'operation',
    recovery: 'abort',
    nextSteps: ['Check the id or key, and that the user of the connection may see the record.'],
  },
  'ambiguous-external-id': {
    category: 'data',
    recovery: 'fix-data',
    nextSteps: ['Name the record by its Id, or make the key unique in the org.'],
  },
  'unknown-relationship': {
    category: 'configuration',
    recovery: 'fix-config',
    nextSteps: ['Use the name that a query would use, e.g. `CaseComments`, or `Account` for a parent.'],
  },
  'invalid-composite': {
    category: 'configuration',
    recovery: 'fix-config',
    nextSteps: ['Split the steps over several calls, each with its own names.'],
  },
  'not-an-external-id': {
    category: 'configuration',
    recovery: 'fix-config',
    nextSteps: ['Use a field marked "External ID" in Setup, or one that the org offers for lookups.'],
  },
  'permission-denied': {
    category: 'configuration',
    recovery: 'fix-config',
    nextSteps: ['Ask an administrator for the missing permission.'],
  },
  'invalid-request': {
    category: 'operation',
    recovery: 'abort',
    nextSteps: ["Read the org's own message; it names what it refused."],
  },
  'not-found': {
    category: 'operation',
    recovery: 'abort',
    nextSteps: ['Check the id; deleted records and jobs older than seven days are gone.'],
  },
  'api-version-unsupported': {
    category: 'configuration',
    recovery: 'fix-config',
    nextSteps: ['Set `apiVersion` of the connection to a version that the org offers.'],
  },
  'api-limit-reached': {
    category: 'limit',
    recovery: 'retry',
    nextSteps: [
      'Wait until the rolling 24 hours free calls again, or buy more; Setup > Company Information shows them.',
    ],
  },
  'api-reserve-reached': {
    category: 'limit',
    recovery: 'retry',
    nextSteps: [
      'Wait until the rolling 24 hours free calls again, or lower `apiCallReserve` of the connection, which asks the org anew after 15 minutes.',
    ],
  },
  'too-many-concurrent-requests': {
    category: 'limit',
    recovery: 'retry',
    nextSteps: ['Run again later, or with less in parallel.'],
  },
  'org-unavailable': {
    category: 'operation',
    recovery: 'retry',
    nextSteps: ['Run again later; status.salesforce.com shows maintenance and incidents.'],
  },
  'outcome-unknown': {
    category: 'operation',
    recovery: 'abort',
    nextSteps: ['Look in the org whether the change was made before you send it again.'],
  },
  'unexpected-response': {
    category: 'operation',
    recovery: 'abort',
    nextSteps: ['Check that the host is a Salesforce org; if it is, report this with the log.'],
  },
  'job-failed': {
    category: 'operation',
    recovery: 'abort',
    nextSteps: ["Read the org's message; rows processed before the failure stay committed."],
  },
  'job-aborted': {
    category: 'operation',
    recovery: 'abort',
    nextSteps: ['Somebody aborted the job in the org; see Setup > Bulk Data Load Jobs, then run again.'],
  },
  'wait-timeout': {
    category: 'operation',
    recovery: 'retry',
    nextSteps: ['The job goes on in the org under the named id; wait longer with a larger `waitSeconds`.'],
  },
  'reconciliation-mismatch': {
    category: 'operation',
    recovery: 'abort',
    nextSteps: [
      'Do not trust this result: compare the named job in Setup > Bulk Data Load Jobs, and report it.',
    ],
  },
} as const satisfies Record<string, CatalogueEntry>;
