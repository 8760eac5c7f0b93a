import { request } from 'node:http';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestOrg, type TestOrg } from '../../support/local-org.ts';
import { at, signIn, textAt, type OrgClient } from './org-client.ts';

let org: TestOrg;
let client: OrgClient;

beforeAll(async () => {
  org = await startTestOrg();
  client = await signIn(org);
});
afterAll(() => org.close());

describe('every answer', () => {
  it('carries the headers of a Salesforce answer', async () => {
    const { headers } = await client.call('GET', '/limits');
    expect(headers.get('cache-control')).toBe('no-cache,must-revalidate,max-age=0,no-store,private');
    expect(headers.get('vary')).toBe('Accept-Encoding');
    expect(headers.get('x-sfdc-request-id')).toMatch(/^[0-9a-f]{32}$/);
    expect(headers.get('content-type')).toBe('application/json;charset=UTF-8');
  });

  it('states the API usage, which grows by one a call, except for the list of versions', async () => {
    const first = await client.call('GET', '/limits');
    const second = await client.call('GET', '/sobjects/Nothing');
    const versions = await client.call('GET', '/services/data');

    const used = (info: string | null) => Number(/^api-usage=(\d+)\/100000$/.exec(info ?? '')?.[1]);
    expect(used(second.headers.get('sforce-limit-info'))).toBe(
      used(first.headers.get('sforce-limit-info')) + 1,
    );
    expect(versions.headers.get('sforce-limit-info')).toBeNull();
  });

  it('is compressed for a client that asks for gzip, and plain for one that does not', async () => {
    const zipped = await raw('/services/data', { 'Accept-Encoding': 'gzip' });
    const plain = await raw('/services/data', {});
    const refused = await raw('/services/data', { 'Accept-Encoding': 'gzip;q=0' });

    expect(zipped.encoding).toBe('gzip');
    expect(plain.encoding).toBeUndefined();
    expect(refused.encoding).toBeUndefined();
    expect(gunzipSync(zipped.bytes)).toEqual(plain.bytes);
    expect(zipped.bytes.length).toBeLessThan(plain.bytes.length);
  });
});

describe('what is asked for wrongly', () => {
  it.each([
    ['an unknown path', 'GET', '/nothing/here'],
    ['a double slash (B10)', 'GET', '//limits'],
    ['an unknown object', 'GET', '/sobjects/Nothing/describe'],
    ['a version that never was', 'GET', '/services/data/v99.0/limits'],
    ['a path outside the API', 'GET', '/services/nothing'],
  ])('is 404 NOT_FOUND for %s', async (_what, method, path) => {
    const { status, body } = await client.call(method, path);
    expect(status).toBe(404);
    expect(body).toEqual([{ message: 'The requested resource does not exist', errorCode: 'NOT_FOUND' }]);
  });

  it('is 405 METHOD_NOT_ALLOWED for another method, naming those that are', async () => {
    const { status, body } = await client.call('DELETE', '/limits');
    expect(status).toBe(405);
    expect(body).toEqual([
      { message: "HTTP Method 'DELETE' not allowed. Allowed are GET", errorCode: 'METHOD_NOT_ALLOWED' },
    ]);
  });

  it('is 410 for a retired version', async () => {
    const answer = await client.call('GET', '/services/data/v30.0/limits');
    expect([answer.status, at(answer, 0, 'errorCode')]).toEqual([410, 'UNSUPPORTED_API_VERSION']);
  });

  it('is 400 JSON_PARSER_ERROR for broken JSON and broken UTF-8', async () => {
    const type = { 'Content-Type': 'application/json' };
    const broken = await client.call('POST', '/sobjects/Account', '{"Name":', type);
    expect([broken.status, at(broken, 0, 'errorCode')]).toEqual([400, 'JSON_PARSER_ERROR']);

    const response = await fetch(`${org.url}/services/data/v67.0/sobjects/Account`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${client.sessionId}`, ...type },
      body: Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]),
    });
    expect(response.status).toBe(400);
  });

  it('is 415 for a body that is not JSON', async () => {
    const answer = await client.call('POST', '/sobjects/Account', 'Name=A', {
      'Content-Type': 'text/plain',
    });
    expect([answer.status, at(answer, 0, 'errorCode')]).toEqual([415, 'UNSUPPORTED_MEDIA_TYPE']);
  });

  it('is 413 for a body beyond 50 MB', async () => {
    const answer = await client.call('POST', '/sobjects/Account', `"${'x'.repeat(60_000_000)}"`, {
      'Content-Type': 'application/json',
    });
    expect([answer.status, at(answer, 0, 'errorCode')]).toEqual([413, 'EXCEEDED_MAX_SIZE_REQUEST']);
  });

  it('is an HTML page for a URI (414) or headers (431) beyond 16,384 bytes (D8)', async () => {
    const long = await client.call('GET', `/query?q=${'x'.repeat(17_000)}`);
    const wide = await client.call('GET', '/limits', undefined, { 'X-Wide': 'x'.repeat(16_300) });
    expect([long.status, wide.status]).toEqual([414, 431]);
    expect(long.headers.get('content-type')).toMatch(/^text\/html/);
    expect(wide.text).toContain('<h1>431');
  });

  it.each([
    ['GET', '/sobjects/Account/describe/layouts', 'layouts'],
    ['GET', '/sobjects/Account/listviews', 'list views'],
    ['GET', '/query?explain=SELECT+Id+FROM+Case', 'query plans'],
    ['GET', '/search/layout?q=Account', 'search layouts'],
    ['GET', '/recent', 'recent items'],
    ['GET', '/tooling/query?q=x', 'the Tooling API'],
    ['POST', '/services/async/67.0/job', 'Bulk API 1.0'],
    ['GET', '/services/apexrest/x', 'Apex REST'],
    ['GET', '/services/oauth2/authorize', 'authorisation pages'],
  ])('is 501 NOT_EMULATED_HERE, with the page to read, for %s %s', async (method, path, what) => {
    const answer = await client.call(method, path);
    expect([answer.status, at(answer, 0, 'errorCode')]).toEqual([501, 'NOT_EMULATED_HERE']);
    expect(textAt(answer, 0, 'message')).toBe(
      `The local org does not emulate ${what}. See docs/local-org.md.`,
    );
  });
});

/** A GET without the decompression that fetch does by itself. */
function raw(
  path: string,
  headers: Record<string, string>,
): Promise<{ encoding: string | undefined; bytes: Buffer }> {
  return new Promise((resolve, reject) => {
    request(org.url + path, { headers, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => {
        resolve({ encoding: response.headers['content-encoding'], bytes: Buffer.concat(chunks) });
      });
    })
      .on('error', reject)
      .end();
  });
}
