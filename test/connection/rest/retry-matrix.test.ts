import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSalesforceConnection } from '../../../src/connection/open-salesforce-connection.ts';
import type { RestRequest } from '../../../src/connection/rest/rest-client.ts';
import { retryPolicy } from '../../../src/connection/rest/retry-policy.ts';
import type { SalesforceConnection } from '../../../src/connection/salesforce-connection.ts';
import { FailureClass } from '../../../src/errors/failure-class.ts';
import { startTestOrg, type TestOrg } from '../../support/local-org.ts';
import { testRunContext, type TestRunContext } from '../../support/test-run-context.ts';
import { refusal, startScriptedOrg } from '../scripted-org.ts';
import {
  callClasses,
  durations,
  expectedOf,
  retryMatrix,
  type Duration,
  type Expected,
  type Matrix,
  type MatrixCall,
} from './retry-matrix.ts';

type Fault = Matrix['faults'][number];

interface Bench {
  readonly org: TestOrg;
  /** Of the test itself; faults spare its calls. */
  readonly eyes: SalesforceConnection;
}

const csv = 'Name\n"é 🔑"\n';

/** A call of a class, and how to see what it has left in the org. */
interface TriedCall {
  readonly request: RestRequest;
  readonly stored: () => Promise<number>;
}

function connect(org: TestOrg, context: TestRunContext, config: Fault['config'] = {}): SalesforceConnection {
  const { url: serverHost, username, password, securityToken } = org;
  return openSalesforceConnection(
    { name: 'Matrix', serverHost, username, password, securityToken, ...config },
    context,
  );
}

async function openJob(eyes: SalesforceConnection): Promise<string> {
  const json = { object: 'Account', operation: 'insert' };
  const { body } = await eyes.rest.send({
    method: 'POST',
    path: 'jobs/ingest',
    body: { json },
    callClass: 'create',
  });
  return (body as { id: string }).id;
}

async function countAccounts(eyes: SalesforceConnection, name: string): Promise<number> {
  const { body } = await eyes.rest.send({
    method: 'GET',
    path: 'query',
    query: { q: `SELECT COUNT() FROM Account WHERE Name = '${name}'` },
    callClass: 'idempotent',
  });
  return (body as { totalSize: number }).totalSize;
}

async function callOf(callClass: MatrixCall, { org, eyes }: Bench, name: string): Promise<TriedCall> {
  const nothing = (): Promise<number> => Promise.resolve(0);
  switch (callClass) {
    case 'idempotent':
      return { request: { method: 'GET', path: 'sobjects/Account', callClass }, stored: nothing };
    case 'create': {
      const request = {
        method: 'POST',
        path: 'sobjects/Account',
        callClass,
        body: { json: { Name: name } },
      } as const;
      return { request, stored: () => countAccounts(eyes, name) };
    }
    case 'poll': {
      const id = await openJob(eyes);
      return { request: { method: 'GET', path: `jobs/ingest/${id}`, callClass }, stored: nothing };
    }
    case 'upload': {
      const id = await openJob(eyes);
      const body = {
        contentType: 'text/csv; charset=UTF-8',
        byteLength: Buffer.byteLength(csv),
        async *open() {
          yield await Promise.resolve(Buffer.from(csv.slice(0, 6)));
          yield Buffer.from(csv.slice(6));
        },
      };
      return {
        request: { method: 'PUT', path: `jobs/ingest/${id}/batches`, callClass, body },
        stored: () => Promise.resolve(uploadsOf(org, id)),
      };
    }
  }
}

function uploadsOf(org: TestOrg, jobId: string): number {
  const job = org.jobs().find(({ id }) => id === jobId);
  return job?.uploads.filter(({ complete }) => complete).length ?? 0;
}

/** What happened to one call under one fault, in the words of the matrix. */
async function tryOut(
  bench: Bench,
  fault: Fault,
  duration: Duration,
  callClass: MatrixCall,
): Promise<Expected> {
  const { org } = bench;
  const name = `${fault.name} ${duration} ${callClass}`.replaceAll(/[^\w ]/gu, '');
  const { request, stored } = await callOf(callClass, bench, name);
  const context = testRunContext();
  const connection = connect(org, context, fault.config);
  await connection.rest.send({ method: 'GET', path: 'limits', callClass: 'idempotent' });
  const { method } = request;
  const path = `/services/data/v${connection.apiVersion}/${request.path}`;
  const before = org.requests().at(-1)?.number ?? 0;
  const action = fault.do === 'close' ? { reset: true as const } : fault.do;
  const [ruleId] = org.faults.add({
    when: { method, path, ...(duration === 'once' && { nth: 1 }) },
    do: action,
  });
  if (fault.do === 'close') {
    await org.close();
    // Finds the sockets dead that are still open, so that the call itself has to connect.
    await connection.rest
      .send({ method: 'GET', path: 'limits', callClass: 'idempotent' })
      .catch(() => undefined);
  }
  const error: unknown = await connection.rest.send(request).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (ruleId !== undefined) org.faults.clear(ruleId);
  const { code, details } = (error ?? {}) as { code?: string; details?: Readonly<Record<string, unknown>> };
  const seen = org.requests().filter((other) => other.number > before && other.path === path);
  const attempts = fault.do === 'close' ? Number(details?.['attempts']) : seen.length;
  const { logins } = connection.usage();
  await connection.close();
  const isLookedAt = fault.do !== 'close' && (callClass === 'create' || callClass === 'upload');
  return {
    outcome: code ?? 'ok',
    attempts,
    logins,
    ...(isLookedAt ? { stored: await stored() } : {}),
    sleeps: [...context.sleeps],
  };
}

function expectedFor(fault: Fault, duration: Duration, callClass: MatrixCall): Expected | undefined {
  const meaning = retryMatrix.meanings[fault.means];
  if (meaning === undefined) throw new RangeError(`${fault.name} means ${fault.means}, which is nowhere.`);
  if (!(fault.calls ?? callClasses).includes(callClass)) return undefined;
  const { stored, outcome, ...rest } = expectedOf(meaning, duration, callClass) ?? {};
  if (outcome === undefined) return undefined;
  const isLookedAt = callClass === 'create' || callClass === 'upload';
  return {
    ...(rest as Expected),
    outcome: outcome === 'CODE' ? (fault.code ?? 'none') : outcome,
    ...(isLookedAt && stored !== undefined ? { stored: fault.isDone === true ? 1 : stored } : {}),
  };
}

const cases = retryMatrix.faults.flatMap((fault) =>
  durations.flatMap((duration) =>
    callClasses.flatMap((callClass) => {
      const expected = expectedFor(fault, duration, callClass);
      return expected === undefined ? [] : [{ fault, duration, callClass, expected, name: fault.name }];
    }),
  ),
);

describe('the retry matrix, over real HTTP', () => {
  let bench: Bench;
  beforeAll(async () => {
    const org = await startTestOrg();
    bench = { org, eyes: connect(org, testRunContext()) };
  });
  afterAll(async () => {
    await bench.eyes.close();
    await bench.org.close();
  });

  it.each(cases.filter(({ fault }) => fault.do !== 'close'))(
    '$name, $duration: $callClass → $expected.outcome',
    async ({ fault, duration, callClass, expected }) => {
      expect(await tryOut(bench, fault, duration, callClass)).toMatchObject(expected);
    },
  );

  it.each(cases.filter(({ fault }) => fault.do === 'close'))(
    '$name: $callClass → $expected.outcome',
    async ({ fault, duration, callClass, expected }) => {
      await using org = await startTestOrg();
      const eyes = connect(org, testRunContext());
      expect(await tryOut({ org, eyes }, fault, duration, callClass)).toMatchObject(expected);
      await eyes.close();
    },
  );
});

describe('the matrix', () => {
  it('tries every class of calls with every meaning, once or for ever', () => {
    for (const means of Object.keys(retryMatrix.meanings)) {
      const tried = new Set(cases.filter(({ fault }) => fault.means === means).map((one) => one.callClass));
      expect([...tried].sort(), means).toEqual([...callClasses].sort());
    }
  });

  it('has the attempts that the policy allows', () => {
    for (const callClass of callClasses) {
      const { maxAttempts, verdicts } = retryPolicy[callClass];
      expect(expectedOf(retryMatrix.meanings['away'] ?? { title: '' }, 'always', callClass)?.attempts).toBe(
        maxAttempts,
      );
      expect(Object.keys(verdicts).sort()).toEqual(Object.values(FailureClass).sort());
    }
  });
});

describe('a call that gives up', () => {
  it('keeps the lost answer as the cause of an unknown outcome', async () => {
    await using org = await startScriptedOrg(() => 'reset');
    const create = {
      method: 'POST',
      path: 'sobjects/Case',
      body: { json: {} },
      callClass: 'create',
    } as const;
    await expect(org.connection.rest.send(create)).rejects.toMatchObject({
      code: 'outcome-unknown',
      recovery: 'abort',
      cause: { code: 'network-error' },
    });
  });

  it('has sent the same bytes each time, from a source that it opened anew', async () => {
    await using org = await startScriptedOrg(() => refusal(503, 'SERVER_UNAVAILABLE'));
    let opened = 0;
    const body = {
      contentType: 'text/csv',
      byteLength: Buffer.byteLength(csv),
      async *open() {
        opened += 1;
        yield await Promise.resolve(Buffer.from(csv));
      },
    };
    const upload = { method: 'PUT', path: 'jobs/ingest/750/batches', body, callClass: 'upload' } as const;
    await expect(org.connection.rest.send(upload)).rejects.toMatchObject({ code: 'org-unavailable' });
    expect(opened).toBe(5);
    expect(org.calls.map((call) => call.body.toString())).toEqual(Array.from({ length: 5 }, () => csv));
    expect(org.context.sleeps).toEqual([375, 750, 1500, 3000]);
  });
});
