import type { Permission } from './permission.ts';
import type { UserEntry } from './user-entry.ts';

/** What a password with the security token behind it is worth. */
export type PasswordCheck = 'accepted' | 'token-missing' | 'refused';

/** Somebody who may sign in. The password lives as long as the process; everything else does not change. */
export class OrgUser {
  /** 18 characters. */
  readonly id: string;
  readonly username: string;
  readonly permissions: ReadonlySet<Permission>;
  readonly entry: Readonly<UserEntry>;
  #password: string;
  #passwordExpired: boolean;

  constructor(id: string, entry: Readonly<UserEntry>) {
    this.id = id;
    this.username = entry.username;
    this.permissions = new Set(entry.permissions);
    this.entry = entry;
    this.#password = entry.password;
    this.#passwordExpired = entry.passwordExpired;
  }

  get passwordExpired(): boolean {
    return this.#passwordExpired;
  }

  /** Compares exactly; from a trusted address the token may be left out. */
  check(passwordAndToken: string, isTrusted: boolean): PasswordCheck {
    if (passwordAndToken === this.#password + this.entry.securityToken) return 'accepted';
    if (!this.isPassword(passwordAndToken)) return 'refused';
    return isTrusted ? 'accepted' : 'token-missing';
  }

  /** Whether this is the password, without the token. */
  isPassword(password: string): boolean {
    return password === this.#password;
  }

  /** Takes back every new password. */
  resetPassword(): void {
    this.#password = this.entry.password;
    this.#passwordExpired = this.entry.passwordExpired;
  }

  /** The security token stays, and the new password has not expired. */
  setPassword(password: string): void {
    this.#password = password;
    this.#passwordExpired = false;
  }
}
