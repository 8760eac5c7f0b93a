import type { Recovery } from '../contract/failure.ts';
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
  'invalid-login': {
    category: 'authentication',
    recovery: 'reauthenticate',
    nextSteps: [
      'Check username, password and security token; the token is mailed anew when the password changes.',
      'Check that the host fits the org: a sandbox needs `"sandbox": true` or its My Domain host.',
      'Check in Setup > Users that the user is active and not locked.',
    ],
  },
  'security-token-required': {
    category: 'authentication',
    recovery: 'reauthenticate',
    nextSteps: [
      'Enter the security token (Settings > Reset My Security Token), or add this machine to Setup > Network Access.',
    ],
  },
  'password-expired': {
    category: 'authentication',
    recovery: 'reauthenticate',
    nextSteps: ['Set a new password in the org, then enter it together with the new security token.'],
  },
  'reauthentication-required': {
    category: 'authentication',
    recovery: 'reauthenticate',
    nextSteps: [
      'If the change is meant, enter the secrets again: `sfsc connection save NAME` asks for them.',
      'If it is not, undo it: the secrets have not been sent anywhere.',
    ],
  },
  'login-challenge-issued': {
    category: 'authentication',
    recovery: 'reauthenticate',
    nextSteps: [
      "Enter the security token from the mail that the user just got, or add this machine's address to Setup > Network Access.",
    ],
  },
  'login-challenge-pending': {
    category: 'authentication',
    recovery: 'reauthenticate',
    nextSteps: [
      'Wait for the mail with the security token and enter it; ask for another one with Settings > Reset My Security Token.',
      "Or add this machine's address to Setup > Network Access.",
    ],
  },
  'login-address-not-allowed': {
    category: 'authentication',
    recovery: 'fix-config',
    nextSteps: [
      "Ask an administrator to add this machine's address to the login IP ranges of the user's profile.",
      'Behind a proxy, the address of the proxy is the one that counts.',
    ],
  },
  'login-time-not-allowed': {
    category: 'authentication',
    recovery: 'fix-config',
    nextSteps: [
      "Run within the login hours of the user's profile, or ask an administrator to extend them for this user.",
    ],
  },
  'user-locked-out': {
    category: 'authentication',
    recovery: 'reauthenticate',
    nextSteps: [
      'Ask an administrator to unlock the user in Setup > Users, or wait until the lockout of the password policy ends.',
      'Correct the password before the next login: every wrong one locks the user again.',
    ],
  },
  'org-locked': {
    category: 'authentication',
    recovery: 'fix-config',
    nextSteps: ['Ask an administrator, or Salesforce support, why the org is locked.'],
  },
  'trial-expired': {
    category: 'authentication',
    recovery: 'fix-config',
    nextSteps: ['Ask Salesforce to extend the trial or to turn it into a contract, or use another org.'],
  },
  'wrong-instance': {
    category: 'authentication',
    recovery: 'fix-config',
    nextSteps: ['Set `serverHost` to the My Domain host of the org, or to https://login.salesforce.com.'],
  },
  'api-not-enabled': {
    category: 'authentication',
    recovery: 'fix-config',
    nextSteps: [
      'Ask an administrator for the permission "API Enabled" for this user.',
      'Check that the edition of the org has an API; not every one does.',
    ],
  },
  'api-switched-off': {
    category: 'operation',
    recovery: 'retry',
    nextSteps: ['Run again later; status.salesforce.com shows maintenance and incidents.'],
  },
  'login-not-permitted': {
    category: 'authentication',
    recovery: 'reauthenticate',
    nextSteps: [
      'Ask an administrator for the permissions "API Enabled" and "Use Any API Auth" for this user.',
    ],
  },
  'client-not-supported': {
    category: 'authentication',
    recovery: 'fix-config',
    nextSteps: ['Ask an administrator whether the org restricts which clients may log in.'],
  },
  'login-refused': {
    category: 'authentication',
    recovery: 'reauthenticate',
    nextSteps: [
      "Read the org's own words; Setup > Login History shows the login too.",
      'Check username, password, security token and host.',
    ],
  },
  'login-rate-exceeded': {
    category: 'limit',
    recovery: 'retry',
    nextSteps: [
      'Wait an hour, and find out which program logs in so often: Setup > Login History shows it.',
      'Give this connection a user of its own.',
    ],
  },
  'sso-unavailable': {
    category: 'operation',
    recovery: 'retry',
    nextSteps: [
      'Run again later, and ask whoever runs the single sign-on of the org.',
      'Or use a user who logs in without single sign-on.',
    ],
  },
  'soap-login-unavailable': {
    category: 'authentication',
    recovery: 'fix-config',
    nextSteps: [
      'Move to OAuth client credentials, which outlive SOAP login: `sfsc connection migrate NAME` writes the configuration.',
      'Until then an administrator can enable SOAP API login() in Setup > User Interface.',
    ],
  },
  'soap-login-retired': {
    category: 'authentication',
    recovery: 'fix-config',
    nextSteps: [
      'Move to OAuth client credentials, which outlive SOAP login: `sfsc connection migrate NAME` writes the configuration.',
    ],
  },
  'login-version-unsupported': {
    category: 'authentication',
    recovery: 'fix-config',
    nextSteps: [
      'Raise `apiVersion` of the connection: the login uses it up to 64.0, which is the last version with a SOAP login.',
      'Move to OAuth client credentials, which outlive SOAP login: `sfsc connection migrate NAME` writes the configuration.',
    ],
  },
  'no-salesforce-host': {
    category: 'configuration',
    recovery: 'fix-config',
    nextSteps: [
      'Correct `serverHost`: login.salesforce.com, or the My Domain host that ends in .my.salesforce.com.',
      'If the host is right, a proxy or firewall answers in its place: check `proxy`, or ask for access to the host.',
    ],
  },
  'login-redirected': {
    category: 'configuration',
    recovery: 'fix-config',
    nextSteps: [
      'Set `serverHost` to the My Domain host of the org; a password is never sent on to another host.',
      'If the host is right, a proxy or firewall answers in its place: check `proxy`, or ask for access to the host.',
    ],
  },
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
