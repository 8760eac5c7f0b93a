import type { CatalogueEntry } from './catalogue-entry.ts';

/** The part of the catalogue that is about logging in by OAuth. */
export const oauthErrors = {
  'oauth-login-refused': {
    category: 'authentication',
    recovery: 'reauthenticate',
    nextSteps: [
      "Read the org's own words in the message; the Login History of the user in Setup has the reason.",
      'Check that the app allows this flow and, for client credentials, has a run-as user.',
      'Check that the host fits the org: a sandbox needs `"sandbox": true` or its My Domain host.',
    ],
  },
  'oauth-client-unknown': {
    category: 'authentication',
    recovery: 'reauthenticate',
    nextSteps: [
      'Copy the consumer key again: Setup > External Client App Manager > the app > Settings > OAuth Settings.',
      'Check that the app is in this very org, and wait ten minutes after it was made or changed.',
    ],
  },
  'oauth-client-secret-refused': {
    category: 'authentication',
    recovery: 'reauthenticate',
    nextSteps: [
      'Copy the consumer secret again: Setup > External Client App Manager > the app > Settings > OAuth Settings.',
    ],
  },
  'oauth-my-domain-required': {
    category: 'authentication',
    recovery: 'fix-config',
    nextSteps: [
      'Set `serverHost` to the My Domain host of the org: https://NAME.my.salesforce.com, as Setup > My Domain shows it.',
    ],
  },
  'oauth-run-as-user-missing': {
    category: 'authentication',
    recovery: 'fix-config',
    nextSteps: [
      'Name a user with API access under "Run As" in the policies of the app, below Client Credentials Flow.',
    ],
  },
  'oauth-flow-disabled': {
    category: 'authentication',
    recovery: 'fix-config',
    nextSteps: [
      'Switch this flow on in the OAuth settings of the app, or choose another `authentication.type`.',
      'For username and password: Setup > OAuth and OpenID Connect Settings must allow it, and External Client Apps never do.',
    ],
  },
  'oauth-user-inactive': {
    category: 'authentication',
    recovery: 'reauthenticate',
    nextSteps: ['Check in Setup > Users that the user is active, and neither frozen nor locked.'],
  },
  'oauth-app-not-approved': {
    category: 'authentication',
    recovery: 'reauthenticate',
    nextSteps: [
      'Set the policy of the app to "Admin approved users are pre-authorized" and give the user a permission set of it.',
      'Check that the username is one of this org; names of sandbox users end in the name of the sandbox.',
    ],
  },
  'oauth-assertion-refused': {
    category: 'authentication',
    recovery: 'reauthenticate',
    nextSteps: [
      'Upload the certificate of exactly this key to the app, and check that it has not expired.',
      'Check that the client id is that of the app with the certificate.',
    ],
  },
  'oauth-assertion-expired': {
    category: 'authentication',
    recovery: 'fix-config',
    nextSteps: ['Set the clock of this machine; an assertion is good for three minutes.'],
  },
  'oauth-audience-refused': {
    category: 'authentication',
    recovery: 'fix-config',
    nextSteps: [
      'Leave `authentication.audience` out, or set it to https://login.salesforce.com, or to https://test.salesforce.com for a sandbox.',
    ],
  },
  'oauth-scope-refused': {
    category: 'authentication',
    recovery: 'fix-config',
    nextSteps: [
      'Add the scope "Manage user data via APIs (api)" to the app; for a refresh token also "Perform requests at any time".',
    ],
  },
  'private-key-unusable': {
    category: 'authentication',
    recovery: 'fix-config',
    nextSteps: [
      'Give an RSA key of 2048 bits or more in PEM form, and its passphrase if it has one; docs/connection.md shows how to make one.',
    ],
  },
  'refresh-token-refused': {
    category: 'authentication',
    recovery: 'reauthenticate',
    nextSteps: [
      'Authorise the app again and enter the new refresh token; the refresh token policy of the app says how long one lives.',
      'If the app rotates refresh tokens, each works once, and only the program that used it last has the one that works.',
      'A user has five authorisations for one app: a sixth ends the oldest.',
    ],
  },
  'refresh-answer-lost': {
    category: 'authentication',
    recovery: 'retry',
    nextSteps: [
      'Run again after a minute: the token still works unless the org has replaced it in the lost answer.',
      'If it is refused then, authorise the app again and enter the new refresh token.',
    ],
  },
  'refresh-token-lost': {
    category: 'authentication',
    recovery: 'reauthenticate',
    nextSteps: [
      'Authorise the app again and enter the new refresh token. Client credentials have nothing that can get lost so.',
    ],
  },
  'refresh-token-not-kept': {
    category: 'authentication',
    recovery: 'reauthenticate',
    nextSteps: [
      'Make the folder of the state store writable; then authorise the app again and enter the new refresh token.',
    ],
  },
  'refresh-token-not-sent': {
    category: 'authentication',
    recovery: 'fix-config',
    nextSteps: ['Make the folder of the state store readable and writable, and run again: nothing was sent.'],
  },
  'access-token-refused': {
    category: 'authentication',
    recovery: 'reauthenticate',
    nextSteps: [
      'Enter a new token in `authentication.accessToken`; the connection cannot get one itself.',
      'Move to OAuth client credentials, which renew themselves.',
    ],
  },
} as const satisfies Record<string, CatalogueEntry>;
