import { describe, expect, it } from 'vitest';
import type { Schema } from '../../src/contract/schema.ts';
import { resolveQueryFields } from '../../src/schema/query-fields.ts';
import { queryRowSchema } from '../../src/schema/query-schema.ts';
import { parseQueryShape } from '../../src/schema/query-shape.ts';
import { deleteRowSchema, responseRowSchema, writeRowSchema } from '../../src/schema/row-schema.ts';
import { xmlSchemaOf } from '../../src/schema/xml-schema.ts';
import { describeWith } from '../support/field.ts';
import { recordedDescribe } from '../support/recorded-describe.ts';
import { xmlRows } from '../support/xml-rows.ts';
import { hasXmllint, xmlProblems } from '../support/xmllint.ts';

const thing = describeWith([
  { name: 'Name', nillable: false, length: 10 },
  { name: 'Kind__c', type: 'picklist', restrictedPicklist: true, picklistValues: valuesOf('A & "B"', 'C<D') },
  { name: 'Free__c', type: 'picklist', length: 40, picklistValues: valuesOf('Any') },
  { name: 'Amount__c', type: 'currency', precision: 5, scale: 2 },
  { name: 'Count__c', type: 'int', digits: 4 },
  { name: 'Done__c', type: 'boolean', nillable: false },
  { name: 'Day__c', type: 'date' },
  { name: 'At__c', type: 'datetime' },
  { name: 'Hour__c', type: 'time' },
  { name: 'Body__c', type: 'base64', length: 5 },
  { name: 'Case__c', type: 'reference', referenceTo: ['Case'], inlineHelpText: 'Which <one>?' },
]);
const things: Schema = { name: 'Org→insert→Request', row: writeRowSchema(thing, 'insert') };
const good = {
  Name: 'Ä & <b>',
  Kind__c: 'A & "B"',
  Free__c: 'Anything',
  Amount__c: -123.45,
  Count__c: 9999,
  Done__c: true,
  Day__c: '2026-01-31',
  At__c: '2026-01-31T10:00:00.000Z',
  Hour__c: '10:00:00.000Z',
  Body__c: 'aGVsbG8gd29ybGQ=',
  Case__c: '500000000000001AAA',
};

function valuesOf(...values: string[]): unknown[] {
  return values.map((value) => ({ value, label: value, active: true }));
}

function problemsOf(schema: Schema, ...rows: Parameters<typeof xmlRows>[1]): string[] {
  return xmlProblems(xmlSchemaOf(schema), xmlRows(schema, rows));
}

describe.runIf(hasXmllint)('a document of rows', () => {
  it('is valid with every type of value, with few of them, with null where null may be, and without rows', () => {
    expect(problemsOf(things)).toEqual([]);
    expect(problemsOf(things, good, { Name: 'n' })).toEqual([]);
    const cleared = Object.keys(good).filter((name) => name !== 'Name' && name !== 'Done__c');
    expect(
      problemsOf(things, { Name: 'n', ...Object.fromEntries(cleared.map((name) => [name, null])) }),
    ).toEqual([]);
  });

  it.each([
    ['Name', 'longer than ten'],
    ['Name', ''],
    ['Name', null],
    ['Kind__c', 'E'],
    ['Amount__c', 1000],
    ['Amount__c', 1.234],
    ['Amount__c', '1e2'],
    ['Count__c', 10_000],
    ['Count__c', 1.5],
    ['Done__c', null],
    ['Done__c', 'yes'],
    ['Day__c', '31.01.2026'],
    ['Day__c', '2026-02-30'],
    ['At__c', '2026-01-31'],
    ['Hour__c', '25:00:00Z'],
    ['Body__c', 'abc'],
    ['Case__c', 'short'],
    ['Other__c', 'x'],
  ])('is not valid with %s = %j', (name, value) => {
    expect(problemsOf(things, { ...good, [name]: value })).not.toEqual([]);
  });

  it('is not valid without a value that a new record needs', () => {
    const { Name: _, ...nameless } = good;
    expect(problemsOf(things, nameless)).toEqual([expect.stringContaining('Expected is ( Name )')]);
  });

  it('of deletes is a list of ids', () => {
    const schema = { name: 'Org→delete→Request', row: deleteRowSchema() };
    expect(xmlRows(schema, [{ Id: '500000000000001AAA' }])).toContain('<ids>500000000000001AAA</ids>');
    expect(problemsOf(schema, { Id: '500000000000001AAA' }, { Id: '003000000000001' })).toEqual([]);
    expect(problemsOf(schema, { Id: '' })).not.toEqual([]);
  });

  it('of results has errors as repeated elements', () => {
    const schema = { name: 'Org→upsert→Response', row: responseRowSchema('upsert') };
    const error = { statusCode: 'X', message: 'y', fields: ['A', 'B'] };
    const failed = { id: null, success: false, errors: [error, { ...error, fields: [] }] };
    expect(
      problemsOf(schema, { id: '500000000000001AAA', success: true, created: true, errors: [] }),
    ).toEqual([]);
    expect(problemsOf(schema, failed)).toEqual([]);
    expect(problemsOf(schema, { id: null, errors: [] })).not.toEqual([]);
  });

  it('of a query has children as repeated elements, parents as dotted ones', async () => {
    const schema = await querySchema(
      'SELECT Id, Account.Name, (SELECT Subject, IsClosed FROM Cases) FROM Contact',
    );
    const contact = { Id: '003000000000001AAA', 'Account.Name': null };
    const child = { Subject: null, IsClosed: false };
    expect(problemsOf(schema, { ...contact, Cases: [child, child] }, { ...contact, Cases: null })).toEqual(
      [],
    );
    expect(problemsOf(schema, { ...contact, Cases: [{ Subject: 'x' }] })).not.toEqual([]);
    expect(problemsOf(schema, { Id: contact.Id, Cases: [] })).not.toEqual([]);
  });

  it.each(['Case', 'Contact', 'Account'] as const)('has a schema for every write of %s', (object) => {
    for (const operation of ['insert', 'update', 'upsert'] as const) {
      const row = writeRowSchema(recordedDescribe(object), operation, { externalIdField: 'Id' });
      expect(problemsOf({ name: 'n', row })).toEqual([]);
    }
  });

  it('may hold anything where nothing is known of the query', () => {
    const schema = { name: 'n', row: queryRowSchema(undefined) };
    expect(problemsOf(schema, { Anything: 'x' })).toEqual([]);
  });
});

describe('xmlSchemaOf', () => {
  it('names its elements after the calls of the partner API', () => {
    const roots = (['insert', 'update', 'upsert', 'delete', 'hardDelete'] as const).map((operation) => {
      const row = writeRowSchema(thing, operation);
      return /<xs:element name="(\w+)">/.exec(xmlSchemaOf({ name: 'n', row }))?.[1];
    });
    expect(roots).toEqual(['create', 'update', 'upsert', 'delete', 'delete']);
  });

  it('carries the name of the schema, labels and help', () => {
    const text = xmlSchemaOf(things);
    expect(text).toContain('<xs:documentation>Org→insert→Request</xs:documentation>');
    expect(text).toContain('<xs:documentation source="label">Case__c</xs:documentation>');
    expect(text).toContain('<xs:documentation source="help">Which &lt;one&gt;?</xs:documentation>');
  });

  it('tells the column that an element could not be called after', () => {
    const row = { type: 'object', properties: { 'User:Owner.Username': { type: 'string' } } };
    const text = xmlSchemaOf({ name: 'n', row });
    expect(text).toContain('name="User_x003A_Owner.Username"');
    expect(text).toContain('<xs:appinfo source="column">User:Owner.Username</xs:appinfo>');
  });
});

async function querySchema(soql: string): Promise<Schema> {
  const shape = await parseQueryShape(soql);
  const fields =
    shape &&
    (await resolveQueryFields(shape, (object) => Promise.resolve(recordedDescribe(object as 'Case'))));
  return { name: 'Org→query→Response', row: queryRowSchema(fields) };
}
