import { describe, expect, it } from 'vitest';
import type { ErrorCode } from '../../src/errors/catalogue.ts';
import { classifySalesforceFailure } from '../../src/errors/classify-salesforce-failure.ts';
import { failureClassOf, type FailureClass } from '../../src/errors/failure-class.ts';

const array = (errorCode: string, message = 'm'): string => JSON.stringify([{ message, errorCode }]);
const html = (title: string): string => `<!DOCTYPE html><html><head><title>${title}</title></head></html>`;

const same = (text: string): string => text;

function classify(status: number, bodyText: string, isQuery = false) {
  return classifySalesforceFailure({ call: 'GET sobjects/Case', isQuery, status, bodyText, redact: same });
}

type Line = readonly [status: number, body: string, code: ErrorCode, failure: FailureClass];

const table: readonly Line[] = [
  // Every shape of an ended session (A20, B30, C3).
  [401, array('INVALID_SESSION_ID', 'Session expired or invalid'), 'session-expired', 'session-expired'],
  [403, array('INVALID_SESSION_ID'), 'session-expired', 'session-expired'],
  [400, array('INVALIDSESSIONID'), 'session-expired', 'session-expired'],
  [
    400,
    '<error><exceptionCode>InvalidSessionId</exceptionCode></error>',
    'session-expired',
    'session-expired',
  ],
  [500, '<Fault><faultcode>sf:INVALID_SESSION_ID</faultcode></Fault>', 'session-expired', 'session-expired'],
  [403, 'Bad_OAuth_Token', 'session-expired', 'session-expired'],
  [401, html('Unauthorized'), 'session-expired', 'session-expired'],
  // A 401 that no login cures (A18, D16).
  [
    401,
    array('INVALID_SESSION_ID', 'This session is not valid for use with the REST API'),
    'session-refused',
    'session-refused',
  ],
  [
    401,
    array('INVALID_SESSION_ID', 'Connected app is not attached to Agent'),
    'session-refused',
    'session-refused',
  ],
  [401, array('INVALID_AUTH_HEADER'), 'session-refused', 'session-refused'],
  [403, array('INVALID_OPERATION_WITH_EXPIRED_PASSWORD'), 'password-expired', 'session-refused'],
  // Limits (D14).
  [403, array('REQUEST_LIMIT_EXCEEDED', 'TotalRequests Limit exceeded.'), 'api-limit-reached', 'daily-limit'],
  [
    403,
    array('REQUEST_LIMIT_EXCEEDED', 'ConcurrentRequests (Concurrent API Requests) Limit exceeded.'),
    'too-many-concurrent-requests',
    'busy',
  ],
  [429, '', 'too-many-concurrent-requests', 'busy'],
  [500, array('TOO_MANY_APEX_REQUESTS'), 'too-many-concurrent-requests', 'busy'],
  [400, array('UNABLE_TO_LOCK_ROW'), 'invalid-request', 'locked'],
  [400, array('ExceededQuota'), 'api-limit-reached', 'daily-limit'],
  // Not there right now.
  [503, array('SERVER_UNAVAILABLE'), 'org-unavailable', 'unavailable'],
  [503, html('Down for Maintenance'), 'org-unavailable', 'unavailable'],
  [403, array('API_CURRENTLY_DISABLED'), 'org-unavailable', 'unavailable'],
  [403, array('INSERT_UPDATE_DELETE_NOT_ALLOWED_DURING_MAINTENANCE'), 'org-unavailable', 'unavailable'],
  [500, array('SSO_SERVICE_DOWN'), 'org-unavailable', 'unavailable'],
  [500, array('FUNCTIONALITY_TEMPORARILY_UNAVAILABLE'), 'org-unavailable', 'unavailable'],
  [420, html('No route'), 'org-unavailable', 'unavailable'],
  [500, array('UNKNOWN_EXCEPTION'), 'org-unavailable', 'server-error'],
  [502, html('Bad Gateway'), 'org-unavailable', 'server-error'],
  [504, '', 'org-unavailable', 'server-error'],
  [599, '', 'org-unavailable', 'server-error'],
  // Definite answers.
  [403, array('API_DISABLED_FOR_ORG'), 'permission-denied', 'refused'],
  [403, html('Forbidden'), 'permission-denied', 'refused'],
  [403, array('INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY'), 'permission-denied', 'refused'],
  [403, array('CLIENT_NOT_ACCESSIBLE_FOR_USER'), 'permission-denied', 'refused'],
  [404, array('NOT_FOUND'), 'not-found', 'refused'],
  [404, array('ENTITY_IS_DELETED'), 'not-found', 'refused'],
  [400, array('INVALID_TYPE'), 'unknown-object', 'refused'],
  [
    400,
    array('INVALIDENTITY', "Entity 'X' is not supported by the Bulk API."),
    'unsupported-operation',
    'refused',
  ],
  [400, array('MALFORMED_QUERY'), 'invalid-query', 'refused'],
  [400, array('INVALID_QUERY_LOCATOR'), 'query-cursor-lost', 'refused'],
  [400, array('REQUIRED_FIELD_MISSING'), 'invalid-request', 'refused'],
  [410, array('GONE'), 'api-version-unsupported', 'refused'],
  [400, array('InvalidVersion'), 'api-version-unsupported', 'refused'],
  [500, array('UNSUPPORTED_API_VERSION'), 'api-version-unsupported', 'refused'],
  [400, array('JSON_PARSER_ERROR'), 'invalid-request', 'refused'],
  [405, array('METHOD_NOT_ALLOWED'), 'invalid-request', 'refused'],
  [409, array('API_ERROR'), 'invalid-request', 'refused'],
  [412, '', 'invalid-request', 'refused'],
  [415, array('UNSUPPORTED_MEDIA_TYPE'), 'invalid-request', 'refused'],
  [428, '', 'invalid-request', 'refused'],
  [400, array('INVALIDJOBSTATE', 'Aborting already Completed Job not allowed'), 'invalid-request', 'refused'],
  // Too much at once: declined as a whole, or given up on the way.
  [413, html('Payload Too Large'), 'invalid-request', 'too-large'],
  [414, html('URI Too Long'), 'invalid-request', 'too-large'],
  [431, html('Request Header Fields Too Large'), 'invalid-request', 'too-large'],
  [500, array('EXCEEDED_MAX_SIZE_REQUEST'), 'invalid-request', 'too-large'],
  [400, array('EXCEEDED_ID_LIMIT'), 'invalid-request', 'too-large'],
  [400, array('OPERATION_TOO_LARGE'), 'invalid-request', 'too-large'],
  [400, array('QUERY_TOO_COMPLICATED'), 'invalid-request', 'too-large'],
  [500, array('REQUEST_RUNNING_TOO_LONG'), 'invalid-request', 'ran-too-long'],
  [400, array('QUERY_TIMEOUT'), 'invalid-request', 'ran-too-long'],
  [300, '["/services/data/v67.0/sobjects/X/001"]', 'ambiguous-external-id', 'refused'],
  [302, '', 'unexpected-response', 'refused'],
  [418, '', 'invalid-request', 'refused'],
];

describe('classifySalesforceFailure', () => {
  it.each(table)('takes %i %s for %s, %s', (status, body, code, failure) => {
    const error = classify(status, body);
    expect(error.code).toBe(code);
    expect(failureClassOf(error)).toBe(failure);
  });

  it('takes INVALID_FIELD for a bad query on a query, and for a bad request elsewhere', () => {
    expect(classify(400, array('INVALID_FIELD'), true).code).toBe('invalid-query');
    expect(classify(400, array('INVALID_FIELD'), false).code).toBe('invalid-request');
  });

  it.each([
    [400, array('QUERY_TIMEOUT'), 'ran-too-long'],
    [400, array('REQUEST_RUNNING_TOO_LONG'), 'ran-too-long'],
    [400, array('QUERY_TOO_COMPLICATED'), 'too-large'],
    [400, array('OPERATION_TOO_LARGE'), 'too-large'],
    [414, html('URI Too Long'), 'too-large'],
    [431, html('Request Header Fields Too Large'), 'too-large'],
  ] as const)('says of the query in %i %s what to ask less of (D4, D8)', (status, body, failure) => {
    const error = classify(status, body, true);
    expect(error.code).toBe('invalid-query');
    expect(failureClassOf(error)).toBe(failure);
    expect(error.nextSteps[0]).toMatch(/select fewer .* or use Bulk Query/);
  });

  it.each([
    [{ extendedErrorCode: 'TEMPORARY_QUERY_MORE_FAILURE' }, 'org-unavailable', 'unavailable'],
    [
      { extendedErrorDetails: [{ extendedErrorCode: 'TEMPORARY_QUERY_MORE_FAILURE' }] },
      'org-unavailable',
      'unavailable',
    ],
    [
      { extendedErrorDetails: [{ extendedErrorCode: 'QUERY_LOCATOR_EXPIRED' }] },
      'query-cursor-lost',
      'refused',
    ],
    [{ extendedErrorCode: 'UNAUTHORIZED_USER_FOR_CURSOR' }, 'query-cursor-lost', 'refused'],
    [{}, 'query-cursor-lost', 'refused'],
  ] as const)('tells a locator that fails for the moment from a useless one by %o', (more, code, failure) => {
    const item = { errorCode: 'INVALID_QUERY_LOCATOR', message: 'm', ...more };
    const error = classify(400, JSON.stringify([item]), true);
    expect(error.code).toBe(code);
    expect(failureClassOf(error)).toBe(failure);
  });

  it('finds the extended code in a SOAP fault too', () => {
    const fault =
      '<f><exceptionCode>INVALID_QUERY_LOCATOR</exceptionCode><extendedErrorCode>TEMPORARY_QUERY_MORE_FAILURE</extendedErrorCode></f>';
    expect(failureClassOf(classify(500, fault))).toBe('unavailable');
  });

  it('lets the first known code decide and keeps all errors', () => {
    const body = JSON.stringify([
      { errorCode: 'SOMETHING_NEW', message: 'first' },
      { errorCode: 'ENTITY_IS_DELETED', message: 'second' },
    ]);
    const error = classify(400, body);
    expect(error.code).toBe('not-found');
    expect(error.details).toMatchObject({
      status: 400,
      call: 'GET sobjects/Case',
      errors: [
        { errorCode: 'SOMETHING_NEW', message: 'first', fields: [] },
        { errorCode: 'ENTITY_IS_DELETED', message: 'second', fields: [] },
      ],
    });
  });

  it('is not fooled by a code that is a name every object has', () => {
    expect(classify(400, array('constructor')).code).toBe('invalid-request');
  });

  it('leaves the echo of the query out of the message, but not its position', () => {
    const echo =
      "\nselect Id from XYZZY where Secret__c = 'Ada'\n               ^\nERROR at Row:1:Column:16\nsObject type 'XYZZY' is not supported.";
    const { message } = classify(400, array('INVALID_TYPE', echo), true);
    expect(message).toBe(
      "The org answered GET sobjects/Case with status 400: INVALID_TYPE: ERROR at Row:1:Column:16 sObject type 'XYZZY' is not supported.",
    );
  });

  it('names the page that came instead of an error', () => {
    expect(classify(503, html('Down for Maintenance')).message).toBe(
      'The org answered GET sobjects/Case with status 503 and a page titled "Down for Maintenance".',
    );
  });

  it('shows every text of an error as it reads without secrets, and decides by what the org said', () => {
    const bodyText = String.raw`[{"errorCode":"INVALID_SESSION_ID","message":"a \u0073ecret","fields":["secret"],"extendedErrorCode":"secret"}]`;
    const redact = (text: string): string => text.replaceAll(/secret|SESSION/gu, '…');
    const error = classifySalesforceFailure({ call: 'c', isQuery: false, status: 401, bodyText, redact });
    expect(error).toMatchObject({
      code: 'session-expired',
      message: 'The org answered c with status 401: INVALID_…_ID: a …',
      details: {
        errors: [{ errorCode: 'INVALID_…_ID', message: 'a …', fields: ['…'], extendedErrorCode: '…' }],
      },
    });
  });

  it('carries Retry-After and puts specific next steps before those of the catalogue', () => {
    const error = classifySalesforceFailure({
      call: 'c',
      isQuery: false,
      status: 420,
      bodyText: '',
      redact: same,
      retryAfterMs: 7000,
    });
    expect(error.retryAfterMs).toBe(7000);
    expect(error.nextSteps[0]).toContain('serverHost');
    expect(error.nextSteps.length).toBeGreaterThan(1);
  });
});
