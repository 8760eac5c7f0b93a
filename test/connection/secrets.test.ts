import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import type { SalesforceConnection } from '../../src/connection/salesforce-connection.ts';
import type { ReceivedRequest, ScriptedReply } from '../support/scripted-server.ts';
import {
  canary,
  json,
  loginAnswer,
  loginFault,
  refusal,
  sessionOf,
  startScriptedOrg,
  type ScriptedOrgOptions,
} from './scripted-org.ts';

/** Sends back everything it got, as a careless proxy does. */
function echo(status: number, request: ReceivedRequest): ScriptedReply {
  return json(status, [
    { errorCode: 'ECHO', message: `${JSON.stringify(request.headers)} ${request.body.toString()}` },
  ]);
}

interface Scenario {
  readonly name: string;
  readonly script: (request: ReceivedRequest) => ScriptedReply;
  readonly options?: ScriptedOrgOptions;
}

const good = (): ScriptedReply => json(200, { sobjects: [] });
const password = canary.password + canary.securityToken;

const hexOf = (character: string): string => (character.codePointAt(0) ?? 0).toString(16);

/** Each character as a reference: `&#x21;`. */
function inReferences(text: string): string {
  return Array.from(text, (character) => `&#x${hexOf(character)};`).join('');
}

/** A refusal whose message is the text, each character as an escape of JSON. */
function escaped(text: string): ScriptedReply {
  const message = Array.from(text, (character) => `\\u${hexOf(character).padStart(4, '0')}`).join('');
  const body = `[{"errorCode":"ECHO","message":"${message}","fields":["${message}"]}]`;
  return { status: 400, headers: { 'content-type': 'application/json' }, body };
}

const scenarios: readonly Scenario[] = [
  { name: 'everything goes well', script: good },
  { name: 'the org echoes the request', script: (request) => echo(400, request) },
  { name: 'the org echoes the request when it is down', script: (request) => echo(503, request) },
  {
    name: 'the org names the ended session',
    script: () =>
      refusal(401, 'INVALID_SESSION_ID', `missing session key: ${sessionOf(1)} and ${sessionOf(2)}`),
  },
  {
    name: 'a page shows the session in its title',
    script: () => ({ status: 500, body: `<html><title>${sessionOf(1)}</title></html>` }),
  },
  {
    name: 'the org names the session with its mark escaped',
    script: () => escaped(sessionOf(1)),
  },
  {
    name: 'a page shows the session with character references',
    script: () => ({ status: 403, body: `<html><title>${inReferences(sessionOf(1))}</title></html>` }),
  },
  {
    name: 'a page of success shows the password with character references',
    script: () => ({
      status: 200,
      headers: { 'content-type': 'text/html' },
      body: `<html><title>${inReferences(canary.password)}</title></html>`,
    }),
  },
  {
    name: 'a long title ends in the middle of the password',
    script: () => ({ status: 403, body: `<title>${'-'.repeat(92)}${canary.securityToken}</title>` }),
  },
  {
    name: 'the login is echoed with the password in character references, by a page',
    script: good,
    options: { login: () => ({ status: 403, body: `<title>${inReferences(password)}</title>` }) },
  },
  {
    name: 'the login is echoed with the password in escapes, in the shape of REST',
    script: good,
    options: { login: () => escaped(password) },
  },
  {
    name: 'the login fault has the password as its code',
    script: good,
    options: { login: () => loginFault(canary.securityToken, 'no') },
  },
  { name: 'the answer is not JSON but a session', script: () => ({ status: 200, body: sessionOf(1) }) },
  { name: 'the answer is lost', script: () => 'reset' },
  {
    name: 'the login fault shows the password',
    script: good,
    options: { login: () => loginFault('INVALID_LOGIN', `${password} & ${canary.securityToken}`) },
  },
  {
    name: 'the login is echoed by a proxy',
    script: good,
    options: { login: () => ({ status: 403, body: `<title>${password}</title>` }) },
  },
  {
    name: 'the login answer has no end',
    script: good,
    options: {
      login: (loginNumber, origin) => {
        const answer = loginAnswer(loginNumber, origin);
        return typeof answer === 'string' ? answer : { ...answer, cutAfterBytes: 800 };
      },
    },
  },
  {
    name: 'the password has expired',
    script: good,
    options: {
      login: (loginNumber, origin) => loginAnswer(loginNumber, origin, { passwordExpired: true }),
    },
  },
];

async function everyFailure(connection: SalesforceConnection): Promise<readonly unknown[]> {
  const body = { json: { Subject: 'field value' } };
  const calls = [
    () => connection.test(),
    () => connection.listObjects(),
    () => connection.describe('Case'),
    () => connection.rest.send({ method: 'POST', path: 'sobjects/Case', body, callClass: 'create' }),
    () => connection.rest.stream({ method: 'GET', path: 'jobs/query/1/results', callClass: 'poll' }),
  ];
  const failures: unknown[] = [];
  for (const call of calls) await call().catch((error: unknown) => failures.push(error));
  return failures;
}

/** All that a logger or a debugger could show of a value: hidden properties, causes and stacks included. */
function everythingOf(value: unknown): string {
  return inspect(value, {
    depth: Infinity,
    showHidden: true,
    maxStringLength: Infinity,
    maxArrayLength: Infinity,
  });
}

describe('no error and no log line holds a secret (E15, E1)', () => {
  it.each(scenarios)('when $name', async ({ script, options }) => {
    await using org = await startScriptedOrg(script, options);
    const failures = await everyFailure(org.connection);
    const shown = `${everythingOf(failures)} ${everythingOf(org.context.logLines)}`;
    expect(shown).not.toContain(canary.password);
    expect(shown).not.toContain('pass&lt;word');
    expect(shown).not.toContain(canary.securityToken.slice(0, 6));
    expect(shown).not.toContain(canary.sessionMark);
    expect(shown).not.toContain('&#x');
    // The scenario did what it says: the secret was on its way, in one direction or the other.
    expect(org.logins.some(({ body }) => body.includes(canary.securityToken))).toBe(true);
  });

  it('when the answer is no HTTP and the parser keeps the bytes', async () => {
    const server = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.once('data', () => socket.end(`HTTP/1.1 200 OK\r\nSession ${sessionOf(1)}\r\n\r\n`));
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    await using org = await startScriptedOrg(good, {
      login: (loginNumber) => loginAnswer(loginNumber, `http://127.0.0.1:${port}`),
    });
    const failures = await everyFailure(org.connection);
    server.close();
    expect(failures).toContainEqual(expect.objectContaining({ code: 'network-error' }));
    expect(everythingOf(failures)).not.toContain(canary.sessionMark);
  });

  it('nor does the connection itself, when somebody prints it', async () => {
    await using org = await startScriptedOrg(good);
    await org.connection.test();
    const { connection } = org;
    expect(JSON.stringify(connection)).not.toMatch(/canary|Canary/u);
    expect(inspect(connection, { depth: 10 })).not.toMatch(/canary|Canary/u);
  });
});
