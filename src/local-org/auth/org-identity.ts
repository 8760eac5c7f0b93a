/** Who may log in to the org, and as whom. */
export interface OrgIdentity {
  /** 18 characters. */
  readonly organizationId: string;
  /** 18 characters; the one user that logs in. */
  readonly userId: string;
  readonly username: string;
  readonly password: string;
  readonly securityToken: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

/** What a username with a password (and the token right behind it) is worth. */
export type CredentialCheck = 'accepted' | 'token-missing' | 'refused';

/** Compares as Salesforce does: the username in any case, the password with the token appended exactly. */
export function checkCredentials(
  identity: OrgIdentity,
  username: string,
  passwordAndToken: string,
): CredentialCheck {
  if (username.toLowerCase() !== identity.username.toLowerCase()) return 'refused';
  if (passwordAndToken === identity.password + identity.securityToken) return 'accepted';
  return passwordAndToken === identity.password ? 'token-missing' : 'refused';
}
