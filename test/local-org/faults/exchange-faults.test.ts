import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { startTestOrg, type TestOrg } from '../../support/local-org.ts';
import { at, envelope, loginCall, queryPath, signIn, soap, type OrgClient } from '../server/org-client.ts';
import { callText, sendRaw } from './wire.ts';
import type { FaultRuleInput } from '../../../src/local-org/index.ts';

/** An org with a session that was made before the rules. */
async function faultyOrg(...rules: FaultRuleInput[]): Promise<{ org: TestOrg; client: OrgClient }> {
  const org = await startTestOrg();
  const client = await signIn(org);
  org.faults.add(rules);
  return { org, client };
}

async function countAccounts(client: OrgClient): Promise<unknown> {
  return at(await client.call('GET', queryPath('SELECT COUNT() FROM Account')), 'totalSize');
}

async function addAccounts(client: OrgClient, count: number): Promise<void> {
  const records = Array.from({ length: count }, (_, index) => ({
    attributes: { type: 'Account' },
    Name: `Account ${index}`,
  }));
  const answer = await client.call('POST', '/composite/sobjects', { records });
  expect(answer.status).toBe(200);
}

const errorOf = (answer: Parameters<typeof at>[0]) => [answer.status, at(answer, 0, 'errorCode')];

describe('an answer that the script writes', () => {
  it('is an error in the shape of REST, with headers, for the calls of the rule only', async () => {
    const { org, client } = await faultyOrg({
      when: { method: 'get', path: '/services/data/*/limits', nth: 2 },
      do: {
        respond: {
          status: 503,
          errorCode: 'SERVER_UNAVAILABLE',
          message: 'Try later',
          headers: { 'Retry-After': '7' },
        },
      },
    });
    await using _ = org;
    expect((await client.call('GET', '/limits')).status).toBe(200);
    expect((await client.call('GET', '/sobjects')).status).toBe(200);
    const refused = await client.call('GET', '/limits');
    expect(errorOf(refused)).toEqual([503, 'SERVER_UNAVAILABLE']);
    expect(refused.headers.get('retry-after')).toBe('7');
    expect((await client.call('GET', '/limits')).status).toBe(200);
  });

  it('is a SOAP fault for a SOAP operation', async () => {
    const { org } = await faultyOrg({
      when: { soapOperation: 'login' },
      do: { respond: { status: 500, errorCode: 'SERVER_UNAVAILABLE', message: 'Down' } },
    });
    await using _ = org;
    const refused = await soap(org, envelope(loginCall(org.username, org.password)));
    expect(refused.status).toBe(500);
    expect(refused.text).toContain('<sf:exceptionCode>SERVER_UNAVAILABLE</sf:exceptionCode>');
    const other = await soap(org, envelope('<n:getServerTimestamp/>'));
    expect(other.text).not.toContain('SERVER_UNAVAILABLE');
  });

  it('does not keep the operation of other SOAP calls from working', async () => {
    const { org } = await faultyOrg({ when: { soapOperation: 'nothing' }, do: { reset: true } });
    await using _ = org;
    await expect(signIn(org)).resolves.toHaveProperty('sessionId');
  });

  it('can be any body', async () => {
    const { org, client } = await faultyOrg(
      { when: { nth: 1 }, do: { respond: { status: 200, body: { odd: [1] } } } },
      { when: { nth: 2 }, do: { respond: { status: 200, body: 'not JSON' } } },
    );
    await using _ = org;
    expect((await client.call('GET', '/limits')).body).toEqual({ odd: [1] });
    expect((await client.call('GET', '/limits')).text).toBe('not JSON');
  });

  it.each([414, 420, 502, 503] as const)('is the HTML page %i of the edge', async (edgePage) => {
    const { org, client } = await faultyOrg({ do: { edgePage } });
    await using _ = org;
    const answer = await client.call('GET', '/limits');
    expect(answer.status).toBe(edgePage);
    expect(answer.headers.get('content-type')).toMatch(/^text\/html/);
    expect(answer.text).toContain(`<h1>${edgePage}`);
  });
});

describe('the connection', () => {
  it('is reset before anything is done', async () => {
    const { org, client } = await faultyOrg({ when: { method: 'POST' }, do: { reset: true } });
    await using _ = org;
    const text = callText(client.sessionId, 'POST', '/sobjects/Account', { body: '{"Name":"A"}' });
    expect(await sendRaw(org, text)).toEqual({ text: '', errorCode: 'ECONNRESET' });
    expect(await countAccounts(client)).toBe(0);
  });

  it('is reset in the place of the reply, with the record saved (A29, B2)', async () => {
    const { org, client } = await faultyOrg({ when: { method: 'POST', times: 1 }, do: { loseReply: true } });
    await using _ = org;
    const text = callText(client.sessionId, 'POST', '/sobjects/Account', { body: '{"Name":"A"}' });
    expect(await sendRaw(org, text)).toEqual({ text: '', errorCode: 'ECONNRESET' });
    expect(await countAccounts(client)).toBe(1);
    expect((await client.call('POST', '/sobjects/Account', { Name: 'B' })).status).toBe(201);
  });

  it('is cut while a job uploads, and the job can be uploaded to again (A10)', async () => {
    const { org, client } = await faultyOrg({
      when: { method: 'PUT', nth: 1 },
      do: { cutRequestAfterBytes: 6 },
    });
    await using _ = org;
    const job = await client.call('POST', '/jobs/ingest', { object: 'Account', operation: 'insert' });
    const path = `/jobs/ingest/${String(at(job, 'id'))}/batches`;
    const upload = { body: 'Name\nA\n'.repeat(3), headers: { 'Content-Type': 'text/csv' } };
    const cut = await sendRaw(org, callText(client.sessionId, 'PUT', path, upload));
    expect(cut).toEqual({ text: '', errorCode: 'ECONNRESET' });
    expect((await client.call('PUT', path, upload.body, upload.headers)).status).toBe(201);
    expect(org.jobs()[0]?.uploads.map(({ bytes, complete }) => [bytes, complete])).toEqual([
      [6, false],
      [21, true],
    ]);
  });

  it('is cut after so many bytes of the answer (B28, B29)', async () => {
    const { org, client } = await faultyOrg({ when: { nth: 1 }, do: { cutResponseAfterBytes: 10 } });
    await using _ = org;
    const whole = callText(client.sessionId, 'GET', '/limits');
    const cut = await sendRaw(org, whole);
    const [head = '', body] = cut.text.split('\r\n\r\n');
    expect(body).toBe('{"DailyApi');
    expect(Number(/content-length: (\d+)/i.exec(head)?.[1])).toBeGreaterThan(10);
    expect((await sendRaw(org, whole)).text.length).toBeGreaterThan(cut.text.length);
  });

  it('stalls until the client gives up or the org closes (E20)', async () => {
    const { org, client } = await faultyOrg({ do: { stall: true } });
    const never = sendRaw(org, callText(client.sessionId, 'GET', '/limits'));
    const gaveUp = new AbortController();
    const asked = fetch(`${org.url}/services/data`, { signal: gaveUp.signal });
    while (org.faults.list()[0]!.fired < 2) await setImmediate();
    gaveUp.abort();
    await expect(asked).rejects.toThrow();
    await org.close();
    expect((await never).text).toBe('');
  });

  it('waits in the time of the org, before the work and after it', async () => {
    const org = await startTestOrg({ clock: { now: () => 1_800_000_000_000 } });
    await using _ = org;
    const client = await signIn(org);
    org.faults.add([
      { when: { path: '**/sobjects/Account' }, do: { replyLatencyMs: 60_000 } },
      { when: { path: '**/limits' }, do: { latencyMs: 60_000 } },
    ]);
    let isAnswered = false;
    const slow = client.call('POST', '/sobjects/Account', { Name: 'A' }).finally(() => (isAnswered = true));
    while ((await countAccounts(client)) === 0);
    expect(isAnswered).toBe(false);
    const late = client.call('GET', '/limits');
    while (org.faults.list()[1]?.fired === 0) await client.call('GET', '/sobjects/Nothing');
    org.advance(60_000);
    expect((await slow).status).toBe(201);
    expect((await late).status).toBe(200);
  });
});

describe('headers of an answer', () => {
  it('go missing, repeat, and say null (A27, C14)', async () => {
    const { org, client } = await faultyOrg({
      do: {
        dropHeaders: ['Sforce-Limit-Info'],
        setHeaders: { 'Sforce-Locator': ['abc', 'abc'], 'X-Sfdc-Request-Id': 'null' },
      },
    });
    await using _ = org;
    const { text } = await sendRaw(org, callText(client.sessionId, 'GET', '/limits'));
    expect(text).not.toContain('Sforce-Limit-Info');
    expect(text.match(/Sforce-Locator: abc/g)).toHaveLength(2);
    expect(text).toContain('X-Sfdc-Request-Id: null');
  });
});

describe('pages of a query', () => {
  it('lose their last rows with a valid frame (D1)', async () => {
    const { org, client } = await faultyOrg({ when: { path: '**/query' }, do: { dropLastRows: 2 } });
    await using _ = org;
    await addAccounts(client, 5);
    const page = await client.call('GET', queryPath('SELECT Name FROM Account'));
    expect([at(page, 'totalSize'), at(page, 'done')]).toEqual([5, true]);
    expect(at(page, 'records')).toHaveLength(3);
  });

  it('come in another order, the same one every time (B1)', async () => {
    const orders = await Promise.all(
      [1, 2].map(async () => {
        const { org, client } = await faultyOrg({
          when: { path: '**/query' },
          do: { shuffleRows: true },
        });
        await using _ = org;
        await addAccounts(client, 8);
        const page = await client.call('GET', queryPath('SELECT Name FROM Account ORDER BY Name'));
        return (at(page, 'records') as { Name: string }[]).map(({ Name }) => Name);
      }),
    );
    expect(orders[0]).toEqual(orders[1]);
    expect(orders[0]).not.toEqual(orders[0]!.toSorted());
    expect(orders[0]!.toSorted()).toEqual(Array.from({ length: 8 }, (_, index) => `Account ${index}`));
  });

  it('vary in size down to a single row, and give every row', async () => {
    await using org = await startTestOrg({ queryPageSizes: { max: 3 } });
    const client = await signIn(org);
    await addAccounts(client, 12);
    const sizes: number[] = [];
    let path: string | undefined = queryPath('SELECT Name FROM Account');
    while (path !== undefined) {
      const page = await client.call('GET', path);
      sizes.push((at(page, 'records') as unknown[]).length);
      path = at(page, 'nextRecordsUrl') as string | undefined;
    }
    expect(sizes.reduce((sum, size) => sum + size)).toBe(12);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(3);
    expect(new Set(sizes).size).toBeGreaterThan(1);
  });

  it('name themselves as the next one (A27)', async () => {
    const { org, client } = await faultyOrg(
      { do: { pageSizes: { max: 1 } } },
      { when: { path: '**/query/*' }, do: { repeatLocator: true } },
    );
    await using _ = org;
    await addAccounts(client, 4);
    const first = await client.call('GET', queryPath('SELECT Name FROM Account'));
    const next = String(at(first, 'nextRecordsUrl'));
    expect(at(await client.call('GET', next), 'nextRecordsUrl')).toBe(next);
  });

  it('run into QUERY_TIMEOUT above a number of rows (D4)', async () => {
    const { org, client } = await faultyOrg({ do: { queryTimeoutAboveRows: 3 } });
    await using _ = org;
    await addAccounts(client, 4);
    expect(errorOf(await client.call('GET', queryPath('SELECT Id FROM Account')))).toEqual([
      400,
      'QUERY_TIMEOUT',
    ]);
    const few = await client.call('GET', queryPath('SELECT Id FROM Account LIMIT 3'));
    expect(few.status).toBe(200);
  });
});

describe('sessions and limits', () => {
  it('are revoked in the middle, the own one or all (A9, C5)', async () => {
    const { org, client } = await faultyOrg(
      { when: { path: '**/limits', nth: 1 }, do: { revokeSessions: 'own' } },
      { when: { path: '**/sobjects', nth: 1 }, do: { revokeSessions: 'all' } },
    );
    await using _ = org;
    const [one, other] = [await signIn(org), await signIn(org)];
    expect(errorOf(await client.call('GET', '/limits'))).toEqual([401, 'INVALID_SESSION_ID']);
    expect((await one.call('GET', '/limits')).status).toBe(200);
    expect((await one.call('GET', '/sobjects')).status).toBe(401);
    expect((await other.call('GET', '/limits')).status).toBe(401);
  });

  it('refuse a fresh session at its first call (D21)', async () => {
    const { org, client } = await faultyOrg({
      when: { nth: 1 },
      do: {
        respond: { status: 401, errorCode: 'INVALID_SESSION_ID', message: 'Session expired or invalid' },
      },
    });
    await using _ = org;
    expect((await client.call('GET', '/limits')).status).toBe(401);
    expect((await client.call('GET', '/limits')).status).toBe(200);
  });

  it('live for seconds (D6)', async () => {
    const { org } = await faultyOrg({ do: { sessionSeconds: 2 } });
    await using _ = org;
    const client = await signIn(org);
    expect((await client.call('GET', '/limits')).status).toBe(200);
    org.advance(2_001);
    expect((await client.call('GET', '/limits')).status).toBe(401);
  });

  it('are nearly spent, and then refuse (D14)', async () => {
    const { org, client } = await faultyOrg({ do: { limits: { DailyApiRequests: 2 } } });
    await using _ = org;
    const calls = [
      await client.call('GET', '/limits'),
      await client.call('GET', '/limits'),
      await client.call('GET', '/limits'),
    ];
    expect(calls.map(({ status }) => status)).toEqual([200, 200, 403]);
    expect(calls[2]!.body).toEqual([
      { message: 'TotalRequests Limit exceeded.', errorCode: 'REQUEST_LIMIT_EXCEEDED' },
    ]);
  });
});

describe('which calls a rule fires for', () => {
  const fail = { respond: { status: 500, errorCode: 'UNKNOWN_EXCEPTION' } } as const;
  const statuses = async (rule: FaultRuleInput, calls = 6) => {
    const { org, client } = await faultyOrg(rule);
    await using _ = org;
    const seen: number[] = [];
    for (let call = 1; call <= calls; call++) {
      if ((await client.call('GET', '/limits')).status === 500) seen.push(call);
    }
    return seen;
  };

  it.each<[string, FaultRuleInput['when'], number[]]>([
    ['the nth', { nth: 3 }, [3]],
    ['several by number', { nth: [1, 4] }, [1, 4]],
    ['a range', { nth: { from: 2, to: 4 } }, [2, 3, 4]],
    ['all from one on', { nth: { from: 5 } }, [5, 6]],
    ['every second', { every: 2 }, [2, 4, 6]],
    ['the first so many', { times: 2 }, [1, 2]],
    ['all of a user', { user: 'admin@local.example' }, [1, 2, 3, 4, 5, 6]],
    ['none of another user', { user: 'somebody@else.example' }, []],
    ['a path by regular expression', { pathRegex: '/v\\d+\\.0/lim' }, [1, 2, 3, 4, 5, 6]],
    ['none of another path', { path: '/services/data/*' }, []],
  ])('%s', async (_what, when, expected) => {
    expect(await statuses({ when, do: fail })).toEqual(expected);
  });

  it('those that find more than so many being answered', async () => {
    const { org, client } = await faultyOrg(
      { when: { path: '**/limits', runningAbove: 2 }, do: fail },
      { do: { latencyMs: 3_600_000 } },
    );
    await using _ = org;
    const calls = Array.from({ length: 5 }, () => client.call('GET', '/limits'));
    const refused = await Promise.race(calls);
    expect(refused.status).toBe(500);
    while (org.faults.list()[0]!.seen < 5) await setImmediate();
    org.advance(3_600_000);
    const statuses = (await Promise.all(calls)).map(({ status }) => status);
    expect(statuses.filter((status) => status === 200)).toHaveLength(2);
    org.faults.clear(2);
    expect((await client.call('GET', '/limits')).status).toBe(200);
  });

  it('a share, which is the same calls for the same seed', async () => {
    const rule = (seed: number): FaultRuleInput => ({ seed, when: { share: 0.4 }, do: fail });
    const [one, again, other] = [
      await statuses(rule(1), 40),
      await statuses(rule(1), 40),
      await statuses(rule(2), 40),
    ];
    expect(one).toEqual(again);
    expect(one).not.toEqual(other);
    expect(one.length).toBeGreaterThan(8);
    expect(one.length).toBeLessThan(24);
  });

  it('nothing any more once it is taken away', async () => {
    const { org, client } = await faultyOrg();
    await using _ = org;
    const [first, second] = org.faults.add([{ do: fail }, { do: { edgePage: 503 } }]);
    org.faults.clear(first);
    expect((await client.call('GET', '/limits')).status).toBe(503);
    expect(org.faults.list()).toMatchObject([{ id: second, seen: 1, fired: 1 }]);
    org.faults.clear();
    expect((await client.call('GET', '/limits')).status).toBe(200);
  });
});
