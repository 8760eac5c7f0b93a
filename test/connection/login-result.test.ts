import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseLoginResult, type LoginResult } from '../../src/connection/login-result.ts';
import { parseXml, xmlAt } from '../../src/connection/soap-xml.ts';

function recorded(version: string): string {
  return readFileSync(
    new URL(`../../fixtures/wire/soap-login/login-response-${version}.xml`, import.meta.url),
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
        chatterExternal: false,
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

  it('does without the user where the password has expired, and only there', () => {
    const withoutUser = recorded('28.0').replace(/<userInfo>[\s\S]*<\/userInfo>/u, '');
    expect(parse(withoutUser)).toBeUndefined();
    const expired = withoutUser.replace('<passwordExpired>false', '<passwordExpired>true');
    expect(parse(expired)).toMatchObject({ passwordExpired: true, userInfo: null });
  });

  it.each([
    ['an answer cut in the middle', recorded('28.0').slice(0, 900)],
    ['a flag that is none', recorded('28.0').replace('<sandbox>false', '<sandbox>maybe')],
    ['another answer', '<Envelope><Body><queryResponse><result/></queryResponse></Body></Envelope>'],
  ])('does not read %s', (_what, xml) => {
    expect(parse(xml)).toBeUndefined();
  });
});
