import type { OrgUser } from './org-user.ts';

/** Everybody who may sign in. */
export class OrgUsers {
  readonly #users: readonly OrgUser[];

  constructor(users: readonly OrgUser[]) {
    this.#users = users;
  }

  /** Usernames are found in any case. */
  named(username: string): OrgUser | undefined {
    return this.#users.find((user) => user.username.toLowerCase() === username.toLowerCase());
  }

  /** Gives everybody the password of the beginning again. */
  resetPasswords(): void {
    for (const user of this.#users) user.resetPassword();
  }

  /** By the 18 or the first 15 characters of the id. */
  withId(id: string): OrgUser | undefined {
    return this.#users.find((user) => user.id === id || user.id.slice(0, 15) === id);
  }
}
