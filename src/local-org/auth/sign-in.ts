import { isInRanges } from './ip-range.ts';
import { isInLoginHours } from './login-hours.ts';
import type { OrgAuth } from './org-auth.ts';
import type { OrgUser } from './org-user.ts';
import { SignInRefusal } from './sign-in-refusal.ts';
import { readUserRecord } from './user-record.ts';

/** A username and a password from an address. */
export interface PasswordAttempt {
  readonly username: string;
  /** The security token stands right behind the password. */
  readonly passwordAndToken: string;
  readonly remoteAddress: string;
}

/**
 * The user with this name and password.
 * @throws SignInRefusal with what speaks against it.
 */
export function signInByPassword(auth: OrgAuth, attempt: PasswordAttempt): OrgUser {
  const user = auth.users.named(attempt.username);
  if (user === undefined) throw new SignInRefusal('refused');
  refuseBeyondRate(auth, user);
  if (auth.attempts.isLockedOut(user)) throw new SignInRefusal('locked-out');
  const { trustedIpRanges } = auth.settings;
  const trusted = isInRanges(attempt.remoteAddress, [...trustedIpRanges, ...user.entry.loginIpRanges]);
  const check = user.check(attempt.passwordAndToken, trusted);
  if (check === 'refused') {
    auth.attempts.failed(user);
    throw new SignInRefusal('refused');
  }
  refuseUnwelcome(auth, user, attempt.remoteAddress);
  if (check === 'token-missing') throw new SignInRefusal('token-missing');
  auth.attempts.succeeded(user);
  return user;
}

/**
 * Lets a user in who has been named by something else than a password.
 * @throws SignInRefusal with what speaks against it.
 */
export function admit(auth: OrgAuth, user: OrgUser, remoteAddress: string): OrgUser {
  refuseBeyondRate(auth, user);
  refuseUnwelcome(auth, user, remoteAddress);
  return user;
}

function refuseBeyondRate(auth: OrgAuth, user: OrgUser): void {
  if (!auth.attempts.isWithinRate(user)) throw new SignInRefusal('rate-exceeded');
}

/** Users can be switched off in the file and by their records. */
function refuseUnwelcome(auth: OrgAuth, user: OrgUser, remoteAddress: string): void {
  const { isActive, isLockedOut, loginIpRanges, loginHours } = user.entry;
  if (!isActive || isLockedOut || !readUserRecord(auth.database, user.id).isActive)
    throw new SignInRefusal('inactive');
  if (loginIpRanges.length > 0 && !isInRanges(remoteAddress, loginIpRanges))
    throw new SignInRefusal('restricted-address');
  if (!isInLoginHours(auth.clock.now(), loginHours)) throw new SignInRefusal('restricted-time');
}
