import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestOrg, type TestOrg } from '../../support/local-org.ts';
import { at, signIn, textAt, type Answer, type OrgClient } from '../server/org-client.ts';

let org: TestOrg;
let client: OrgClient;
beforeAll(async () => {
  org = await startTestOrg();
  client = await signIn(org);
});
afterAll(() => org.close());

const jsonType = { 'Content-Type': 'application/json' };

/** Sends the text as it is. */
function post(
  text: string,
  path = '/sobjects/Account',
  headers: Record<string, string> = jsonType,
): Promise<Answer> {
  return client.call('POST', path, text, headers);
}

describe('a body', () => {
  it('that is missing, or no object, is refused in words of its own', async () => {
    const message = 'The HTTP entity body is required, but this request has no entity body.';
    for (const answer of [
      await post(''),
      await post(' \n'),
      await client.call('POST', '/sobjects/Account'),
    ]) {
      expect([answer.status, answer.body]).toEqual([400, [{ message, errorCode: 'JSON_PARSER_ERROR' }]]);
    }
    const tokens = ['[]', 'null', '1', '1.5', '"x"', 'true'];
    const messages = await Promise.all(tokens.map(async (text) => at(await post(text), 0, 'message')));
    expect(messages).toEqual(
      [
        'START_ARRAY',
        'VALUE_NULL',
        'VALUE_NUMBER_INT',
        'VALUE_NUMBER_FLOAT',
        'VALUE_STRING',
        'VALUE_TRUE',
      ].map((token) => `Can not deserialize SObject out of ${token} token`),
    );
  });

  it.each([
    ['application/json; charset=UTF-8', 201],
    ['APPLICATION/JSON;charset=utf-8', 201],
    ['application/json', 201],
    ['application/jsonp', 415],
    ['application/json-patch+json', 415],
    ['application/x-www-form-urlencoded', 415],
    ['', 415],
  ])('of the content type %j is answered with %i', async (type, status) => {
    const headers = {
      Authorization: `Bearer ${client.sessionId}`,
      ...(type === '' ? {} : { 'Content-Type': type }),
    };
    const url = `${org.url}/services/data/v67.0/sobjects/Account`;
    // As bytes: fetch gives a text a content type by itself.
    const body = new TextEncoder().encode('{"Name":"Typed"}');
    expect((await fetch(url, { method: 'POST', headers, body })).status).toBe(status);
  });

  it.each([
    ['arrays', '['.repeat(100_000) + ']'.repeat(100_000)],
    ['objects', '{"a":'.repeat(100_000) + '1' + '}'.repeat(100_000)],
    ['arrays in a field', `{"Name":${'['.repeat(100_000)}${']'.repeat(100_000)}}`],
    ['arrays without an end', '['.repeat(100_000)],
  ])('of 100,000 nested %s is refused, wherever it is sent', async (_what, text) => {
    for (const path of [
      '/sobjects/Account',
      '/composite',
      '/composite/sobjects',
      '/composite/tree/Account',
    ]) {
      const answer = await post(text, path);
      expect([path, answer.status, at(answer, 0, 'errorCode')]).toEqual([path, 400, 'JSON_PARSER_ERROR']);
    }
  });

  it.each([
    ['NUL', '\\u0000', '\u0000'],
    ['half a surrogate pair, which becomes the replacement character', '\\ud800', '\ufffd'],
    ['the other half', '\\udc00', '\ufffd'],
  ])('may hold %s in a text', async (_what, escaped, kept) => {
    const id = textAt(await post(`{"Name":"a${escaped}b"}`), 'id');
    expect(at(await client.call('GET', `/sobjects/Account/${id}`), 'Name')).toBe(`a${kept}b`);
  });

  it.each([
    ['NumberOfEmployees', '12345678901234567890', 'NUMBER_OUTSIDE_VALID_RANGE'],
    ['AnnualRevenue', '1e308', 'NUMBER_OUTSIDE_VALID_RANGE'],
    ['AnnualRevenue', '1e999', 'JSON_PARSER_ERROR'],
    ['Phone', '-1e999', 'JSON_PARSER_ERROR'],
  ])('is refused when %s is out of range: %s', async (field, number, code) => {
    const answer = await post(`{"Name":"A","${field}":${number}}`);
    expect([answer.status, at(answer, 0, 'errorCode')]).toEqual([400, code]);
    expect(at(answer, 0, 'message')).toContain('range');
  });
});

describe('names that JavaScript knows', () => {
  const names = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'valueOf'];

  it.each(names)('are no such column: %s', async (name) => {
    for (const value of ['"x"', 'null', '{"x":1}', '{"Email":"x"}']) {
      const text = `{"Name":"A","${name}":${value}}`;
      const own = await post(text);
      expect([value, own.status, at(own, 0, 'errorCode')]).toEqual([value, 400, 'INVALID_FIELD']);
      const record = text.replace('{', '{"attributes":{"type":"Account"},');
      const listed = await post(`{"records":[${record}]}`, '/composite/sobjects');
      expect([value, at(listed, 0, 'errors', 0, 'statusCode')]).toEqual([value, 'INVALID_FIELD']);
    }
    const asked = await client.call('GET', `/sobjects/Account/001000000000000AAA?fields=${name}`);
    expect([asked.status, at(asked, 0, 'errorCode')]).toEqual([400, 'INVALID_FIELD']);
  });

  it.each(names)('are no objects, relationships or keys of parents: %s', async (name) => {
    expect((await post('{}', `/sobjects/${name}`)).status).toBe(404);
    const parent = await post(`{"Subject":"S","Contact":{"${name}":"x"}}`, '/sobjects/Case');
    expect([parent.status, at(parent, 0, 'errorCode')]).toEqual([400, 'INVALID_FIELD']);
    expect((await client.call('GET', `/sobjects/Account/001000000000000AAA/${name}`)).status).toBe(404);
    expect((await client.call('PATCH', `/sobjects/Account/${name}/x`, {})).status).toBe(404);
  });

  it('change no prototype', async () => {
    await post('{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}');
    await post('{"__proto__":{"polluted":true},"records":[]}', '/composite/sobjects');
    expect(Reflect.get({}, 'polluted')).toBeUndefined();
  });
});

describe('ids', () => {
  it.each([
    ['of 15,000 characters', '0'.repeat(15_000)],
    ['of a NUL', '%00'],
    ['with a quote', "001'--"],
    ['with a line break', '%0A'],
    ['of dots', '%2e%2e%2f'],
  ])('%s lead to no record', async (_what, id) => {
    for (const method of ['GET', 'PATCH', 'DELETE']) {
      const body = method === 'PATCH' ? { Name: 'x' } : undefined;
      for (const path of [`/sobjects/Account/${id}`, `/sobjects/Account/Id/${id}`]) {
        const { status } = await client.call(method, path, body);
        expect([400, 404]).toContain(status);
      }
    }
    const deleted = await client.call('DELETE', `/composite/sobjects?ids=${id}`);
    expect([200, 400]).toContain(deleted.status);
  });
});
