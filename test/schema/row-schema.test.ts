import { describe, expect, it } from 'vitest';
import {
  deleteRowSchema,
  recordSchema,
  responseRowSchema,
  writeRowSchema,
} from '../../src/schema/row-schema.ts';
import { recordedDescribe } from '../support/recorded-describe.ts';

const contact = recordedDescribe('Contact');
const caseObject = recordedDescribe('Case');

function propertiesOf(schema: Readonly<Record<string, unknown>>): string[] {
  return Object.keys(schema['properties'] as object);
}

describe('schemas of a recorded describe', () => {
  it('shows every field of a record but compound ones, whose parts have columns of their own', () => {
    const columns = propertiesOf(recordSchema(contact));
    expect(columns).toContain('MailingCity');
    expect(columns).not.toContain('MailingAddress');
    expect(columns).toHaveLength(contact.fields.filter(({ type }) => type !== 'address').length);
  });

  it('offers an insert what may be created, and demands what must be', () => {
    const schema = writeRowSchema(contact, 'insert');
    expect(propertiesOf(schema)).toContain('LastName');
    expect(propertiesOf(schema)).not.toContain('Id');
    expect(propertiesOf(schema)).not.toContain('CreatedDate');
    expect(schema['required']).toEqual(['LastName']);
  });

  it('demands the Id of an update and nothing else', () => {
    const schema = writeRowSchema(caseObject, 'update');
    expect(schema['required']).toEqual(['Id']);
    expect(propertiesOf(schema)).not.toContain('CaseNumber');
  });

  it('adds the key to an upsert', () => {
    const schema = writeRowSchema(contact, 'upsert', { externalIdField: 'Email' });
    expect(propertiesOf(schema)).toContain('Email');
    expect(schema['x-salesforce']).toEqual({ object: 'Contact', operation: 'upsert', key: 'Email' });
  });

  it('leaves the key of an upsert open, because rows without one are inserted', () => {
    const schema = writeRowSchema(contact, 'upsert', { externalIdField: 'Id' });
    expect(schema).not.toHaveProperty('required');
    expect(schema['properties']).toMatchObject({ Id: { type: ['string', 'null'] } });
    expect(writeRowSchema(contact, 'update')['properties']).toMatchObject({ Id: { type: 'string' } });
  });

  it('marks nothing of a request as read-only, the key neither', () => {
    for (const operation of ['insert', 'update', 'upsert'] as const)
      expect(JSON.stringify(writeRowSchema(caseObject, operation, { externalIdField: 'Id' }))).not.toContain(
        'readOnly',
      );
  });

  it('wants text, not an empty one, where a new record needs it', () => {
    expect(writeRowSchema(contact, 'insert')['properties']).toMatchObject({ LastName: { minLength: 1 } });
    const updated = writeRowSchema(contact, 'update')['properties'] as Record<string, object>;
    expect(updated['LastName']).not.toHaveProperty('minLength');
  });

  it('takes parents by external id, with their type where it is open', () => {
    const patterns = Object.keys(writeRowSchema(caseObject, 'insert')['patternProperties'] as object);
    const accepts = (column: string) => patterns.some((pattern) => new RegExp(pattern).test(column));
    expect(accepts('Contact.Email')).toBe(true);
    expect(accepts('User:Owner.Username')).toBe(true);
    expect(accepts('Owner.Username')).toBe(false);
    expect(accepts('Contact:Contact.Email')).toBe(false);
  });

  it('deletes by Id alone', () => {
    expect(propertiesOf(deleteRowSchema())).toEqual(['Id']);
  });

  it('E7 tells created from changed where the operation can do both', () => {
    expect(propertiesOf(responseRowSchema('upsert'))).toEqual(['id', 'success', 'created', 'errors']);
    expect(propertiesOf(responseRowSchema('update'))).toEqual(['id', 'success', 'errors']);
  });
});
