import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Row } from '../../src/contract/row.ts';
import { fieldsOfQuery } from '../../src/records/fields-of-query.ts';
import { queryRecords } from '../../src/records/query-records.ts';
import { parseSObjectDescribe, type SObjectDescribe } from '../../src/schema/sobject-describe.ts';
import { rowsFrom } from '../activities/row-streams.ts';
import { startServiceOrg, type ServiceOrg } from '../activities/service-org.ts';
import { json, startScriptedOrg } from '../connection/scripted-org.ts';

function fixture(path: string): unknown {
  return JSON.parse(readFileSync(new URL(`../../fixtures/${path}`, import.meta.url), 'utf8'));
}

function describeRecorded(object: string): Promise<SObjectDescribe> {
  return Promise.resolve(parseSObjectDescribe(fixture(`describe/${object}.json`)));
}

/** The rows that a query gives when the org answers with this page. */
async function rowsOfAnswer(soql: string, page: unknown): Promise<Row[]> {
  await using org = await startScriptedOrg(() => json(200, page));
  const fields = await fieldsOfQuery(soql, describeRecorded);
  const query = { soql, includeDeleted: false, maxRows: undefined, fields };
  return (await rowsFrom(queryRecords(org.connection, query))).rows;
}

const rowsOfRecords = (soql: string, records: readonly Record<string, unknown>[]): Promise<Row[]> =>
  rowsOfAnswer(soql, { totalSize: records.length, done: true, records });

interface Recording {
  readonly exchanges: readonly { readonly path: string; readonly answer: unknown }[];
}

function recorded(name: string): { readonly soql: string; readonly page: unknown } {
  const [exchange] = (fixture(`wire/rest/${name}.json`) as Recording).exchanges;
  const soql = decodeURIComponent(exchange?.path.split('?q=')[1] ?? '');
  return { soql, page: exchange?.answer };
}

describe('rows of recorded pages', () => {
  it('of TYPEOF have the columns that each parent has, and date-times with Z', async () => {
    const { soql, page } = recorded('typeof-events');
    const rows = await rowsOfAnswer(soql, page);
    const who = { 'Who.LastName': 'Contact', 'Who.Email': null };
    const what = {
      'What.Name': 'Tom Cruise',
      'What.Description': 'Some Description',
      'What.Phone': '123456',
      'What.AccountNumber': '123',
    };
    const at = { DurationInMinutes: 60, ActivityDateTime: '2024-11-07T07:00:00.000Z' };
    expect(rows).toEqual([
      { Id: '00U9H000000RzvRUAS', ...who, What: null, Subject: 'Test Event 2', ...at },
      { Id: '00U9H000000RzvSUAS', ...who, ...what, Subject: 'Test Event 1', ...at },
      {
        Id: '00U9H000000RzvTUAS',
        ...who,
        ...what,
        Subject: 'Test Event 3',
        ...at,
        ActivityDateTime: '3156-11-12T13:00:00.000Z',
      },
    ]);
  });

  it('D10 keep phone and account numbers as the text that they are', async () => {
    const { soql, page } = recorded('contacts-of-accounts');
    const rows = await rowsOfAnswer(soql, page);
    expect(rows).toHaveLength(10);
    expect(rows[2]).toEqual({
      Id: '0019H00000H1RMFQA3',
      Name: 'Shah Rukh Khan',
      Description: 'Bollywood actor',
      Phone: '12345612',
      AccountNumber: '123',
    });
  });
});

describe('values of rows', () => {
  it.each([
    ['C29', 'Subject', '00123'],
    ['C29', 'Subject', 'null'],
    ['C29', 'Subject', '1e5'],
    ['D10', 'Subject', '820000000000000001'],
    ['D10', 'SuppliedName', 'NA'],
    ['C30', 'Subject', '2018-12-10T17:50:19.000+0000'],
    ['C29', 'Subject', ' true '],
  ])('%s stay as they are in a text field: %s %j', async (_lesson, field, text) => {
    expect(await rowsOfRecords(`SELECT ${field} FROM Case`, [{ attributes: {}, [field]: text }])).toEqual([
      { [field]: text },
    ]);
  });

  it.each(['1900-01-01', '2024-02-29', '2026-03-08', '2026-03-29', '9999-12-31'])(
    'B17 of date fields are the same day everywhere: %s',
    async (PersonBirthdate) => {
      const record = { attributes: {}, Birthdate: PersonBirthdate };
      expect(await rowsOfRecords('SELECT Birthdate FROM Contact', [record])).toEqual([
        { Birthdate: PersonBirthdate },
      ]);
    },
  );

  it('C30 of date-time fields end in Z, also in MIN and MAX, and also behind a parent', async () => {
    const soql = 'SELECT ClosedDate, Account.CreatedDate FROM Case';
    const CreatedDate = '2026-01-31T10:00:00.000+0000';
    const record = { attributes: {}, ClosedDate: null, Account: { attributes: {}, CreatedDate } };
    expect(await rowsOfRecords(soql, [record])).toEqual([
      { ClosedDate: null, 'Account.CreatedDate': '2026-01-31T10:00:00.000Z' },
    ]);
    expect(
      await rowsOfRecords('SELECT MAX(CreatedDate) FROM Case', [{ attributes: {}, expr0: CreatedDate }]),
    ).toEqual([{ expr0: '2026-01-31T10:00:00.000Z' }]);
  });

  it('are numbers and booleans as JSON has them', async () => {
    const soql = 'SELECT AnnualRevenue, NumberOfEmployees, IsDeleted FROM Account';
    const record = { attributes: {}, AnnualRevenue: 0.1, NumberOfEmployees: 0, IsDeleted: false };
    expect(await rowsOfRecords(soql, [record])).toEqual([
      { AnnualRevenue: 0.1, NumberOfEmployees: 0, IsDeleted: false },
    ]);
  });

  it.each(['SELECT Id, BillingAddress FROM Account', 'SELECT FIELDS(STANDARD) FROM Account'])(
    'of an address are one JSON text: %s',
    async (soql) => {
      const BillingAddress = { city: 'Köln', country: null, latitude: 50.9 };
      const rows = await rowsOfRecords(soql, [{ attributes: {}, Id: '001', BillingAddress }]);
      expect(rows).toEqual([{ Id: '001', BillingAddress: '{"city":"Köln","country":null,"latitude":50.9}' }]);
    },
  );

  it('come from the spelling of the org, whatever that of the query, also when the first row has no parent', async () => {
    const soql = 'SELECT name, parent.parent.NAME, (SELECT lastname FROM contacts) FROM Account';
    const Contacts = { totalSize: 1, done: true, records: [{ attributes: {}, LastName: 'Öz' }] };
    const grandparent = { attributes: {}, Name: 'Top' };
    const rows = await rowsOfRecords(soql, [
      { attributes: {}, Name: 'a', Parent: null, Contacts: null },
      { attributes: {}, Name: 'b', Parent: { attributes: {}, Parent: null }, Contacts },
      { attributes: {}, Name: 'c', Parent: { attributes: {}, Parent: grandparent }, Contacts },
    ]);
    const contacts = [{ lastname: 'Öz' }];
    expect(rows).toEqual([
      { name: 'a', 'parent.parent.NAME': null, contacts: null },
      { name: 'b', 'parent.parent.NAME': null, contacts },
      { name: 'c', 'parent.parent.NAME': 'Top', contacts },
    ]);
  });
});

describe('rows of aggregates', () => {
  let service: ServiceOrg;
  beforeAll(async () => {
    const now = Date.UTC(2026, 4, 17, 10);
    service = await startServiceOrg({ clock: { now: () => now } });
    const [AccountId = ''] = await service.insert('Account', [{ Name: 'Acme' }]);
    await service.insert('Case', [
      { Subject: 'a', Origin: 'Web', Cost__c: 1, AccountId },
      { Subject: 'b', Origin: 'Web', Cost__c: 3, AccountId },
    ]);
  });
  afterAll(() => service[Symbol.asyncDispose]());

  it.each<[string, Row]>([
    [
      'SELECT CALENDAR_YEAR(CreatedDate), COUNT(Id) FROM Case GROUP BY CALENDAR_YEAR(CreatedDate)',
      { expr0: 2026, expr1: 2 },
    ],
    [
      'SELECT CALENDAR_MONTH(CreatedDate) month, SUM(Cost__c) total FROM Case GROUP BY CALENDAR_MONTH(CreatedDate)',
      { month: 5, total: 4 },
    ],
    [
      'SELECT DAY_ONLY(CreatedDate) day, MIN(CreatedDate) FROM Case GROUP BY DAY_ONLY(CreatedDate)',
      { day: '2026-05-17', expr0: '2026-05-17T10:00:00.000Z' },
    ],
    [
      'SELECT Account.Name, COUNT_DISTINCT(Origin) origins FROM Case GROUP BY Account.Name',
      { Name: 'Acme', origins: 1 },
    ],
    ['SELECT Account.Name owner, AVG(Cost__c) FROM Case GROUP BY Account.Name', { owner: 'Acme', expr0: 2 }],
  ])('have the names and types of %s', async (soql, row) => {
    expect(await service.rowsOf(soql)).toEqual([row]);
  });

  it('have labels where toLabel asks for them', async () => {
    const [row] = await service.rowsOf('SELECT toLabel(Origin), Cost__c FROM Case ORDER BY Cost__c LIMIT 1');
    expect(row).toEqual({ Origin: 'Web', Cost__c: 1 });
  });
});
