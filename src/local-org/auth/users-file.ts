import { readFileSync } from 'node:fs';
import * as z from 'zod';
import { authSettings, type AuthSettings } from './auth-settings.ts';
import { oauthClient, type OAuthClient } from './oauth-client.ts';
import { userEntry, type UserEntry } from './user-entry.ts';

/** A users file that cannot be used; `problems` lists all of them, each with its place in the file. */
export class UsersFileError extends Error {
  override readonly name = 'UsersFileError';
  readonly problems: readonly string[];
  constructor(file: string, problems: readonly string[], options?: ErrorOptions) {
    super(`${file}: ${problems.join('; ')}`, options);
    this.problems = problems;
  }
}

const usersFile = z.strictObject({
  users: z.array(userEntry).default([]),
  clients: z.array(oauthClient).default([]),
  org: authSettings.prefault({}),
});

/** Who may sign in beside the administrator, with what, and the org's rules for it. */
export interface OrgUsersFile {
  readonly users: readonly UserEntry[];
  readonly clients: readonly OAuthClient[];
  readonly org: AuthSettings;
}

/** Nobody else, and the rules of a new org. */
export const noUsersFile: OrgUsersFile = { users: [], clients: [], org: authSettings.parse({}) };

/** Names that are there without the file. */
export interface BuiltInNames {
  readonly username: string;
  readonly clientId: string;
}

/**
 * Reads and checks a users file; see docs/local-org/signing-in.md for what it holds.
 * @throws {@link UsersFileError} with every problem at once.
 */
export function readUsersFile(file: string, builtIn: BuiltInNames): OrgUsersFile {
  const parsed = usersFile.safeParse(readJson(file));
  if (!parsed.success) {
    throw new UsersFileError(
      file,
      parsed.error.issues.map(({ path, message }) =>
        path.length > 0 ? `${path.join('.')}: ${message}` : message,
      ),
    );
  }
  const problems = nameProblems(parsed.data, builtIn);
  if (problems.length > 0) throw new UsersFileError(file, problems);
  return parsed.data;
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    // What the parser says quotes the file, which holds passwords.
    if (error instanceof SyntaxError) throw new UsersFileError(file, ['is no JSON']);
    throw new UsersFileError(file, [error instanceof Error ? error.message : String(error)], {
      cause: error,
    });
  }
}

function nameProblems({ users, clients }: OrgUsersFile, builtIn: BuiltInNames): string[] {
  const problems: string[] = [];
  const usernames = new Set([builtIn.username.toLowerCase()]);
  for (const [index, { username }] of users.entries()) {
    if (usernames.has(username.toLowerCase())) problems.push(`users.${index}: ${username} is there twice`);
    usernames.add(username.toLowerCase());
  }
  const clientIds = new Set([builtIn.clientId]);
  for (const [index, client] of clients.entries()) {
    if (clientIds.has(client.clientId)) problems.push(`clients.${index}: ${client.clientId} is there twice`);
    clientIds.add(client.clientId);
    for (const username of [client.runAs, ...client.refreshTokens.map((token) => token.username)]) {
      if (username !== undefined && !usernames.has(username.toLowerCase()))
        problems.push(`clients.${index}: there is no user ${username}`);
    }
  }
  return problems;
}
