import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestOrg, type TestOrg } from '../../support/local-org.ts';
import { at, queryPath, signIn, textAt, type OrgClient } from '../server/org-client.ts';

let org: TestOrg;
let client: OrgClient;
beforeAll(async () => {
  org = await startTestOrg();
  client = await signIn(org);
});
afterAll(() => org.close());

const base = '/services/data/v67.0';
const sub = (referenceId: string, method: string, path: string, body?: object) => ({
  referenceId,
  method,
  url: base + path,
  ...(body === undefined ? {} : { body }),
});

describe('/composite', () => {
  it('runs subrequests in order, with references into bodies and URLs, as one call', async () => {
    const before = org.activity().apiCalls;
    const answer = await client.call('POST', '/composite', {
      compositeRequest: [
        sub('acc', 'POST', '/sobjects/Account', { Name: 'Composed' }),
        sub('con', 'POST', '/sobjects/Contact', { LastName: 'C', AccountId: '@{acc.id}' }),
        sub('read', 'GET', '/sobjects/Contact/@{con.id}?fields=AccountId'),
        sub('query', 'GET', '/query?q=' + "SELECT+Name+FROM+Account+WHERE+Id='@{read.AccountId}'"),
      ],
    });
    expect(answer.status).toBe(200);
    expect(at(answer, 'compositeResponse')).toMatchObject([
      { referenceId: 'acc', httpStatusCode: 201, body: { success: true } },
      { referenceId: 'con', httpStatusCode: 201 },
      { referenceId: 'read', httpStatusCode: 200 },
      { referenceId: 'query', httpStatusCode: 200, body: { records: [{ Name: 'Composed' }] } },
    ]);
    expect(at(answer, 'compositeResponse', 0, 'httpHeaders', 'Location')).toBe(
      `${base}/sobjects/Account/${textAt(answer, 'compositeResponse', 0, 'body', 'id')}`,
    );
    expect(org.activity().apiCalls - before).toBe(1);
  });

  it('halts what refers to a failed subrequest, and runs the rest', async () => {
    const answer = await client.call('POST', '/composite', {
      compositeRequest: [
        sub('bad', 'POST', '/sobjects/Account', {}),
        sub('dependent', 'POST', '/sobjects/Contact', { LastName: 'D', AccountId: '@{bad.id}' }),
        sub('free', 'POST', '/sobjects/Account', { Name: 'Free' }),
      ],
    });
    expect(at(answer, 'compositeResponse')).toMatchObject([
      { httpStatusCode: 400, body: [{ errorCode: 'REQUIRED_FIELD_MISSING' }] },
      { httpStatusCode: 400, body: [{ errorCode: 'PROCESSING_HALTED' }] },
      { httpStatusCode: 201 },
    ]);
  });

  it('takes a field that is null for a reference, which failed before 52.0', async () => {
    const nulls = async (version: string) => {
      const answer = await client.call('POST', `/services/data/${version}/composite`, {
        compositeRequest: [
          sub('acc', 'POST', '/sobjects/Account', { Name: 'No phone' }),
          sub('read', 'GET', '/sobjects/Account/@{acc.id}?fields=Phone'),
          sub('con', 'POST', '/sobjects/Contact', { LastName: 'N', Phone: '@{read.Phone}' }),
        ],
      });
      return at(answer, 'compositeResponse', 2, 'httpStatusCode');
    };
    expect([await nulls('v52.0'), await nulls('v51.0')]).toEqual([201, 400]);
  });

  it('fails a subrequest alone for a malformed reference id before 52.0', async () => {
    const answer = await client.call('POST', '/services/data/v51.0/composite', {
      compositeRequest: [sub('a-b', 'GET', '/limits'), sub('ok', 'GET', '/limits')],
    });
    expect(at(answer, 'compositeResponse')).toMatchObject([{ httpStatusCode: 400 }, { httpStatusCode: 200 }]);
  });

  it('takes everything back with allOrNone', async () => {
    const answer = await client.call('POST', '/composite', {
      allOrNone: true,
      compositeRequest: [
        sub('good', 'POST', '/sobjects/Account', { Name: 'Never kept' }),
        sub('bad', 'POST', '/sobjects/Account', {}),
        sub('late', 'POST', '/sobjects/Account', { Name: 'Never kept' }),
      ],
    });
    expect(at(answer, 'compositeResponse')).toMatchObject([
      { httpStatusCode: 400, body: [{ errorCode: 'PROCESSING_HALTED' }] },
      { httpStatusCode: 400, body: [{ errorCode: 'REQUIRED_FIELD_MISSING' }] },
      { httpStatusCode: 400, body: [{ errorCode: 'PROCESSING_HALTED' }] },
    ]);
    const soql = "SELECT COUNT() FROM Account WHERE Name = 'Never kept'";
    expect(at(await client.call('GET', queryPath(soql)), 'totalSize')).toBe(0);
  });

  it('takes Collections back with allOrNone for one failed record, whatever they say themselves', async () => {
    const record = (Name: string) => ({ attributes: { type: 'Account' }, Name });
    const save = (records: readonly unknown[]) => ({ allOrNone: false, records });
    const answer = await client.call('POST', '/composite', {
      allOrNone: true,
      compositeRequest: [
        sub('good', 'POST', '/composite/sobjects', save([record('Undone')])),
        sub('bad', 'POST', '/composite/sobjects', save([record('Undone'), record('x'.repeat(256))])),
      ],
    });
    expect(at(answer, 'compositeResponse')).toMatchObject([
      { httpStatusCode: 400, body: [{ errorCode: 'PROCESSING_HALTED' }] },
      {
        httpStatusCode: 200,
        body: [
          { errors: [{ statusCode: 'ALL_OR_NONE_OPERATION_ROLLED_BACK' }] },
          { errors: [{ statusCode: 'STRING_TOO_LONG' }] },
        ],
      },
    ]);
    const soql = "SELECT COUNT() FROM Account WHERE Name = 'Undone'";
    expect(at(await client.call('GET', queryPath(soql)), 'totalSize')).toBe(0);
  });

  it('answers null for a subrequest without a body, and errors of its own for unknown ones', async () => {
    const { body } = await client.call('POST', '/sobjects/Account', { Name: 'To delete' });
    const { id } = body as { id: string };
    const answer = await client.call('POST', '/composite', {
      compositeRequest: [
        sub('delete', 'DELETE', `/sobjects/Account/${id}`),
        sub('unknown', 'GET', '/nothing'),
        sub('jobs', 'GET', '/jobs/ingest'),
      ],
    });
    expect(at(answer, 'compositeResponse')).toMatchObject([
      { httpStatusCode: 204, body: null },
      { httpStatusCode: 404, body: [{ errorCode: 'NOT_FOUND' }] },
      { httpStatusCode: 404 },
    ]);
  });

  it.each([
    [
      '26 subrequests',
      Array.from({ length: 26 }, (_, n) => sub(`r${n}`, 'GET', '/limits')),
      'LIMIT_EXCEEDED',
    ],
    ['6 queries', Array.from({ length: 6 }, (_, n) => sub(`r${n}`, 'GET', '/query?q=x')), 'LIMIT_EXCEEDED'],
    ['a reference id twice', [sub('r', 'GET', '/limits'), sub('r', 'GET', '/limits')], 'INVALID_INPUT'],
    ['a reference id with a dash', [sub('a-b', 'GET', '/limits')], 'JSON_PARSER_ERROR'],
    ['a method in lower case', [sub('r', 'get', '/limits')], 'JSON_PARSER_ERROR'],
    ['no subrequest', [], 'JSON_PARSER_ERROR'],
  ])('refuses %s as a whole', async (_what, compositeRequest, errorCode) => {
    const answer = await client.call('POST', '/composite', { compositeRequest });
    expect([answer.status, at(answer, 0, 'errorCode')]).toEqual([400, errorCode]);
  });
});
