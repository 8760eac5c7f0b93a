import type { CatalogueEntry } from './catalogue-entry.ts';

/** The part of the catalogue that is about logging in with username and password, over SOAP above all. */
export const loginErrors = {
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
      'Move to OAuth client credentials, which outlive SOAP login: `sfsc connection migrate NAME` (or its file) writes the configuration.',
      'Until then an administrator can enable SOAP API login() in Setup > User Interface.',
    ],
  },
  'soap-login-retired': {
    category: 'authentication',
    recovery: 'fix-config',
    nextSteps: [
      'Move to OAuth client credentials, which outlive SOAP login: `sfsc connection migrate NAME` (or its file) writes the configuration.',
    ],
  },
  'login-version-unsupported': {
    category: 'authentication',
    recovery: 'fix-config',
    nextSteps: [
      'Raise `apiVersion` of the connection: the login uses it up to 64.0, which is the last version with a SOAP login.',
      'Move to OAuth client credentials, which outlive SOAP login: `sfsc connection migrate NAME` (or its file) writes the configuration.',
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
} as const satisfies Record<string, CatalogueEntry>;
