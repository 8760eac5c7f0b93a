import { describe, expect, it } from 'vitest';
import { resolveQueryFields } from '../../src/schema/query-fields.ts';
import { queryRowSchema } from '../../src/schema/query-schema.ts';
import { parseQueryShape } from '../../src/schema/query-shape.ts';
import type { SObjectDescribe } from '../../src/schema/sobject-describe.ts';
import { recordedDescribe } from '../support/recorded-describe.ts';

const asked: string[] = [];

function describer(object: string): Promise<SObjectDescribe> {
  asked.push(object);
  return Promise.resolve(recordedDescribe(object as 'Case'));
}

async function schemaOf(soql: string): Promise<Record<string, unknown>> {
  const shape = await parseQueryShape(soql);
  return queryRowSchema(shape && (await resolveQueryFields(shape, describer)));
}

describe('queryRowSchema', () => {
  it('types own fields and fields of parents by describe', async () => {
    const schema = await schemaOf('SELECT IsClosed, Contact.Birthdate, Account.Name FROM Case');
    expect(schema['properties']).toMatchObject({
      IsClosed: { type: 'boolean' },
      'Contact.Birthdate': { type: ['string', 'null'], format: 'date' },
      'Account.Name': { type: ['string', 'null'], maxLength: 255 },
    });
    expect(schema['required']).toEqual(['IsClosed', 'Contact.Birthdate', 'Account.Name']);
  });

  it('types aggregates', async () => {
    const soql = 'SELECT Status, COUNT(Id), MAX(CreatedDate) latest FROM Case GROUP BY Status';
    expect((await schemaOf(soql))['properties']).toMatchObject({
      expr0: { type: 'integer' },
      latest: { type: ['string', 'null'], format: 'date-time' },
    });
  });

  it('types what functions of dates, labels and formats give', async () => {
    const soql =
      'SELECT CALENDAR_YEAR(CreatedDate) y, DAY_ONLY(CreatedDate) d, COUNT(Id) n FROM Case ' +
      'GROUP BY CALENDAR_YEAR(CreatedDate), DAY_ONLY(CreatedDate)';
    expect((await schemaOf(soql))['properties']).toMatchObject({
      y: { type: ['integer', 'null'] },
      d: { type: ['string', 'null'], format: 'date' },
    });
    const labels = await schemaOf('SELECT toLabel(Status) s, FORMAT(CreatedDate) f FROM Case');
    expect(labels['properties']).toMatchObject({
      s: { type: ['string', 'null'], title: 'Status' },
      f: { type: ['string', 'null'] },
    });
  });

  it('leaves fields of a parent of several types open', async () => {
    expect((await schemaOf('SELECT Owner.Name FROM Case'))['properties']).toEqual({ 'Owner.Name': {} });
  });

  it('nests child rows', async () => {
    const schema = await schemaOf('SELECT Id, (SELECT Subject FROM Cases) FROM Contact');
    expect(schema['properties']).toMatchObject({
      Cases: { type: ['array', 'null'], items: { properties: { Subject: { maxLength: 255 } } } },
    });
  });

  it('lists every field where the query says FIELDS', async () => {
    const schema = await schemaOf('SELECT FIELDS(ALL) FROM Contact LIMIT 1');
    expect(Object.keys(schema['properties'] as object)).toContain('MailingCity');
    expect(schema).not.toHaveProperty('required');
  });

  it('says nothing about a query that cannot be read', () => {
    expect(queryRowSchema(undefined)).toEqual({
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      type: 'object',
      'x-xml': { root: 'queryResponse', row: 'records' },
    });
  });

  it('asks only for the objects that the query touches', async () => {
    asked.length = 0;
    await schemaOf('SELECT Id, Subject FROM Case');
    expect(asked).toEqual(['Case']);
  });
});
