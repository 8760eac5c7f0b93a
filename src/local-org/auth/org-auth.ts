import type { OrgDatabase } from '../records/org-database.ts';
import type { OrgClock } from '../server/clock.ts';
import type { AuthSettings } from './auth-settings.ts';
import type { LoginAttempts } from './login-attempts.ts';
import type { OAuthClient } from './oauth-client.ts';
import type { OrgUsers } from './org-users.ts';
import type { RefreshTokens } from './refresh-tokens.ts';
import type { Sessions } from './sessions.ts';

/** Everything that signing in, by SOAP or OAuth, works with. */
export interface OrgAuth {
  /** 18 characters. */
  readonly organizationId: string;
  readonly settings: AuthSettings;
  readonly users: OrgUsers;
  readonly clients: readonly OAuthClient[];
  readonly sessions: Sessions;
  readonly refreshTokens: RefreshTokens;
  readonly attempts: LoginAttempts;
  readonly database: OrgDatabase;
  readonly clock: OrgClock;
  /** Called for every attempt, refused ones included. */
  readonly countLogin: () => void;
  /** Back to the beginning: no sessions, no lockouts, the passwords and refresh tokens of the file. */
  readonly reset: () => void;
}
