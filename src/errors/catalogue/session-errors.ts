import type { CatalogueEntry } from './catalogue-entry.ts';

/** The part of the catalogue that is about sessions, once a login has worked. */
export const sessionErrors = {
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
      'Wait, or raise `maxLoginsPerHour` of the connection if so many logins are meant; each test of a connection is one.',
      'Find out what ends the sessions of this user so often: another process that logs out, or a short session timeout.',
    ],
  },
} as const satisfies Record<string, CatalogueEntry>;
