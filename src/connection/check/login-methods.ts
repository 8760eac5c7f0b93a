import { quotedName } from '../options/quoted-name.ts';
import { soapRetirement } from '../login/soap-retirement.ts';
import type { AuthenticationType } from '../options/authentication-schema.ts';

/** What a connection test says of one way of logging in. */
export interface LoginMethod {
  /** For people. */
  readonly title: string;
  /** Whether it works after Summer '27: a text that begins with `yes` or `no`, with what to do. */
  readonly survives: (connectionName: string) => string;
  /** What deserves attention although it works. */
  readonly warnings: (connectionName: string) => readonly string[];
}

const survives = (): string => 'yes';
const nothing = (): readonly string[] => [];
const migration = (name: string): string => `\`sfsc connection migrate ${quotedName(name)}\``;

/** What there is to say of each way of logging in. */
export const loginMethods: Readonly<Record<AuthenticationType, LoginMethod>> = {
  'soap-login': {
    title: 'username, password and security token over SOAP',
    survives: (name) => `no: move to OAuth client credentials with ${migration(name)}`,
    warnings: (name) => [
      `${soapRetirement} Move this connection to OAuth client credentials before then: ${migration(name)} writes its configuration.`,
    ],
  },
  'oauth-client-credentials': { title: 'OAuth client credentials', survives, warnings: nothing },
  'oauth-jwt-bearer': { title: 'OAuth JWT bearer', survives, warnings: nothing },
  'oauth-username-password': {
    title: 'OAuth username and password',
    survives,
    warnings: (name) => [
      `Orgs created since Summer '23 block OAuth with username and password, and External Client Apps do not have it. Client credentials are better off: ${migration(name)} writes the configuration.`,
    ],
  },
  'oauth-refresh-token': { title: 'OAuth refresh token', survives, warnings: nothing },
  bearer: {
    title: 'access token from elsewhere',
    survives: () => 'yes, unless the token comes from a SOAP login',
    warnings: () => [
      'The access token cannot be renewed here: when the org ends its session, runs fail until another one is entered.',
    ],
  },
};
