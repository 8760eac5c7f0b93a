import { describe, expect, it } from 'vitest';
import { parseTokenAnswer, sessionOfToken } from '../../../src/connection/login/token-answer.ts';
import { parseConnectionOptions } from '../../../src/connection/options/connection-options.ts';

const options = parseConnectionOptions({ name: 'n', username: 'u', password: 'p' });
const answer = {
  access_token: 'token',
  instance_url: 'https://shop.my.salesforce.com/',
  id: 'https://login.salesforce.com/id/00D000000000001EAA/005000000000001AAA',
};

describe('an answer of the token endpoint', () => {
  it('gives a session of org and user', () => {
    const parsed = parseTokenAnswer(JSON.stringify(answer));
    expect(parsed && sessionOfToken(parsed, options)).toEqual({
      accessToken: 'token',
      instanceUrl: new URL('https://shop.my.salesforce.com'),
      organizationId: '00D000000000001EAA',
      userId: '005000000000001AAA',
      sandbox: false,
      userInfo: undefined,
    });
  });

  it.each([
    ['https://test.salesforce.com/id/00D000000000001/005000000000001', true],
    ['https://shop.my.salesforce.com/id/00D000000000001/005000000000001', undefined],
  ])('tells by %s whether it is a sandbox: %s', (id, sandbox) => {
    const parsed = parseTokenAnswer(JSON.stringify({ ...answer, id }));
    expect(parsed && sessionOfToken(parsed, options)).toMatchObject({
      sandbox,
      organizationId: '00D000000000001',
      userId: '005000000000001',
    });
  });

  it.each([undefined, 17, 'no address', 'https://login.salesforce.com/id/00D/005'])(
    'gives a session of nobody in particular for the identity %s',
    (id) => {
      const parsed = parseTokenAnswer(JSON.stringify({ ...answer, id }));
      expect(parsed && sessionOfToken(parsed, options)).toMatchObject({
        accessToken: 'token',
        organizationId: undefined,
        userId: undefined,
      });
    },
  );

  it('keeps a new refresh token although all the rest is odd', () => {
    const odd = { access_token: 1, instance_url: null, issued_at: 'soon', refresh_token: 'successor' };
    expect(parseTokenAnswer(JSON.stringify(odd))).toMatchObject({
      accessToken: undefined,
      refreshToken: 'successor',
      issuedAtMs: undefined,
    });
  });

  it.each(['', '<html></html>', '[]', '"text"', '{"error":"invalid_grant","access_token":"t"}'])(
    'is none: %s',
    (text) => {
      expect(parseTokenAnswer(text)).toBeUndefined();
    },
  );

  it('may name an address without TLS when that is allowed', () => {
    const inClear = parseTokenAnswer(JSON.stringify({ ...answer, instance_url: 'http://org.example' }));
    const allowing = parseConnectionOptions({
      name: 'n',
      username: 'u',
      password: 'p',
      allowInsecureHttp: true,
    });
    expect(inClear && sessionOfToken(inClear, allowing).instanceUrl.href).toBe('http://org.example/');
  });
});
