import { sessionSecondsValid } from '../auth/sessions.ts';
import type { OrgIdentity } from '../auth/org-identity.ts';
import { scalar } from './write-xml.ts';

/** `GetUserInfoResult`: the children in the order of the WSDL. */
export function userInfo(identity: OrgIdentity): string {
  const values: readonly (readonly [string, string | number | boolean | null])[] = [
    ['accessibilityMode', false],
    ['chatterExternal', false],
    ['currencySymbol', '$'],
    ['orgAttachmentFileSizeLimit', 5_242_880],
    ['orgDefaultCurrencyIsoCode', 'USD'],
    ['orgDefaultCurrencyLocale', 'en_US'],
    ['orgDisallowHtmlAttachments', false],
    ['orgHasPersonAccounts', false],
    ['organizationId', identity.organizationId],
    ['organizationMultiCurrency', false],
    ['organizationName', 'Local Org'],
    ['profileId', '00e000000000001AAA'],
    ['roleId', null],
    ['sessionSecondsValid', sessionSecondsValid],
    ['userDefaultCurrencyIsoCode', null],
    ['userEmail', identity.username],
    ['userFullName', 'Local Admin'],
    ['userId', identity.userId],
    ['userLanguage', 'en_US'],
    ['userLocale', 'en_US'],
    ['userName', identity.username],
    ['userTimeZone', 'GMT'],
    ['userType', 'Standard'],
    ['userUiSkin', 'Theme3'],
  ];
  return values.map(([name, value]) => scalar(name, value)).join('');
}
