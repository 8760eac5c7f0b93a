import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RecordCalls, ServiceCloudConnection } from '../../src/connection/record-calls.ts';
import { rowsFrom } from '../activities/row-streams.ts';
import { startServiceOrg, type ServiceOrg } from '../activities/service-org.ts';
import { nastyTexts } from './nasty-texts.ts';

let service: ServiceOrg;
let records: RecordCalls;
beforeAll(async () => {
  service = await startServiceOrg({ clock: { now: () => Date.parse('2026-01-31T10:00:00Z') } });
  records = (service.connection as ServiceCloudConnection).records;
  await service.insert('Case', [{ Subject: 'at ten' }]);
});
afterAll(() => service[Symbol.asyncDispose]());

const sameInstant = [
  '2026-01-31T10:00:00.000+0000',
  '2026-01-31T10:00:00Z',
  '2026-01-31T11:00:00+01:00',
  '2026-01-31T11:00:00.000+0100',
  '2026-01-31T04:30:00-05:30',
];

describe('D28 a date-time with an offset', () => {
  it.each(sameInstant)('finds its record by single-record queries: %s', async (at) => {
    const soql = 'SELECT Subject FROM Case WHERE CreatedDate = :at';
    expect((await records.query(soql, { binds: { at } })).rows).toEqual([{ Subject: 'at ten' }]);
    const { rows } = await rowsFrom(records.queryRows(soql, { binds: { at } }));
    expect(rows).toEqual([{ Subject: 'at ten' }]);
  });

  it.each(sameInstant)('finds its record in a query that is too long for an address: %s', async (at) => {
    const others = Array.from(
      { length: 900 },
      (_, index) => `2020-01-01T00:00:00.${String(index).padStart(3, '0')}+01:00`,
    );
    const query = 'SELECT Subject FROM Case WHERE CreatedDate IN :at';
    const activity = service.source('query', { query, binds: { at: [...others, at] } });
    const before = service.org.requests().length;
    const { rows } = await rowsFrom(activity.read(service.connection));
    expect(rows).toEqual([{ Subject: 'at ten' }]);
    const paths = service.org
      .requests()
      .slice(before)
      .map(({ path }) => path);
    expect(paths.some((path) => path.endsWith('/composite'))).toBe(true);
  });
});

describe('E5 a value that would break a query', () => {
  const keys = nastyTexts.filter((text) => text.length <= 20);

  it('is an external id like any other', async () => {
    await service.insert(
      'Account',
      keys.map((text, index) => ({ Name: `account ${index}`, Ext__c: text })),
    );
    for (const [index, value] of keys.entries()) {
      const row = await records.get('Account', { field: 'Ext__c', value }, { fields: ['Name', 'Ext__c'] });
      expect(row).toEqual({ Name: `account ${index}`, Ext__c: value });
    }
  });

  it('finds its record by single-record queries', async () => {
    for (const v of keys) {
      const { rows } = await records.query('SELECT Ext__c FROM Account WHERE Ext__c = :v', { binds: { v } });
      expect(rows).toEqual([{ Ext__c: v }]);
    }
  });
});
