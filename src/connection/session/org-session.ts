import type { LoginUserInfo } from '../login/login-result.ts';

/** What a login gives: the right to call one org as one user, for a while. */
export interface OrgSession {
  /** Secret. Goes into `Authorization: Bearer`. */
  readonly accessToken: string;
  /** Scheme and host of every later call; without path. */
  readonly instanceUrl: URL;
  /** 15 or 18 characters; `undefined` where the login does not say. */
  readonly organizationId: string | undefined;
  readonly userId: string | undefined;
  readonly sandbox: boolean | undefined;
  /** What a SOAP login tells besides; no other way of logging in does. */
  readonly userInfo: LoginUserInfo | undefined;
}

/**
 * One way to get a session, e.g. SOAP login. Called by one caller at a time. Each call is one try: repeating is the
 * session's business.
 *
 * @param refused the session that the org does not take any more, where the login is to replace one
 */
export type LoginFlow = (refused?: OrgSession) => Promise<OrgSession>;
