import { XMLParser } from 'fast-xml-parser';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestOrg, type TestOrg } from '../../support/local-org.ts';
import { envelope, loginCall, soap } from '../server/org-client.ts';

let org: TestOrg;
beforeAll(async () => {
  org = await startTestOrg();
});
afterAll(() => org.close());

const login = (username: string, password: string, path = '/services/Soap/u/64.0', host = org) =>
  soap(host, envelope(loginCall(username, password)), { path });

const loginAdmin = (path?: string) => login(org.username, org.password + org.securityToken, path);

describe('SOAP login()', () => {
  it('answers a LoginResult with its elements in the order of the WSDL', async () => {
    const { status, headers, text } = await loginAdmin();
    expect(status).toBe(200);
    expect(headers.get('content-type')).toBe('text/xml;charset=UTF-8');

    const result = resultOf(text, 'loginResponse');
    expect(Object.keys(result)).toEqual([
      'metadataServerUrl',
      'passwordExpired',
      'sandbox',
      'serverUrl',
      'sessionId',
      'userId',
      'userInfo',
    ]);
    expect(Object.keys(result['userInfo'] as object)).toEqual([
      'accessibilityMode',
      'chatterExternal',
      'currencySymbol',
      'orgAttachmentFileSizeLimit',
      'orgDefaultCurrencyIsoCode',
      'orgDefaultCurrencyLocale',
      'orgDisallowHtmlAttachments',
      'orgHasPersonAccounts',
      'organizationId',
      'organizationMultiCurrency',
      'organizationName',
      'profileId',
      'roleId',
      'sessionSecondsValid',
      'userDefaultCurrencyIsoCode',
      'userEmail',
      'userFullName',
      'userId',
      'userLanguage',
      'userLocale',
      'userName',
      'userTimeZone',
      'userType',
      'userUiSkin',
    ]);
    expect(text).toContain('<roleId xsi:nil="true"/>');
    expect(result['userInfo']).toMatchObject({ sessionSecondsValid: '7200', userName: org.username });
  });

  it('gives the host that was asked, the version that was asked and the 15-character org id in serverUrl', async () => {
    const { text } = await loginAdmin('/services/Soap/u/58.0');
    const { serverUrl, metadataServerUrl, sessionId, userInfo } = resultOf(text, 'loginResponse');
    const { organizationId } = userInfo as Record<string, string>;
    const id15 = organizationId!.slice(0, 15);

    expect(serverUrl).toBe(`${org.url}/services/Soap/u/58.0/${id15}`);
    expect(metadataServerUrl).toBe(`${org.url}/services/Soap/m/58.0/${id15}`);
    expect((sessionId as string).startsWith(`${id15}!`)).toBe(true);

    const localhost = { ...org, url: org.url.replace('127.0.0.1', 'localhost') };
    const asked = await login(org.username, org.password + org.securityToken, undefined, localhost);
    expect(resultOf(asked.text, 'loginResponse')['serverUrl']).toContain('http://localhost:');
  });

  it('answers the enterprise API in its own namespace and at its own address', async () => {
    const { text } = await loginAdmin('/services/Soap/c/64.0');
    expect(text).toContain('xmlns="urn:enterprise.soap.sforce.com"');
    expect(resultOf(text, 'loginResponse')['serverUrl']).toContain('/services/Soap/c/64.0/');
  });

  it('takes the username in any case, and the version path with anything behind it', async () => {
    const { status } = await login(
      org.username.toUpperCase(),
      org.password + org.securityToken,
      '/services/Soap/u/64.0/00D000000000001',
    );
    expect(status).toBe(200);
  });

  it.each([
    ['predefined entities', (p: string) => p.replaceAll('&', '&amp;').replaceAll('<', '&lt;')],
    [
      'character references',
      (p: string) => Array.from(p, (c) => `&#x${c.codePointAt(0)!.toString(16)};`).join(''),
    ],
    ['CDATA', (p: string) => `<![CDATA[${p}]]>`],
  ])('takes a password of any characters, written with %s (E26)', async (_how, write) => {
    const password = ' pä£ss&<>"\'😀 ';
    await using other = await startTestOrg({ password, securityToken: 'T&K' });
    const { status } = await login(other.username, write(`${password}T&K`), undefined, other);
    expect(status).toBe(200);
  });

  it('takes the headers LoginScopeHeader and CallOptions, and others besides', async () => {
    const headers =
      '<n:LoginScopeHeader><n:organizationId>00D000000000001</n:organizationId></n:LoginScopeHeader>' +
      '<n:CallOptions><n:client>me</n:client></n:CallOptions>' +
      '<n:SessionHeader><n:sessionId>long gone</n:sessionId></n:SessionHeader>';
    const call = loginCall(org.username, org.password + org.securityToken);
    expect((await soap(org, envelope(call, headers))).status).toBe(200);
  });

  it('refuses a wrong password, token or user with the INVALID_LOGIN fault', async () => {
    const wrong = [
      [org.username, 'wrong'],
      [org.username, `${org.password}WRONGTOKEN`],
      ['nobody@local.example', org.password + org.securityToken],
      [org.username, ''],
    ] as const;
    for (const [username, password] of wrong) {
      const { status, text } = await login(username, password);
      expect(status).toBe(500);
      expect(text).toContain(
        '<soapenv:Fault><faultcode>sf:INVALID_LOGIN</faultcode>' +
          '<faultstring>INVALID_LOGIN: Invalid username, password, security token; or user locked out.</faultstring>' +
          '<detail><sf:LoginFault xsi:type="sf:LoginFault"><sf:exceptionCode>INVALID_LOGIN</sf:exceptionCode>' +
          '<sf:exceptionMessage>Invalid username, password, security token; or user locked out.' +
          '</sf:exceptionMessage></sf:LoginFault></detail></soapenv:Fault>',
      );
      expect(text).toContain('xmlns:sf="urn:fault.partner.soap.sforce.com"');
    }
  });

  it('asks for the security token when only that is missing', async () => {
    const { status, text } = await login(org.username, org.password);
    expect(status).toBe(500);
    expect(text).toContain('<faultcode>sf:LOGIN_MUST_USE_SECURITY_TOKEN</faultcode>');
    expect(text).toContain('Are you at a new location?');
  });

  it('has no login() from 65.0 on, and no retired versions', async () => {
    const gone = await loginAdmin('/services/Soap/u/65.0');
    expect(gone.status).toBe(500);
    expect(gone.text).toContain(
      'INVALID_OPERATION: The SOAP Login operation is not available in the API version specified (65.0).',
    );
    const retired = await loginAdmin('/services/Soap/u/30.0');
    expect(retired.text).toContain('<faultcode>sf:UNSUPPORTED_API_VERSION</faultcode>');
    expect(retired.status).toBe(500);
  });

  it('counts every attempt as a login and none as an API call', async () => {
    const before = org.activity();
    await loginAdmin();
    await login(org.username, 'wrong');
    const after = org.activity();
    expect(after.logins - before.logins).toBe(2);
    expect(after.apiCalls - before.apiCalls).toBe(0);
  });
});

describe('the SOAP endpoint', () => {
  it.each([
    ['a DTD', '<!DOCTYPE x [<!ENTITY e "boom">]><x>&e;</x>', 'DTD is not supported'],
    ['an entity of its own', envelope(loginCall('&e;', 'x')), 'undefined entity'],
    ['an element left open', '<a><b></a>', 'unexpected end tag'],
    ['an end that is missing', '<a><b></b>', 'end tag missing'],
    ['text that is no XML', 'hello', 'no root element'],
    ['an empty body', envelope(''), 'No operation available'],
  ])('refuses %s with a soapenv:Client fault', async (_what, body, message) => {
    const { status, text } = await soap(org, body);
    expect(status).toBe(500);
    expect(text).toContain('<faultcode>soapenv:Client</faultcode>');
    expect(text).toContain(message);
  });

  it('insists on the SOAPAction header, whatever its value', async () => {
    const body = envelope(loginCall(org.username, org.password + org.securityToken));
    const missing = await soap(org, body, { headers: {} });
    const blank = await soap(org, body, { headers: { SOAPAction: '""' } });
    expect(missing.text).toContain('SOAPAction HTTP header missing');
    expect([missing.status, blank.status]).toEqual([500, 200]);
  });

  it('says which calls it does not emulate', async () => {
    const { status, text } = await soap(org, envelope('<n:convertLead/>'));
    expect(status).toBe(500);
    expect(text).toContain('NOT_EMULATED_HERE: convertLead(). See docs/local-org.md.');
  });

  it.each([
    ['m', 'The Metadata API'],
    ['T', 'The Tooling API'],
  ])('says that it does not emulate what /services/Soap/%s is', async (letter, api) => {
    const { status, text } = await soap(org, envelope('<n:describe/>'), {
      path: `/services/Soap/${letter}/64.0/00DRO0000000001`,
    });
    expect(status).toBe(500);
    expect(text).toContain(`NOT_EMULATED_HERE: ${api}. See docs/local-org.md.`);
  });

  it('answers getUserInfo() to a live session and ends it with logout()', async () => {
    const { text } = await loginAdmin();
    const { sessionId } = resultOf(text, 'loginResponse');
    const header = `<n:SessionHeader><n:sessionId>${sessionId as string}</n:sessionId></n:SessionHeader>`;

    const before = await soap(org, envelope('<n:getUserInfo/>', header));
    expect(resultOf(before.text, 'getUserInfoResponse')).toMatchObject({ userName: org.username });

    const logout = await soap(org, envelope('<n:logout/>', header));
    expect([logout.status, logout.text.includes('<logoutResponse></logoutResponse>')]).toEqual([200, true]);

    const after = await soap(org, envelope('<n:getUserInfo/>', header));
    expect(after.status).toBe(500);
    expect(after.text).toContain('<faultcode>sf:INVALID_SESSION_ID</faultcode>');
    expect(after.text).toContain('xsi:type="sf:UnexpectedErrorFault"');
  });
});

function resultOf(text: string, response: string): Record<string, unknown> {
  const parser = new XMLParser({ removeNSPrefix: true, parseTagValue: false });
  const document = parser.parse(text) as {
    Envelope: { Body: Record<string, { result: Record<string, unknown> }> };
  };
  return document.Envelope.Body[response]!.result;
}
