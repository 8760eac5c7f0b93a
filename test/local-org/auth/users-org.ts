import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LocalOrg, LocalOrgOptions } from '../../../src/local-org/index.ts';
import { escapeXml } from '../../../src/local-org/soap/write-xml.ts';
import { startTestOrg, type TestOrg } from '../../support/local-org.ts';
import { envelope, loginCall, soap, type Answer } from '../server/org-client.ts';

/** Writes a users file; the org reads it at the start only, so it is gone afterwards. */
export async function withUsersFile<T>(content: unknown, use: (file: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'users-'));
  try {
    const file = join(folder, 'users.json');
    await writeFile(file, typeof content === 'string' ? content : JSON.stringify(content));
    return await use(file);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** An org with the users of a file. */
export function startUsersOrg(content: unknown, options: LocalOrgOptions = {}): Promise<TestOrg> {
  return withUsersFile(content, (usersFile) => startTestOrg({ ...options, usersFile }));
}

/** Logs in by SOAP; any characters will do. */
export function soapLogin(
  org: Pick<LocalOrg, 'url'>,
  username: string,
  passwordAndToken: string,
  path = '/services/Soap/u/64.0',
): Promise<Answer> {
  return soap(org, envelope(loginCall(escapeXml(username), escapeXml(passwordAndToken))), { path });
}

/** The text of the first element with this name in an answer. */
export function elementText({ text }: Answer, name: string): string | undefined {
  return new RegExp(`<(?:\\w+:)?${name}(?: [^>]*)?>([^<]*)<`).exec(text)?.[1];
}

/** A SOAP call with a session. */
export function soapCall(org: Pick<LocalOrg, 'url'>, sessionId: string, operation: string): Promise<Answer> {
  const header = `<n:SessionHeader><n:sessionId>${sessionId}</n:sessionId></n:SessionHeader>`;
  return soap(org, envelope(operation, header));
}

/** Asks for the limits, which takes a session of somebody with View Setup. */
export async function limitsWith(org: Pick<LocalOrg, 'url'>, sessionId: string): Promise<[number, unknown]> {
  const response = await fetch(`${org.url}/services/data/v67.0/limits`, {
    headers: { Authorization: `Bearer ${sessionId}` },
  });
  return [response.status, await response.json()];
}

/** An answer of one of the endpoints of OAuth. */
export interface OAuthAnswer {
  readonly status: number;
  readonly body: Record<string, string>;
}

/** Posts a form to an endpoint of OAuth; an empty answer is an empty object. */
export async function postForm(
  org: Pick<LocalOrg, 'url'>,
  endpoint: string,
  form: Record<string, string>,
): Promise<OAuthAnswer> {
  const response = await fetch(`${org.url}/services/oauth2/${endpoint}`, {
    method: 'POST',
    body: new URLSearchParams(form),
  });
  const text = await response.text();
  return { status: response.status, body: text === '' ? {} : (JSON.parse(text) as Record<string, string>) };
}
