import type { OrgAuth } from './org-auth.ts';
import type { OrgUser } from './org-user.ts';
import { readUserRecord, type UserRecord } from './user-record.ts';

/** What the identity URL says of a user. Addresses hold `{version}`, which clients put in. */
export function identityOf(auth: OrgAuth, user: OrgUser, origin: string): object {
  const record = readUserRecord(auth.database, user.id);
  return {
    id: `${origin}/id/${auth.organizationId}/${user.id}`,
    asserted_user: true,
    user_id: user.id,
    organization_id: auth.organizationId,
    username: user.username,
    nick_name: record.nickname,
    display_name: record.name,
    email: record.email,
    email_verified: true,
    first_name: record.firstName,
    last_name: record.lastName,
    timezone: record.timeZone,
    photos: photos(origin),
    addr_street: null,
    addr_city: null,
    addr_state: null,
    addr_country: null,
    addr_zip: null,
    mobile_phone: null,
    mobile_phone_verified: false,
    is_lightning_login_user: false,
    status: { created_date: null, body: null },
    urls: urls(auth, user, origin),
    active: record.isActive,
    user_type: userType(record),
    language: record.language,
    locale: record.locale,
    utcOffset: utcOffsetMs(record.timeZone, auth.clock.now()),
    last_modified_date: record.lastModified,
  };
}

/** The same in the words of OpenID Connect. */
export function userInfoOf(auth: OrgAuth, user: OrgUser, origin: string): object {
  const record = readUserRecord(auth.database, user.id);
  return {
    sub: `${origin}/id/${auth.organizationId}/${user.id}`,
    user_id: user.id,
    organization_id: auth.organizationId,
    preferred_username: user.username,
    nickname: record.nickname,
    name: record.name,
    email: record.email,
    email_verified: true,
    given_name: record.firstName,
    family_name: record.lastName,
    zoneinfo: record.timeZone,
    photos: photos(origin),
    profile: `${origin}/${user.id}`,
    picture: photos(origin).picture,
    address: {},
    urls: urls(auth, user, origin),
    active: record.isActive,
    user_type: userType(record),
    language: record.language,
    locale: record.locale,
    utcOffset: utcOffsetMs(record.timeZone, auth.clock.now()),
    updated_at: record.lastModified,
  };
}

function photos(origin: string): { picture: string; thumbnail: string } {
  return { picture: `${origin}/profilephoto/005/F`, thumbnail: `${origin}/profilephoto/005/T` };
}

function userType({ userType: type }: UserRecord): string {
  return type === 'Standard' ? 'STANDARD' : type;
}

function urls({ organizationId }: OrgAuth, user: OrgUser, origin: string): Readonly<Record<string, string>> {
  const soap = (letter: string): string =>
    `${origin}/services/Soap/${letter}/{version}/${organizationId.slice(0, 15)}`;
  const rest = `${origin}/services/data/v{version}/`;
  return {
    enterprise: soap('c'),
    metadata: soap('m'),
    partner: soap('u'),
    rest,
    sobjects: `${rest}sobjects/`,
    search: `${rest}search/`,
    query: `${rest}query/`,
    recent: `${rest}recent/`,
    tooling_soap: soap('T'),
    tooling_rest: `${rest}tooling/`,
    profile: `${origin}/${user.id}`,
    custom_domain: origin,
  };
}

/** Milliseconds by which the zone is ahead of GMT in winter, as in a real org: summer time is left out. */
function utcOffsetMs(timeZone: string, nowMs: number): number {
  const year = new Date(nowMs).getUTCFullYear();
  return Math.min(...[0, 6].map((month) => offsetAt(timeZone, Date.UTC(year, month, 1))));
}

function offsetAt(timeZone: string, epochMs: number): number {
  const format = new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'longOffset' });
  const name = format.formatToParts(epochMs).find(({ type }) => type === 'timeZoneName')?.value ?? '';
  const [, sign = '+', hours = '0', minutes = '0'] = /([+-])(\d\d):(\d\d)/.exec(name) ?? [];
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000;
}
