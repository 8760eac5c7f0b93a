import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestOrg, type TestOrg } from '../../support/local-org.ts';
import { at, signIn, textAt, type Answer, type OrgClient } from '../server/org-client.ts';

const startMs = Date.parse('2026-03-01T10:00:00.700Z');
const before = 'Sun, 01 Mar 2026 09:59:59 GMT';
const exactly = 'Sun, 01 Mar 2026 10:00:00 GMT';

let org: TestOrg;
let client: OrgClient;
beforeAll(async () => {
  org = await startTestOrg({ clock: { now: () => startMs } });
  client = await signIn(org);
});
afterAll(() => org.close());

async function create(object: string, fields: object): Promise<string> {
  return `/sobjects/${object}/${textAt(await client.call('POST', `/sobjects/${object}`, fields), 'id')}`;
}

function get(path: string, headers: Record<string, string>): Promise<Answer> {
  return client.call('GET', path, undefined, headers);
}

describe('a record under conditions', () => {
  it('tells when it last changed, in whole seconds; accounts have a tag too', async () => {
    const account = await get(await create('Account', { Name: 'A' }), {});
    expect(account.headers.get('last-modified')).toBe(exactly);
    expect(account.headers.get('etag')).toMatch(/^"[\w+/]{27}="$/);
    const contact = await get(await create('Contact', { LastName: 'C' }), {});
    expect(contact.headers.get('last-modified')).toBe(exactly);
    expect(contact.headers.get('etag')).toBeNull();
  });

  it('is read with 304 and no body when it did not change since', async () => {
    const path = await create('Contact', { LastName: 'C', Email: 'since@rows.example' });
    for (const same of [path, '/sobjects/Contact/Email/since@rows.example']) {
      const known = await get(same, { 'If-Modified-Since': exactly });
      expect([known.status, known.text, known.headers.get('last-modified')]).toEqual([304, '', exactly]);
      expect((await get(same, { 'If-Modified-Since': before })).status).toBe(200);
    }
    expect((await get(path, { 'If-Modified-Since': 'yesterday' })).status).toBe(200);
  });

  it('is not changed, deleted or read when it changed since: the optimistic lock', async () => {
    const path = await create('Contact', { LastName: 'C', Email: 'lock@rows.example' });
    const late = { 'If-Unmodified-Since': before };
    const byEmail = '/sobjects/Contact/Email/lock@rows.example';
    const refused = [
      await client.call('PATCH', path, { LastName: 'Lost' }, late),
      await client.call('PATCH', byEmail, { LastName: 'Lost' }, late),
      await client.call('DELETE', path, undefined, late),
      await client.call('DELETE', byEmail, undefined, late),
      await get(path, late),
    ];
    for (const answer of refused) {
      expect([answer.status, at(answer, 0, 'errorCode')]).toEqual([412, 'PRECONDITION_FAILED']);
    }
    expect(at(await get(path, {}), 'LastName')).toBe('C');
    const inTime = { 'If-Unmodified-Since': exactly };
    expect((await client.call('PATCH', path, { LastName: 'Won' }, inTime)).status).toBe(204);
    expect((await client.call('DELETE', path, undefined, inTime)).status).toBe(204);
  });

  it('is compared by its tag, which a change changes', async () => {
    const path = await create('Account', { Name: 'Before' });
    const old = (await get(path, {})).headers.get('etag') ?? '';
    expect((await get(path, { 'If-None-Match': `"x", W/${old}` })).status).toBe(304);
    expect((await get(path, { 'If-None-Match': '"x"' })).status).toBe(200);
    expect((await client.call('PATCH', path, { Name: 'After' }, { 'If-Match': old })).status).toBe(204);
    const lost = await client.call('PATCH', path, { Name: 'Lost' }, { 'If-Match': old });
    expect([lost.status, at(lost, 0, 'errorCode')]).toEqual([412, 'PRECONDITION_FAILED']);
    expect((await get(path, { 'If-None-Match': old })).status).toBe(200);
    const known = await client.call('DELETE', path, undefined, { 'If-None-Match': '*' });
    expect(known.status).toBe(412);
    expect((await client.call('DELETE', path, undefined, { 'If-Match': '*' })).status).toBe(204);
  });

  it('is held to the date when its object has no tags', async () => {
    const path = await create('Contact', { LastName: 'C' });
    expect((await get(path, { 'If-None-Match': '*' })).status).toBe(200);
    const headers = { 'If-Match': '"x"' };
    expect((await client.call('PATCH', path, { LastName: 'D' }, headers)).status).toBe(204);
  });

  it('is missing or wrong as without conditions', async () => {
    const late = { 'If-Unmodified-Since': before };
    for (const path of [
      `/sobjects/Contact/003${'0'.repeat(15)}`,
      '/sobjects/Contact/nonsense',
      '/sobjects/Contact/Phone/1',
      '/sobjects/Nope/1',
    ]) {
      const bare = await client.call('PATCH', path, { LastName: 'x' });
      const conditional = await client.call('PATCH', path, { LastName: 'x' }, late);
      expect([path, conditional.status, conditional.body]).toEqual([path, bare.status, bare.body]);
    }
    const created = await client.call(
      'PATCH',
      '/sobjects/Contact/Email/new@rows.example',
      { LastName: 'N' },
      late,
    );
    expect(created.status).toBe(201);
  });
});

describe('every answer', () => {
  it.each(['/sobjects', '/sobjects/Nope', '/query?q=SELECT+Id+FROM+User'])(
    'spreads its JSON over lines for X-PrettyPrint: 1, for %s',
    async (path) => {
      const plain = await get(path, {});
      const pretty = await get(path, { 'X-PrettyPrint': '1' });
      expect(plain.text).toBe(JSON.stringify(plain.body));
      expect(pretty.text).toBe(JSON.stringify(plain.body, undefined, 2));
      expect((await get(path, { 'X-PrettyPrint': '0' })).text).toBe(plain.text);
    },
  );

  it('sets the cookie of the browser, once', async () => {
    const cookie = (await get('/limits', {})).headers.get('set-cookie');
    expect(cookie).toMatch(
      /^BrowserId=[\w-]{22};Path=\/;Domain=\.salesforce\.com;Expires=Thu, 30-Apr-2026 10:00:00 GMT$/,
    );
    const sent = await get('/limits', { Cookie: 'a=b; BrowserId=abc' });
    expect(sent.headers.get('set-cookie')).toBeNull();
  });
});
