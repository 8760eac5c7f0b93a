import { z } from 'zod';
import { xmlText, type XmlNode } from './soap-xml.ts';

const text = z.string();
const nillable = z.string().nullable().default(null);
const flag = z.enum(['true', 'false']).transform((value) => value === 'true');
const count = z.string().regex(/^\d+$/u).transform(Number);

const userInfo = z.object({
  accessibilityMode: flag,
  chatterExternal: flag.default(false),
  currencySymbol: nillable,
  orgAttachmentFileSizeLimit: count,
  orgDefaultCurrencyIsoCode: nillable,
  orgDefaultCurrencyLocale: nillable,
  orgDisallowHtmlAttachments: flag,
  orgHasPersonAccounts: flag,
  organizationId: text,
  organizationMultiCurrency: flag,
  organizationName: text,
  profileId: text,
  roleId: nillable,
  /** Seconds of inactivity after which the session ends. */
  sessionSecondsValid: count,
  userDefaultCurrencyIsoCode: nillable,
  userEmail: text,
  userFullName: text,
  userId: text,
  userLanguage: text,
  userLocale: text,
  userName: text,
  userTimeZone: text,
  userType: text,
  userUiSkin: text,
});

const loginResult = z.object({
  metadataServerUrl: nillable,
  passwordExpired: flag,
  sandbox: flag.default(false),
  serverUrl: nillable,
  sessionId: nillable,
  userId: nillable,
});

/** `userInfo` of a login: who logged in, and into which org. */
export type LoginUserInfo = z.output<typeof userInfo>;

/** LoginResult of the partner WSDL. `userInfo` is missing where the password has expired. */
export type LoginResult = z.output<typeof loginResult> & { readonly userInfo: LoginUserInfo | null };

/**
 * Reads the `result` element of a login answer; `undefined` when it is not one. Element order does not matter, and
 * elements that older versions lack get their defaults.
 */
export function parseLoginResult(element: XmlNode | undefined): LoginResult | undefined {
  const result = loginResult.safeParse(leaves(element));
  if (!result.success) return undefined;
  const info = userInfo.safeParse(leaves(child(element, 'userInfo')));
  if (!info.success && !result.data.passwordExpired) return undefined;
  return { ...result.data, userInfo: info.success ? info.data : null };
}

function leaves(element: XmlNode | undefined): Readonly<Record<string, string | null | undefined>> {
  if (element === undefined || typeof element === 'string') return {};
  return Object.fromEntries(Object.keys(element).map((name) => [name, xmlText(child(element, name))]));
}

function child(element: XmlNode | undefined, name: string): XmlNode | undefined {
  if (element === undefined || typeof element === 'string') return undefined;
  const value = element[name];
  return Array.isArray(value) ? undefined : (value as XmlNode | undefined);
}
