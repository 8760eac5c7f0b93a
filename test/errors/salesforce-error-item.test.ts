import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseSalesforceErrors } from '../../src/errors/salesforce-error-item.ts';

const bulkOneError = readFileSync(
  new URL('../../fixtures/wire/bulk-1/invalid-session-error.xml', import.meta.url),
  'utf8',
);
const soapFault = readFileSync(
  new URL('../../fixtures/wire/soap-login/login-fault-invalid-login.xml', import.meta.url),
  'utf8',
);

describe('parseSalesforceErrors', () => {
  it('keeps every error of a JSON array, with its fields (E8)', () => {
    const body = JSON.stringify([
      {
        message: 'Required fields are missing: [Name]',
        errorCode: 'REQUIRED_FIELD_MISSING',
        fields: ['Name'],
      },
      { message: 'bad value', errorCode: 'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST' },
    ]);
    expect(parseSalesforceErrors(body)).toEqual([
      {
        errorCode: 'REQUIRED_FIELD_MISSING',
        message: 'Required fields are missing: [Name]',
        fields: ['Name'],
      },
      { errorCode: 'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST', message: 'bad value', fields: [] },
    ]);
  });

  it.each([
    ['a single object', '{"errorCode":"NOT_FOUND","message":"gone"}', 'NOT_FOUND', 'gone'],
    ['a collections error', '[{"statusCode":"X","message":"m","fields":[]}]', 'X', 'm'],
    [
      'an OAuth error',
      '{"error":"invalid_grant","error_description":"authentication failure"}',
      'invalid_grant',
      'authentication failure',
    ],
    ['Bulk API 1 JSON', '{"exceptionCode":"InvalidBatch","exceptionMessage":"m"}', 'InvalidBatch', 'm'],
    ['Bulk API 1 XML', bulkOneError, 'InvalidSessionId', 'Invalid session id'],
    [
      'a SOAP fault',
      soapFault,
      'INVALID_LOGIN',
      'Invalid username, password, security token; or user locked out.',
    ],
    [
      'a SOAP fault without detail',
      '<e:Fault><faultcode>sf:INVALID_SESSION_ID</faultcode><faultstring>no</faultstring></e:Fault>',
      'INVALID_SESSION_ID',
      'no',
    ],
    ['the bare word of the identity service', 'Bad_OAuth_Token', 'Bad_OAuth_Token', ''],
  ])('reads %s', (_shape, body, errorCode, message) => {
    expect(parseSalesforceErrors(body)).toEqual([{ errorCode, message, fields: [] }]);
  });

  it.each([
    ['nothing', ''],
    ['an HTML page', '<!DOCTYPE html><html><head><title>Maintenance</title></head></html>'],
    ['cut JSON', '[{"errorCode":"NOT_FO'],
    ['an empty array', '[]'],
    ['values that are no errors', '[null,1,"text",{}]'],
    ['plain text', 'upstream connect error'],
  ])('finds no error in %s', (_shape, body) => {
    expect(parseSalesforceErrors(body)).toEqual([]);
  });
});
