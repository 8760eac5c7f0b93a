import type { OrgAuth } from '../auth/org-auth.ts';
import type { OrgUser } from '../auth/org-user.ts';
import { readUserRecord } from '../auth/user-record.ts';
import { scalar } from './write-xml.ts';

/** `GetUserInfoResult`: the children in the order of the WSDL. What it says of the user is in the User record. */
export function userInfo(auth: OrgAuth, user: OrgUser): string {
  const record = readUserRecord(auth.database, user.id);
  const values: readonly (readonly [string, string | number | boolean | null])[] = [
    ['accessibilityMode', false],
    ['chatterExternal', false],
    ['currencySymbol', '$'],
    ['orgAttachmentFileSizeLimit', 5_242_880],
    ['orgDefaultCurrencyIsoCode', 'USD'],
    ['orgDefaultCurrencyLocale', 'en_US'],
    ['orgDisallowHtmlAttachments', false],
    ['orgHasPersonAccounts', false],
    ['organizationId', auth.organizationId],
    ['organizationMultiCurrency', false],
    ['organizationName', 'Local Org'],
    ['profileId', record.profileId],
    ['roleId', record.roleId],
    ['sessionSecondsValid', auth.sessions.secondsValid],
    ['userDefaultCurrencyIsoCode', null],
    ['userEmail', record.email],
    ['userFullName', record.name],
    ['userId', user.id],
    ['userLanguage', record.language],
    ['userLocale', record.locale],
    ['userName', user.username],
    ['userTimeZone', record.timeZone],
    ['userType', record.userType],
    ['userUiSkin', 'Theme3'],
  ];
  return values.map(([name, value]) => scalar(name, value)).join('');
}
