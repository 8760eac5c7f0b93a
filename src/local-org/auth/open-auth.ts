import type { OrgDatabase } from '../records/org-database.ts';
import type { OrgClock } from '../server/clock.ts';
import type { Route } from '../server/route-table.ts';
import { identityRoutes } from './identity-routes.ts';
import { introspectRoutes } from './introspect-routes.ts';
import { LoginAttempts } from './login-attempts.ts';
import { grants, type OAuthClient } from './oauth-client.ts';
import type { OrgAuth } from './org-auth.ts';
import { OrgUser } from './org-user.ts';
import { OrgUsers } from './org-users.ts';
import { permissions } from './permission.ts';
import { RefreshTokens } from './refresh-tokens.ts';
import { revokeRoutes } from './revoke-routes.ts';
import { Sessions } from './sessions.ts';
import { tokenRoutes } from './token-endpoint.ts';
import { userEntry } from './user-entry.ts';
import type { OrgUsersFile } from './users-file.ts';

/** The connected app that every org has. */
export const builtInClient: OAuthClient = {
  clientId: 'local-client-id',
  clientSecret: 'local-client-secret',
  grants: [...grants],
  rotateRefreshTokens: false,
  refreshTokens: [],
};

/** The user that every org has. */
export interface Administrator {
  readonly userId: string;
  readonly username: string;
  readonly password: string;
  readonly securityToken: string;
}

/** What the signing in of an org is made of. */
export interface OpenAuthOptions {
  readonly organizationId: string;
  readonly administrator: Administrator;
  readonly file: OrgUsersFile;
  /** The id of the User record of a user of the file. */
  readonly idOf: (username: string) => string;
  readonly database: OrgDatabase;
  readonly clock: OrgClock;
  readonly countLogin: () => void;
}

/** Puts together who may sign in, and with what: the administrator with every permission, and the users of the file. */
export function openAuth(options: OpenAuthOptions): OrgAuth {
  const { organizationId, administrator, file, database, clock, countLogin } = options;
  const { userId, ...credentials } = administrator;
  const entry = { ...userEntry.parse({ username: 'admin@local.example', password: '-' }), ...credentials };
  const clients = [{ ...builtInClient, runAs: administrator.username }, ...file.clients];
  const users = new OrgUsers([
    new OrgUser(userId, { ...entry, permissions: [...permissions] }),
    ...file.users.map((user) => new OrgUser(options.idOf(user.username), user)),
  ]);
  const sessions = new Sessions(organizationId, clock, file.org.sessionSecondsValid);
  const refreshTokens = new RefreshTokens(clients);
  const attempts = new LoginAttempts(file.org, clock);
  const reset = (): void => {
    sessions.reset();
    users.resetPasswords();
    refreshTokens.reset();
    attempts.reset();
  };
  const { org: settings } = file;
  const working = { sessions, users, refreshTokens, attempts, reset };
  return { organizationId, settings, clients, database, clock, countLogin, ...working };
}

/** Everything of OAuth that is emulated. */
export function authRoutes(auth: OrgAuth): Route[] {
  return [...tokenRoutes(auth), ...revokeRoutes(auth), ...introspectRoutes(auth), ...identityRoutes(auth)];
}
