import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseLoginResult, type LoginResult } from '../../../src/connection/login/login-result.ts';
import { parseXml, xmlAt } from '../../../src/connection/login/soap-xml.ts';

function recorded(version: string): string {
  return readFileSync(
    new URL(`../../../fixtures/wire/soap-login/login-response-${version}.xml`, import.meta.url),
    'utf8',
  );
}

function parse(xml: string): LoginResult | undefined {
  return parseLoginResult(xmlAt(parseXml(xml), 'Envelope', 'Body', 'loginResponse', 'result'));
}

describe('parseLoginResult', () => {
  it('reads every element of a recorded answer', () => {
    expect(parse(recorded('24.0'))).toEqual({
      metadataServerUrl: 'https://na9-api.salesforce.com/services/Soap/m/24.0/00DE0000000YSKp',
      passwordExpired: false,
      sandbox: false,
      serverUrl: 'https://na9-api.salesforce.com/services/Soap/u/24.0/00DE0000000YSKp',
      sessionId: '00DE0000000YSKp!SCRUBBED_SESSION_ID',
      userId: '005E00000017spfIAA',
      userInfo: {
        accessibilityMode: false,
        chatterExternal: null,
        currencySymbol: '$',
        orgAttachmentFileSizeLimit: 5_242_880,
        orgDefaultCurrencyIsoCode: 'USD',
        orgDefaultCurrencyLocale: null,
        orgDisallowHtmlAttachments: false,
        orgHasPersonAccounts: false,
        organizationId: '00DE0000000YSKpMAO',
        organizationMultiCurrency: false,
        organizationName: 'Gmail',
        profileId: '00eE0000000oANhIAM',
        roleId: null,
        sessionSecondsValid: 7200,
        userDefaultCurrencyIsoCode: null,
        userEmail: 'user@example.com',
        userFullName: 'Test User',
        userId: '005E00000017spfIAA',
        userLanguage: 'en_US',
        userLocale: 'en_US',
        userName: 'user@example.com',
        userTimeZone: 'America/Panama',
        userType: 'Standard',
        userUiSkin: 'Theme3',
      },
    });
  });

  it('reads an answer recorded from another version and client', () => {
    expect(parse(recorded('28.0'))).toMatchObject({
      sessionId: '00DA0000000YpZ4!SCRUBBED_SESSION_ID',
      userInfo: { organizationName: 'Developer', userFullName: 'John Doe' },
    });
  });

  it.each(['sessionId', 'serverUrl'])('tells a nil %s from a missing answer', (name) => {
    const xml = recorded('28.0').replace(
      new RegExp(`<${name}>[^<]*</${name}>`, 'u'),
      `<${name} xsi:nil="true"/>`,
    );
    expect(parse(xml)).toMatchObject({ [name]: null });
  });

  it('does without everything that nobody acts on', () => {
    const bare =
      '<Envelope><Body><loginResponse><result><passwordExpired>0</passwordExpired><sessionId>S</sessionId><serverUrl>https://x/</serverUrl></result></loginResponse></Body></Envelope>';
    const result = parse(bare);
    expect(result).toMatchObject({
      passwordExpired: false,
      sandbox: null,
      sessionId: 'S',
      serverUrl: 'https://x/',
    });
    expect(new Set(Object.values(result!.userInfo))).toEqual(new Set([null]));
  });

  it('takes an odd value of the user for one that the org did not say, and reads the others', () => {
    const odd = recorded('28.0')
      .replace(/<sessionSecondsValid>\d+/u, '<sessionSecondsValid>soon')
      .replace(/<orgHasPersonAccounts>\w+/u, '<orgHasPersonAccounts>perhaps')
      .replace(/<userTimeZone>[^<]*/u, '<userTimeZone><nested/>');
    expect(parse(odd)?.userInfo).toMatchObject({
      sessionSecondsValid: null,
      orgHasPersonAccounts: null,
      userTimeZone: null,
      userFullName: 'John Doe',
    });
  });

  it.each([
    ['true', true],
    ['1', true],
    ['false', false],
    ['0', false],
  ])('reads a password that has expired: %s', (written, passwordExpired) => {
    const xml = recorded('28.0').replace('<passwordExpired>false', `<passwordExpired>${written}`);
    expect(parse(xml)).toMatchObject({ passwordExpired });
  });

  it.each([
    ['an answer cut in the middle', recorded('28.0').slice(0, 900)],
    [
      'a flag that decides and is none',
      recorded('28.0').replace('<passwordExpired>false', '<passwordExpired>maybe'),
    ],
    ['another answer', '<Envelope><Body><queryResponse><result/></queryResponse></Body></Envelope>'],
  ])('does not read %s', (_what, xml) => {
    expect(parse(xml)).toBeUndefined();
  });
});
