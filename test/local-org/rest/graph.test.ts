import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestOrg, type TestOrg } from '../../support/local-org.ts';
import { at, queryPath, signIn, type OrgClient } from '../server/org-client.ts';

let org: TestOrg;
let client: OrgClient;
beforeAll(async () => {
  org = await startTestOrg();
  client = await signIn(org);
});
afterAll(() => org.close());

const node = (referenceId: string, object: string, body: object) => ({
  referenceId,
  method: 'POST',
  url: `/services/data/v67.0/sobjects/${object}`,
  body,
});
const graph = (graphId: string, ...compositeRequest: object[]) => ({ graphId, compositeRequest });
const call = async (graphs: object[]) => client.call('POST', '/composite/graph', { graphs });
const accounts = async (name: string) =>
  at(await client.call('GET', queryPath(`SELECT COUNT() FROM Account WHERE Name = '${name}'`)), 'totalSize');

describe('/composite/graph', () => {
  it('does each graph as a whole or not at all, as one call', async () => {
    const before = org.activity().apiCalls;
    const answer = await call([
      graph(
        'good',
        node('acc', 'Account', { Name: 'Graph kept' }),
        node('con', 'Contact', { LastName: 'G', AccountId: '@{acc.id}' }),
      ),
      graph('bad', node('acc', 'Account', { Name: 'Graph lost' }), node('con', 'Contact', {})),
    ]);
    expect(org.activity().apiCalls - before).toBe(1);
    expect(answer.body).toMatchObject({
      graphs: [
        {
          graphId: 'good',
          isSuccessful: true,
          graphResponse: { compositeResponse: [{ httpStatusCode: 201 }, { httpStatusCode: 201 }] },
        },
        {
          graphId: 'bad',
          isSuccessful: false,
          graphResponse: {
            compositeResponse: [
              { httpStatusCode: 400, body: [{ errorCode: 'PROCESSING_HALTED' }] },
              { httpStatusCode: 400, body: [{ errorCode: 'REQUIRED_FIELD_MISSING' }] },
            ],
          },
        },
      ],
    });
    expect([await accounts('Graph kept'), await accounts('Graph lost')]).toEqual([1, 0]);
  });

  it('leaves the rest undone after 14 graphs have failed', async () => {
    const failing = Array.from({ length: 14 }, (_, n) => graph(`f${n}`, node('r', 'Account', {})));
    const answer = await call([...failing, graph('last', node('r', 'Account', { Name: 'Too late' }))]);
    expect(at(answer, 'graphs', 14)).toMatchObject({
      isSuccessful: false,
      graphResponse: { compositeResponse: [{ body: [{ errorCode: 'PROCESSING_HALTED' }] }] },
    });
    expect(await accounts('Too late')).toBe(0);
  });

  const account = (n: number) => node(`r${n}`, 'Account', { Name: 'x' });
  const chain = (length: number) =>
    Array.from({ length }, (_, n) =>
      node(`r${n}`, 'Account', { Name: 'x', ...(n > 0 ? { ParentId: `@{r${n - 1}.id}` } : {}) }),
    );

  it('takes a chain of 15 references', async () => {
    expect(at(await call([graph('g', ...chain(15))]), 'graphs', 0, 'isSuccessful')).toBe(true);
  });

  it.each([
    ['501 nodes', [graph('g', ...Array.from({ length: 501 }, (_, n) => account(n)))], 'LIMIT_EXCEEDED'],
    ['76 graphs', Array.from({ length: 76 }, (_, n) => graph(`g${n}`, account(0))), 'LIMIT_EXCEEDED'],
    ['a chain of 16 references', [graph('g', ...chain(16))], 'LIMIT_EXCEEDED'],
    [
      '16 kinds of nodes',
      [graph('g', ...Array.from({ length: 16 }, (_, n) => node(`r${n}`, `Object${n}__c`, {})))],
      'LIMIT_EXCEEDED',
    ],
    ['a graph id twice', [graph('g', account(0)), graph('g', account(0))], 'INVALID_INPUT'],
    [
      'a node that is a query',
      [graph('g', { ...account(0), url: '/services/data/v67.0/query' })],
      'INVALID_INPUT',
    ],
  ])('refuses %s as a whole', async (_what, graphs, errorCode) => {
    const answer = await call(graphs);
    expect([answer.status, at(answer, 0, 'errorCode')]).toEqual([400, errorCode]);
  });
});
