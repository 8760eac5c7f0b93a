import { quotedName } from './quoted-name.ts';

/** The ways of logging in that a connection can be moved to without a browser. */
export type OAuthMigrationType = 'oauth-client-credentials' | 'oauth-jwt-bearer';

/** A variable that the migrated connection needs a value of. */
export interface MigrationVariable {
  /** As it stands between the brackets. */
  readonly name: string;
  readonly secret: boolean;
  /** What its value is, for people. */
  readonly description: string;
}

/** What the steps of a migration talk about. */
export interface SetupSubject {
  readonly type: OAuthMigrationType;
  /** Of the connection. */
  readonly name: string;
  /** As written; anything but text is not named. */
  readonly username: unknown;
  readonly variables: readonly MigrationVariable[];
}

/** What an administrator and a user have to do before a migrated connection works, one sentence or two a step. */
export function stepsToOAuth({ type, name, username, variables }: SetupSubject): readonly string[] {
  const user =
    typeof username === 'string' && username !== '' ? `the user ${username}` : 'the integration user';
  return [
    ...(type === 'oauth-client-credentials' ? clientCredentials(user) : jwtBearer(user)),
    ...variables.map(
      ({ name: variable, secret, description }) =>
        `Give the variable ${variable} its value (${lowerFirst(description)})${secret ? ', as `{"env": "NAME"}` of project.json or by `--var`, never in clear text in a file' : ''}.`,
    ),
    `Run \`sfsc connection test ${quotedName(name)}\`.`,
    'Once it works, remove the old password and security token from wherever they are kept.',
  ];
}

function clientCredentials(user: string): readonly string[] {
  return [
    'In Setup > External Client App Manager choose New External Client App; enable OAuth, give any https address as callback URL, and add the scope "Manage user data via APIs (api)".',
    'Under Flow Enablement enable the client credentials flow, then create the app.',
    `On the tab Policies of the app enable the client credentials flow and name ${user} in "Run As".`,
    'On the tab Settings of the app, under OAuth Settings, open "Consumer Key and Secret".',
  ];
}

function jwtBearer(user: string): readonly string[] {
  return [
    'Make a key and its certificate: `openssl req -x509 -newkey rsa:2048 -nodes -days 365 -keyout key.pem -out certificate.pem`.',
    'In Setup > External Client App Manager choose New External Client App; enable OAuth, give any https address as callback URL, and add the scopes "Manage user data via APIs (api)" and "Perform requests at any time (refresh_token, offline_access)".',
    'Under Flow Enablement enable the JWT bearer flow and upload the certificate, then create the app.',
    `On the tab Policies of the app let users in whom an administrator has approved, and add a profile or permission set of ${user}.`,
    'On the tab Settings of the app, under OAuth Settings, open "Consumer Key and Secret".',
  ];
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
