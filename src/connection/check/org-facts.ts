import { z } from 'zod';
import { ConnectorError } from '../../errors/connector-error.ts';
import type { RestClient } from '../rest/rest-client.ts';
import type { OrgSession } from '../session/org-session.ts';

/** What an org says of itself; `undefined` is what it did not say. */
export interface Organization {
  readonly id: string | undefined;
  readonly name: string | undefined;
  readonly isSandbox: boolean | undefined;
  /** Name of the instance on status.salesforce.com, such as `DEU34`. */
  readonly instanceName: string | undefined;
  /** Such as `Developer Edition`. */
  readonly edition: string | undefined;
}

/** The user of a session. */
export interface SessionUser {
  readonly username: string | undefined;
  readonly fullName: string | undefined;
}

const text = z.string().min(1).optional().catch(undefined);

const organization = z
  .object({
    Id: text,
    Name: text,
    IsSandbox: z.boolean().optional().catch(undefined),
    InstanceName: text,
    OrganizationType: text,
  })
  .transform(({ Id, Name, IsSandbox, InstanceName, OrganizationType }) => ({
    id: Id,
    name: Name,
    isSandbox: IsSandbox,
    instanceName: InstanceName,
    edition: OrganizationType,
  }));

const user = z
  .object({ Username: text, Name: text })
  .transform(({ Username, Name }) => ({ username: Username, fullName: Name }));

/** Asks for the Organization record; `undefined` when this user may not see it. */
export async function askOrganization(
  rest: RestClient,
  signal: AbortSignal | undefined,
): Promise<Organization | undefined> {
  const fields = 'Id, Name, IsSandbox, InstanceName, OrganizationType';
  return await askForRecord(rest, {
    soql: `SELECT ${fields} FROM Organization`,
    record: organization,
    signal,
  });
}

/** Who the session belongs to: what the login said, or what the org says when asked; both may keep silent. */
export async function askUser(
  rest: RestClient,
  { userInfo, userId }: OrgSession,
  signal: AbortSignal | undefined,
): Promise<SessionUser> {
  const { userName, userFullName } = userInfo ?? {};
  const told = { username: userName ?? undefined, fullName: userFullName ?? undefined };
  if (told.username !== undefined) return told;
  const id = userId ?? (await askUserId(rest, signal));
  if (id === undefined) return told;
  const soql = `SELECT Username, Name FROM User WHERE Id = '${id}'`;
  return (await askForRecord(rest, { soql, record: user, signal })) ?? told;
}

const resources = z.object({ identity: z.string() });

/** The list of resources ends in an address that names org and user: `https://login.salesforce.com/id/ORG/USER`. */
async function askUserId(rest: RestClient, signal: AbortSignal | undefined): Promise<string | undefined> {
  const answer = await orNothing(rest.send({ method: 'GET', path: '', callClass: 'poll', signal }));
  const { identity } = resources.safeParse(answer?.body).data ?? {};
  return /\/id\/00D\w{12,15}\/(005\w{12,15})$/u.exec(identity ?? '')?.[1];
}

async function askForRecord<T>(
  rest: RestClient,
  { soql, record, signal }: { soql: string; record: z.ZodType<T>; signal: AbortSignal | undefined },
): Promise<T | undefined> {
  const request = { method: 'GET', path: 'query', query: { q: soql }, callClass: 'poll', signal } as const;
  const answer = await orNothing(rest.send(request));
  return z.object({ records: z.tuple([record]) }).safeParse(answer?.body).data?.records[0];
}

/** Facts are nice to have: a user who may not see one can still work. */
async function orNothing<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof ConnectorError && error.code !== 'cancelled') return undefined;
    throw error;
  }
}
