import type { CatalogueEntry } from './catalogue-entry.ts';

/** The part of the catalogue that is about the way to the org: addresses, certificates, proxies. */
export const networkErrors = {
  'insecure-host': {
    category: 'configuration',
    recovery: 'fix-config',
    nextSteps: [
      'Use an https:// address. Plain http is accepted for loopback hosts only, or with `allowInsecureHttp`.',
    ],
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
} as const satisfies Record<string, CatalogueEntry>;
