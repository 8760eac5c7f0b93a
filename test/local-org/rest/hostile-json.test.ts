import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestOrg, type TestOrg } from '../../support/local-org.ts';
import { at, signIn, textAt, type OrgClient } from '../server/org-client.ts';

let org: TestOrg;
let client: OrgClient;
beforeAll(async () => {
  org = await startTestOrg();
  client = await signIn(org);
});
afterAll(() => org.close());

const type = { 'Content-Type': 'application/json' };
const post = async (text: string, path = '/sobjects/Account') => client.call('POST', path, text, type);

describe('a body that is no JSON', () => {
  it.each([
    ['{"Name":}', "('}' (code 125)): expected a valid value", 'line:1, column:10'],
    ['{Name:1}', "('N' (code 78)): was expecting double-quote to start field name", 'line:1, column:3'],
    ['{"Name" 1}', "('1' (code 49)): was expecting a colon", 'line:1, column:10'],
    ['{"A":1\n "B":2}', `('"' (code 34)): was expecting comma to separate OBJECT`, 'line:2, column:3'],
    ['{"A":[1 2]}', "('2' (code 50)): was expecting comma to separate ARRAY", 'line:1, column:10'],
    ['{"A":tru}', "('t' (code 116)): expected a valid value", 'line:1, column:7'],
    ['{"A":01}', "('0' (code 48)): expected a valid value", 'line:1, column:7'],
    ['{"A":"\\x"}', "('x' (code 120)): in a String", 'line:1, column:9'],
    ['{"A":1,}', "('}' (code 125)): was expecting double-quote", 'line:1, column:9'],
    ['{} x', "('x' (code 120)): nothing more", 'line:1, column:5'],
    ['{"A":"open', 'end-of-input', 'line:1, column:11'],
    ['{"A":[', 'end-of-input', 'line:1, column:7'],
    ['\u0000', "('\u0000' (code 0))", 'line:1, column:2'],
  ])('is told what and where: %j', async (text, what, where) => {
    const answer = await post(text);
    expect([answer.status, at(answer, 0, 'errorCode')]).toEqual([400, 'JSON_PARSER_ERROR']);
    expect(textAt(answer, 0, 'message')).toContain(what);
    expect(textAt(answer, 0, 'message')).toContain(`at [${where}]`);
  });
});

describe('a body that is meant to do harm', () => {
  const deep = (levels: number) => '['.repeat(levels) + ']'.repeat(levels);

  it.each([
    ['100,000 levels', '/sobjects/Account', `{"Name":${deep(100_000)}}`],
    [
      '100,000 levels in a subrequest',
      '/composite',
      `{"compositeRequest":[{"method":"POST","url":"/services/data/v67.0/sobjects/Account","referenceId":"r","body":${deep(100_000)}}]}`,
    ],
    ['100,000 levels without an end', '/composite/sobjects', '{"records":'.repeat(100_000)],
  ])('is refused for %s', async (_what, path, text) => {
    const answer = await post(text, path);
    expect([answer.status, at(answer, 0, 'errorCode')]).toEqual([400, 'JSON_PARSER_ERROR']);
  });

  it('finds no field in __proto__ and the like', async () => {
    for (const name of ['__proto__', 'constructor', 'hasOwnProperty']) {
      const answer = await post(`{"Name":"P","${name}":"x"}`);
      expect([answer.status, at(answer, 0, 'errorCode')]).toEqual([400, 'INVALID_FIELD']);
    }
  });

  it('counts the last of a key that stands twice', async () => {
    const id = textAt(await post('{"Name":"First","Name":"Last"}'), 'id');
    expect(at(await client.call('GET', `/sobjects/Account/${id}`), 'Name')).toBe('Last');
  });

  it('finds nothing under ids that are none', async () => {
    for (const id of ['x'.repeat(10_000), '%00', "'%20OR%20Id%20!=%20'", '..%2f..', '%F0%9F%92%A9']) {
      const answer = await client.call('GET', `/sobjects/Account/${id}`);
      expect([answer.status, at(answer, 0, 'errorCode')]).toEqual([404, 'NOT_FOUND']);
    }
  });

  it('is 501 in XML, which a real org takes', async () => {
    const answer = await client.call('POST', '/sobjects/Account', '<Account/>', {
      'Content-Type': 'application/xml',
    });
    expect([answer.status, at(answer, 0, 'errorCode')]).toEqual([501, 'NOT_EMULATED_HERE']);
  });

  it('is 501 for a client that takes XML alone, and JSON for one that takes anything', async () => {
    const get = async (Accept: string) => (await client.call('GET', '/limits', undefined, { Accept })).status;
    expect([await get('application/xml'), await get('text/xml, */*;q=0.1')]).toEqual([501, 200]);
  });
});
