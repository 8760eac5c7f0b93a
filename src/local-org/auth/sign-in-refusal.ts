/** Why somebody may not sign in; SOAP and OAuth each say it in their own words. */
export type SignInReason =
  /** No such user, or a wrong password or token. */
  | 'refused'
  | 'token-missing'
  /** Too many wrong passwords. */
  | 'locked-out'
  /** Not active any more, or locked by an administrator. */
  | 'inactive'
  | 'restricted-address'
  | 'restricted-time'
  /** Too many logins in an hour. */
  | 'rate-exceeded';

/** Thrown by everything that lets users in. */
export class SignInRefusal extends Error {
  override readonly name = 'SignInRefusal';
  readonly reason: SignInReason;

  constructor(reason: SignInReason) {
    super(`The login is refused: ${reason}.`);
    this.reason = reason;
  }
}
