import { describe, expect, it } from 'vitest';
import type { CallClass, RestRequest } from '../../../src/connection/rest/rest-client.ts';
import type { ScriptedReply } from '../../support/scripted-server.ts';
import { json, refusal, startScriptedOrg } from '../scripted-org.ts';

const callClasses = ['idempotent', 'poll', 'upload', 'create'] as const satisfies readonly CallClass[];

const csv = [Buffer.from('Name\n"é'), Buffer.from('🔑"\n')];

const requests: Readonly<Record<CallClass, RestRequest>> = {
  idempotent: { method: 'GET', path: 'sobjects/Case', callClass: 'idempotent' },
  poll: { method: 'GET', path: 'jobs/ingest/750000000000001', callClass: 'poll' },
  upload: {
    method: 'PUT',
    path: 'jobs/ingest/750000000000001/batches',
    callClass: 'upload',
    body: {
      contentType: 'text/csv; charset=UTF-8',
      byteLength: csv.reduce((total, chunk) => total + chunk.byteLength, 0),
      // eslint-disable-next-line @typescript-eslint/require-await
      open: async function* () {
        yield* csv;
      },
    },
  },
  create: { method: 'POST', path: 'sobjects/Case', callClass: 'create', body: { json: { Subject: 'é' } } },
};

interface Fault {
  readonly name: string;
  readonly reply: ScriptedReply;
  /** `ok` (after one repeat), `ok+login` (after a new login and one repeat), or the code that the caller gets. */
  readonly outcomes: Readonly<Record<CallClass, string>>;
}

const forAll = (outcome: string): Fault['outcomes'] => ({
  idempotent: outcome,
  poll: outcome,
  upload: outcome,
  create: outcome,
});

/** Repeatable calls survive it; of the others nobody knows whether they were carried out. */
const doubtful: Fault['outcomes'] = {
  idempotent: 'ok',
  poll: 'ok',
  upload: 'outcome-unknown',
  create: 'outcome-unknown',
};

const html = (status: number): ScriptedReply => ({
  status,
  headers: { 'content-type': 'text/html' },
  body: '<html><head><title>Sorry</title></head><body></body></html>',
});

const faults: readonly Fault[] = [
  {
    name: '401 INVALID_SESSION_ID (A20)',
    reply: refusal(401, 'INVALID_SESSION_ID', 'Session expired or invalid'),
    outcomes: forAll('ok+login'),
  },
  {
    name: '403 INVALID_SESSION_ID (B30)',
    reply: refusal(403, 'INVALID_SESSION_ID'),
    outcomes: forAll('ok+login'),
  },
  {
    name: '400 InvalidSessionId in XML (C4)',
    reply: { status: 400, body: '<error><exceptionCode>InvalidSessionId</exceptionCode></error>' },
    outcomes: forAll('ok+login'),
  },
  {
    name: '500 with a SOAP fault INVALID_SESSION_ID (A20)',
    reply: { status: 500, body: '<Fault><faultcode>sf:INVALID_SESSION_ID</faultcode></Fault>' },
    outcomes: forAll('ok+login'),
  },
  { name: '401 as HTML', reply: html(401), outcomes: forAll('ok+login') },
  {
    name: '401 that no login cures (A18)',
    reply: refusal(401, 'INVALID_SESSION_ID', 'This session is not valid for use with the REST API'),
    outcomes: forAll('session-refused'),
  },
  { name: '503 SERVER_UNAVAILABLE (A10)', reply: refusal(503, 'SERVER_UNAVAILABLE'), outcomes: forAll('ok') },
  { name: '503 as HTML', reply: html(503), outcomes: forAll('ok') },
  { name: '420', reply: html(420), outcomes: forAll('ok') },
  { name: '429', reply: { status: 429 }, outcomes: forAll('ok') },
  {
    name: '403 too many at once',
    reply: refusal(
      403,
      'REQUEST_LIMIT_EXCEEDED',
      'ConcurrentRequests (Concurrent API Requests) Limit exceeded.',
    ),
    outcomes: forAll('ok'),
  },
  {
    name: '403 daily limit (D14)',
    reply: refusal(403, 'REQUEST_LIMIT_EXCEEDED', 'TotalRequests Limit exceeded.'),
    outcomes: forAll('api-limit-reached'),
  },
  { name: 'a lost answer (A29, B2)', reply: 'reset', outcomes: doubtful },
  {
    name: 'half an answer',
    reply: { status: 200, body: '{"id":"001000000000001AAA"}', cutAfterBytes: 10 },
    outcomes: doubtful,
  },
  { name: '500 UNKNOWN_EXCEPTION', reply: refusal(500, 'UNKNOWN_EXCEPTION'), outcomes: doubtful },
  { name: '502 as HTML', reply: html(502), outcomes: doubtful },
  { name: '504', reply: { status: 504 }, outcomes: doubtful },
  {
    name: '200 as HTML',
    reply: html(200),
    outcomes: { ...doubtful, idempotent: 'unexpected-response', poll: 'unexpected-response' },
  },
  { name: '404', reply: refusal(404, 'NOT_FOUND'), outcomes: forAll('not-found') },
  { name: '400', reply: refusal(400, 'REQUIRED_FIELD_MISSING'), outcomes: forAll('invalid-request') },
  {
    name: '302',
    reply: { status: 302, headers: { location: 'https://x.example/' } },
    outcomes: forAll('redirected'),
  },
];

const cases = faults.flatMap(({ name, reply, outcomes }) =>
  callClasses.map((callClass) => ({ name, callClass, reply, outcome: outcomes[callClass] })),
);

describe('a call that meets a fault once', () => {
  it.each(cases)('$name: $callClass → $outcome', async ({ callClass, reply, outcome }) => {
    await using org = await startScriptedOrg((_request, attempt) =>
      attempt === 1 ? reply : json(200, { done: true }),
    );
    const result = await org.connection.rest.send(requests[callClass]).then(
      ({ body }) => ((body as { done: boolean }).done ? 'ok' : 'nonsense'),
      (error: unknown) => (error as { code: string }).code,
    );
    expect(result).toBe(outcome.replace('+login', ''));
    expect(org.calls.length).toBe(outcome.startsWith('ok') ? 2 : 1);
    expect(org.logins.length).toBe(outcome === 'ok+login' ? 2 : 1);
    const bodies = new Set(org.calls.map(({ body }) => body.toString('hex')));
    expect(bodies.size).toBe(1);
  });
});

const attemptsWhenItLasts: Readonly<Record<CallClass, number>> = {
  idempotent: 5,
  poll: 8,
  upload: 5,
  create: 5,
};

describe('a call that meets a fault every time', () => {
  it.each(callClasses)('%s gives up with the last refusal', async (callClass) => {
    await using org = await startScriptedOrg(() => refusal(503, 'SERVER_UNAVAILABLE'));
    const sent = org.connection.rest.send(requests[callClass]);
    await expect(sent).rejects.toMatchObject({
      code: 'org-unavailable',
      recovery: 'retry',
      details: { status: 503 },
    });
    expect(org.calls.length).toBe(attemptsWhenItLasts[callClass]);
    expect(org.context.sleeps).toEqual(
      [375, 750, 1500, 3000, 6000, 12_000, 15_000].slice(0, attemptsWhenItLasts[callClass] - 1),
    );
  });

  it('keeps the lost answer as the cause of an unknown outcome', async () => {
    await using org = await startScriptedOrg(() => 'reset');
    await expect(org.connection.rest.send(requests.create)).rejects.toMatchObject({
      code: 'outcome-unknown',
      recovery: 'abort',
      cause: { code: 'network-error' },
    });
  });
});
