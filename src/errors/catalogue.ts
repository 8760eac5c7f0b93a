import type { Recovery } from '../contract/failure.ts';
import { loginErrors } from './login-errors.ts';
import { oauthErrors } from './oauth-errors.ts';

/** Who has to act; decides the exit code of the command line. */
export type FailureCategory =
  'configuration' | 'data' | 'authentication' | 'limit' | 'operation' | 'cancelled';

/** What is fixed about an error code. */
export interface CatalogueEntry {
  readonly category: FailureCategory;
  readonly recovery: Recovery;
  /** What a user can do, most promising first. An error may put more specific steps before them. */
  readonly nextSteps: readonly string[];
}

/**
 * Every error code of the product. Codes are stable: a code never changes its meaning, and messages may be reworded
 * at any time. `docs/errors.md` is generated from this table.
 */
export const errorCatalogue = {
  // --- configuration ---------------------------------------------------------------------------------------------
  'invalid-configuration': {
    category: 'configuration',
    recovery: 'fix-config',
    nextSteps: ['Correct the listed fields and run `sfsc validate`.'],
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
  'insecure-host': {
    category: 'configuration',
    recovery: 'fix-config',
    nextSteps: ['Use an https:// address. Plain http is accepted for loopback hosts only.'],
  },
  'invalid-certificate': {
    category: 'configuration',
    recovery: 'fix-config',
    nextSteps: [
      'Correct the field of `tls` that the message names; see docs/connection.md, "Own certificates".',
    ],
  },
  'proxy-authentication': {
    category: 'configuration',
    recovery: 'fix-config',
    nextSteps: ['Enter user name and password of the proxy; only Basic authentication is possible.'],
  },
  'proxy-refused': {
    category: 'configuration',
    recovery: 'fix-config',
    nextSteps: [
      'Ask whoever runs the proxy to allow CONNECT to the named host, or name the host as one that is reached directly.',
      'Check that the address is that of an HTTP proxy.',
    ],
  },
  redirected: {
    category: 'configuration',
    recovery: 'fix-config',
    nextSteps: [
      'Set `serverHost` to the My Domain host of the org. A redirect is not followed: it could take the session to another host.',
    ],
  },
  'unsupported-operation': {
    category: 'configuration',
    recovery: 'fix-config',
    nextSteps: ['Use an activity type that can do this; see docs/activities.md.'],
  },
  // --- data ------------------------------------------------------------------------------------------------------
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
  'invalid-value': {
    category: 'data',
    recovery: 'fix-data',
    nextSteps: ['Correct the value in the named row and column.'],
  },
  // --- authentication --------------------------------------------------------------------------------------------
  ...loginErrors,
  'session-expired': {
    category: 'authentication',
    recovery: 'reauthenticate',
    nextSteps: ['Run again. If it comes back at once, another process ends the sessions of this user.'],
  },
  'session-refused': {
    category: 'authentication',
    recovery: 'fix-config',
    nextSteps: ['Ask an administrator for REST API access for this user and this way of logging in.'],
  },
  'login-limit-reached': {
    category: 'limit',
    recovery: 'retry',
    nextSteps: [
      'Find out what ends the sessions of this user so often: another process that logs out, or a short session timeout.',
    ],
  },
  // --- logging in by OAuth ----------------------------------------------------------------------------------------
  ...oauthErrors,
  // --- the remote org ---------------------------------------------------------------------------------------------
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
  'network-error': {
    category: 'operation',
    recovery: 'retry',
    nextSteps: ['Check host name, proxy and firewall, then run again.'],
  },
  'proxy-unreachable': {
    category: 'operation',
    recovery: 'retry',
    nextSteps: ['Check host name and port of the proxy; `proxy` can be set to `none` to connect directly.'],
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
  cancelled: {
    category: 'cancelled',
    recovery: 'cancelled',
    nextSteps: ['Work already handed to the org goes on there.'],
  },
  'internal-error': {
    category: 'operation',
    recovery: 'abort',
    nextSteps: ['This is a defect of the connector: please report it with the log.'],
  },
} as const satisfies Record<string, CatalogueEntry>;

/** Every code an error of this package can carry. */
export type ErrorCode = keyof typeof errorCatalogue;
