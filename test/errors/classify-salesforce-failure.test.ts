import { describe, expect, it } from 'vitest';
import type { ErrorCode } from '../../src/errors/catalogue.ts';
import { classifySalesforceFailure } from '../../src/errors/classify-salesforce-failure.ts';
import { failureClassOf, type FailureClass } from '../../src/errors/failure-class.ts';

const array = (errorCode: string, message = 'm'): string => JSON.stringify([{ message, errorCode }]);
const html = (title: string): string => `<!DOCTYPE html><html><head><title>${title}</title></head></html>`;

function classify(status: number, bodyText: string, isQuery = false) {
  return classifySalesforceFailure({ call: 'GET sobjects/Case', isQuery, status, bodyText });
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
  [400, array('UNABLE_TO_LOCK_ROW'), 'invalid-request', 'busy'],
  [400, array('ExceededQuota'), 'api-limit-reached', 'daily-limit'],
  // Not there right now.
  [503, array('SERVER_UNAVAILABLE'), 'org-unavailable', 'unavailable'],
  [503, html('Down for Maintenance'), 'org-unavailable', 'unavailable'],
  [403, array('API_CURRENTLY_DISABLED'), 'org-unavailable', 'unavailable'],
  [420, html('No route'), 'org-unavailable', 'unavailable'],
  [500, array('UNKNOWN_EXCEPTION'), 'org-unavailable', 'server-error'],
  [502, html('Bad Gateway'), 'org-unavailable', 'server-error'],
  [504, '', 'org-unavailable', 'server-error'],
  [599, '', 'org-unavailable', 'server-error'],
  // Definite answers.
  [403, array('API_DISABLED_FOR_ORG'), 'permission-denied', 'refused'],
  [403, html('Forbidden'), 'permission-denied', 'refused'],
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
  [400, array('QUERY_TIMEOUT'), 'invalid-query', 'refused'],
  [400, array('INVALID_QUERY_LOCATOR'), 'invalid-request', 'refused'],
  [400, array('REQUIRED_FIELD_MISSING'), 'invalid-request', 'refused'],
  [410, array('GONE'), 'api-version-unsupported', 'refused'],
  [400, array('InvalidVersion'), 'api-version-unsupported', 'refused'],
  [414, html('URI Too Long'), 'invalid-query', 'refused'],
  [431, html('Request Header Fields Too Large'), 'invalid-query', 'refused'],
  [300, '["/services/data/v67.0/sobjects/X/001"]', 'invalid-request', 'refused'],
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

  it('carries Retry-After and puts specific next steps before those of the catalogue', () => {
    const error = classifySalesforceFailure({
      call: 'c',
      isQuery: false,
      status: 420,
      bodyText: '',
      retryAfterMs: 7000,
    });
    expect(error.retryAfterMs).toBe(7000);
    expect(error.nextSteps[0]).toContain('serverHost');
    expect(error.nextSteps.length).toBeGreaterThan(1);
  });
});
