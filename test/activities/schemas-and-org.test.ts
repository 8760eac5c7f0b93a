import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RowOutcome } from '../../src/contract/outcome.ts';
import type { Row } from '../../src/contract/row.ts';
import { instanceProblems, metaSchemaProblems } from '../support/json-schema-2020.ts';
import { batchesOf } from './row-streams.ts';
import { startServiceOrg, type ServiceOrg } from './service-org.ts';

let service: ServiceOrg;
beforeAll(async () => {
  service = await startServiceOrg();
});
afterAll(async () => {
  await service[Symbol.asyncDispose]();
});

/** What the schema has against a row, and what the org says of it. */
async function verdicts(type: string, options: { readonly object: string }, row: Row) {
  const activity = service.target(type, options);
  const { target } = await activity.schemas(service.connection);
  const outcomes: RowOutcome[] = [];
  await activity.write(service.connection, batchesOf([row]), {
    onOutcomes: (some) => {
      outcomes.push(...some);
    },
  });
  expect(metaSchemaProblems(target?.row)).toEqual([]);
  return {
    schema: instanceProblems(row, target?.row ?? {}),
    org: outcomes.flatMap(({ errors }) => errors.map(({ code }) => code)),
  };
}

describe('the schema of a write and the org', () => {
  it.each([
    ['Contact', { LastName: 'x'.repeat(81) }, '/LastName: maxLength', 'STRING_TOO_LONG'],
    [
      'Contact',
      { LastName: 'Jo', CleanStatus: 'Spotless' },
      '/CleanStatus: enum',
      'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST',
    ],
    ['Contact', { FirstName: 'Jo' }, '/LastName: required', 'REQUIRED_FIELD_MISSING'],
    ['Contact', { LastName: '' }, '/LastName: minLength', 'REQUIRED_FIELD_MISSING'],
    ['Account', { Name: null }, '/Name: type', 'REQUIRED_FIELD_MISSING'],
    ['Case', { Status: 'x'.repeat(41) }, '/Status: maxLength', 'STRING_TOO_LONG'],
    ['Case', { 'User:Owner.Username': null }, '/User:Owner.Username: type', 'REQUIRED_FIELD_MISSING'],
  ])('refuse alike a new %s (%#)', async (object, row, problem, code) => {
    expect(await verdicts('insert', { object }, row)).toEqual({ schema: [problem], org: [code] });
  });

  it.each([
    ['Contact', { LastName: 'x'.repeat(80), CleanStatus: 'Matched', Birthdate: null }],
    ['Account', { Name: 'Acme', NumberOfEmployees: 99_999_999, Industry: 'A new one' }],
    ['Case', { Status: 'My own' }],
    ['Case', {}],
  ])('take alike a new %s (%#)', async (object, row) => {
    expect(await verdicts('insert', { object }, row)).toEqual({ schema: [], org: [] });
  });

  it('take alike a parent by its key', async () => {
    await service.insert('Contact', [{ LastName: 'Jo', Email: 'jo@example.com' }]);
    const row = { Subject: 'Help', 'Contact.Email': 'jo@example.com' };
    expect(await verdicts('insert', { object: 'Case' }, row)).toEqual({ schema: [], org: [] });
  });

  it('take alike a row of an upsert without a key: it is inserted', async () => {
    const options = { object: 'Case', externalIdField: 'MessageId__c' };
    expect(await verdicts('upsert', options, { MessageId__c: null, Subject: 'x' })).toEqual({
      schema: [],
      org: [],
    });
  });
});

describe('the schema of a query', () => {
  it.each([
    'SELECT FIELDS(ALL) FROM Contact LIMIT 200',
    'SELECT Id, Name, Owner.Name, Account.Name, (SELECT Id, Subject, IsClosed FROM Cases) FROM Contact',
    'SELECT CALENDAR_YEAR(CreatedDate) year, Status, COUNT(Id), MAX(CreatedDate) latest FROM Case GROUP BY CALENDAR_YEAR(CreatedDate), Status',
    'SELECT MAX(CreatedDate) latest, SUM(Cost__c) cost FROM Case WHERE Subject = null AND IsDeleted = true',
    'SELECT Id, toLabel(Status) label, Contact.Account.Name FROM Case',
  ])('holds for every row of %s', async (query) => {
    const { source } = await service.source('query', { query }).schemas(service.connection);
    const rows = await service.rowsOf(query);
    expect(metaSchemaProblems(source.row)).toEqual([]);
    expect(rows.length).toBeGreaterThan(0);
    for (const row of rows) expect(instanceProblems(row, source.row)).toEqual([]);
  });
});
