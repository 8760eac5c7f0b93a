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
    expect(shown).not.toContain(canary.securityToken);
    expect(shown).not.toContain(canary.sessionMark);
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
