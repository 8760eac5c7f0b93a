import { z } from 'zod';
import { xmlText, type XmlNode } from './soap-xml.ts';

const flagText = z.enum(['true', 'false', '1', '0']).transform((value) => value === 'true' || value === '1');

// What nobody acts on may be missing, nil or odd: an org must not be out of reach for the look of a display setting.
const text = z.string().nullable().catch(null);
const flag = flagText.nullable().catch(null);
const count = z.string().regex(/^\d+$/u).transform(Number).nullable().catch(null);

const userInfo = z.object({
  accessibilityMode: flag,
  chatterExternal: flag,
  currencySymbol: text,
  /** Bytes. */
  orgAttachmentFileSizeLimit: count,
  orgDefaultCurrencyIsoCode: text,
  orgDefaultCurrencyLocale: text,
  orgDisallowHtmlAttachments: flag,
  orgHasPersonAccounts: flag,
  organizationId: text,
  organizationMultiCurrency: flag,
  organizationName: text,
  profileId: text,
  roleId: text,
  /** Seconds of inactivity after which the session ends. */
  sessionSecondsValid: count,
  userDefaultCurrencyIsoCode: text,
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
  metadataServerUrl: text,
  passwordExpired: flagText,
  sandbox: flag,
  serverUrl: text,
  sessionId: text,
  userId: text,
});

/** `userInfo` of a login: who logged in, and into which org. `null` is what the org did not say. */
export type LoginUserInfo = z.output<typeof userInfo>;

/** LoginResult of the partner WSDL. `null` is what the org did not say. */
export type LoginResult = z.output<typeof loginResult> & { readonly userInfo: LoginUserInfo };

/**
 * Reads the `result` element of a login answer; `undefined` when it is not one. Only `passwordExpired` must be there:
 * whether session and server address suffice for a login is the caller's to say. Element order does not matter.
 */
export function parseLoginResult(element: XmlNode | undefined): LoginResult | undefined {
  const result = loginResult.safeParse(leaves(element));
  if (!result.success) return undefined;
  return { ...result.data, userInfo: userInfo.parse(leaves(child(element, 'userInfo'))) };
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
