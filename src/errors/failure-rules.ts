import type { ErrorCode } from './catalogue.ts';
import { FailureClass } from './failure-class.ts';

/** What a signal in a refusal means: how the next attempt should go, and what a user is told. */
export interface FailureRule {
  readonly failure: FailureClass;
  readonly code: ErrorCode;
  /** Stand before the next steps of the catalogue. */
  readonly nextSteps?: readonly string[];
}

const { sessionExpired, sessionRefused, unavailable, busy, locked, tooLarge, ranTooLong } = FailureClass;
const { serverError, dailyLimit, refused } = FailureClass;

const expired: FailureRule = { failure: sessionExpired, code: 'session-expired' };
const down: FailureRule = { failure: unavailable, code: 'org-unavailable' };
const denied: FailureRule = { failure: refused, code: 'permission-denied' };
const query: FailureRule = { failure: refused, code: 'invalid-query' };
const gone: FailureRule = { failure: refused, code: 'not-found' };
const oldVersion: FailureRule = { failure: refused, code: 'api-version-unsupported' };
const invalid: FailureRule = { failure: refused, code: 'invalid-request' };
const allowance: FailureRule = { failure: dailyLimit, code: 'api-limit-reached' };
const full: FailureRule = { failure: busy, code: 'too-many-concurrent-requests' };
const lock: FailureRule = { failure: locked, code: 'invalid-request' };
const broken: FailureRule = { failure: serverError, code: 'org-unavailable' };
const tooMuch: FailureRule = {
  ...invalid,
  failure: tooLarge,
  nextSteps: ['Send fewer or smaller records in a call, or use the bulk activity.'],
};
const tooSlow: FailureRule = {
  ...invalid,
  failure: ranTooLong,
  nextSteps: ['The org stops a call after 10 minutes: send fewer records in one, or use the bulk activity.'],
};
const longAddress: FailureRule = {
  ...invalid,
  failure: tooLarge,
  nextSteps: ['Address and headers together may have 16,384 bytes: ask for less in one call.'],
};

/**
 * Meaning of an `errorCode`, upper-cased and without underscores: the same condition is `INVALID_SESSION_ID` in REST,
 * `InvalidSessionId` in Bulk API 1 and `INVALIDSESSIONID` in Bulk API 2.0.
 */
export const rulesByErrorCode: Readonly<Record<string, FailureRule>> = {
  INVALIDSESSIONID: expired,
  BADOAUTHTOKEN: expired,
  INVALIDAUTHHEADER: { failure: sessionRefused, code: 'session-refused' },
  INVALIDJWTFORMAT: { failure: sessionRefused, code: 'session-refused' },
  INVALIDOPERATIONWITHEXPIREDPASSWORD: { failure: sessionRefused, code: 'password-expired' },
  SERVERUNAVAILABLE: down,
  SSOSERVICEDOWN: down,
  FUNCTIONALITYTEMPORARILYUNAVAILABLE: down,
  APICURRENTLYDISABLED: down,
  INSERTUPDATEDELETENOTALLOWEDDURINGMAINTENANCE: down,
  REQUESTLIMITEXCEEDED: allowance,
  EXCEEDEDQUOTA: allowance,
  TOOMANYAPEXREQUESTS: full,
  UNABLETOLOCKROW: lock,
  UNKNOWNEXCEPTION: broken,
  UNKNOWN: broken,
  APIDISABLEDFORORG: denied,
  INSUFFICIENTACCESS: denied,
  INSUFFICIENTACCESSORREADONLY: denied,
  INSUFFICIENTACCESSONCROSSREFERENCEENTITY: denied,
  CLIENTNOTACCESSIBLEFORUSER: denied,
  FEATURENOTENABLED: denied,
  FUNCTIONALITYNOTENABLED: denied,
  INVALIDTYPE: { failure: refused, code: 'unknown-object' },
  INVALIDENTITY: {
    failure: refused,
    code: 'unsupported-operation',
    nextSteps: ['The Bulk API does not offer this object: use the standard activity.'],
  },
  MALFORMEDQUERY: query,
  INVALIDQUERYFILTEROPERATOR: query,
  QUERYTIMEOUT: tooSlow,
  REQUESTRUNNINGTOOLONG: tooSlow,
  QUERYTOOCOMPLICATED: tooMuch,
  OPERATIONTOOLARGE: tooMuch,
  EXCEEDEDMAXSIZEREQUEST: tooMuch,
  EXCEEDEDIDLIMIT: tooMuch,
  INVALIDQUERYLOCATOR: { failure: refused, code: 'query-cursor-lost' },
  NOTFOUND: gone,
  ENTITYISDELETED: gone,
  UNSUPPORTEDAPIVERSION: oldVersion,
  INVALIDVERSION: oldVersion,
};

const narrower: FailureRule = {
  ...query,
  nextSteps: ['Narrow the filter, select fewer formula fields, or use Bulk Query.'],
};

/** Meaning of an `errorCode` on a query call, where it differs from that on others. */
export const queryRulesByErrorCode: Readonly<Record<string, FailureRule>> = {
  INVALIDFIELD: query,
  NUMBEROUTSIDEVALIDRANGE: query,
  QUERYTIMEOUT: { ...narrower, failure: ranTooLong },
  REQUESTRUNNINGTOOLONG: { ...narrower, failure: ranTooLong },
  QUERYTOOCOMPLICATED: { ...narrower, failure: tooLarge },
  OPERATIONTOOLARGE: { ...narrower, failure: tooLarge },
};

/**
 * Meaning of an extended error code, upper-cased and without underscores; it is more precise than the `errorCode`
 * beside it. Of the reasons that make a query locator useless this is the one that passes.
 */
export const rulesByExtendedCode: Readonly<Record<string, FailureRule>> = {
  TEMPORARYQUERYMOREFAILURE: down,
};

/** Org-wide request limit of the moment; told from the daily one by the first word of the message only. */
export const concurrencyRule = full;

/** A 401 that logging in again cannot cure. */
export const permanentRefusalRule: FailureRule = { failure: sessionRefused, code: 'session-refused' };

/**
 * Texts of a 401 `INVALID_SESSION_ID` that stay true after every login. Salesforce gives them no code of their own;
 * taking them for an expired session logs in for ever.
 */
export const permanentRefusalTexts: readonly string[] = [
  'This session is not valid for use with the REST API',
  'Connected app is not attached to Agent',
];

/** Meaning of a status, where the body gave no code that is known. */
export const rulesByStatus: Readonly<Record<number, FailureRule>> = {
  300: { failure: refused, code: 'ambiguous-external-id' },
  401: expired,
  403: denied,
  404: gone,
  409: {
    ...invalid,
    nextSteps: ['Fetch the results of a job with the `apiVersion` that the job was made with.'],
  },
  410: oldVersion,
  413: tooMuch,
  414: longAddress,
  420: { ...down, nextSteps: ['Check `serverHost`: Salesforce knows no org behind this host name.'] },
  429: concurrencyRule,
  431: longAddress,
  500: broken,
  502: broken,
  503: down,
  504: broken,
};

const longQuery: FailureRule = {
  ...query,
  failure: tooLarge,
  nextSteps: ['The address is longer than 16,384 bytes: select fewer fields, or use Bulk Query.'],
};

/** Meaning of a status on a query call, where it differs from that on others. */
export const queryRulesByStatus: Readonly<Record<number, FailureRule>> = { 414: longQuery, 431: longQuery };

/** Meaning of any other refusal. */
export const fallbackRules = {
  redirect: {
    failure: refused,
    code: 'unexpected-response',
    nextSteps: ['The host redirects elsewhere: set `serverHost` to the My Domain host of the org.'],
  },
  refusal: invalid,
  serverError: broken,
} as const satisfies Record<string, FailureRule>;
