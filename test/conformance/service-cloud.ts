import type { Row } from '../../src/contract/row.ts';
import { salesforceServiceCloud } from '../../src/plugin.ts';
import { startServiceOrg } from '../activities/service-org.ts';
import { bind, type ConnectorUnderTest, type WriteCase } from './connector-under-test.ts';

const tooLong = 'x'.repeat(256);
const noSuchCase = '500000000000999AAA';
const upsertOptions = { object: 'Case', externalIdField: 'MessageId__c' };
const endedStates = new Set(['JobComplete', 'Aborted', 'Failed']);
const soql = "SELECT Id, Subject, CaseNumber, IsClosed, CreatedDate, Cost__c FROM Case WHERE Origin = 'Web'";

/** Salesforce Service Cloud with a local org behind it. */
export const serviceCloud: ConnectorUnderTest = {
  name: 'Salesforce Service Cloud',
  manifest: salesforceServiceCloud.manifest,
  options: {
    query: { query: 'SELECT Id FROM Case' },
    insert: { object: 'Case' },
    update: { object: 'Case' },
    upsert: upsertOptions,
    delete: {},
    'bulk-query': { query: 'SELECT Id FROM Case' },
    'bulk-insert': { object: 'Case' },
    'bulk-update': { object: 'Case' },
    'bulk-upsert': upsertOptions,
    'bulk-delete': { object: 'Case' },
    'bulk-hard-delete': { object: 'Case' },
  },
  configure: (type, options) => salesforceServiceCloud.activity(type, options),
  async open() {
    const service = await startServiceOrg();
    let serial = 0;
    const newRows = (count: number): Row[] =>
      Array.from({ length: count }, () => ({ Subject: `Case ${(serial += 1)}`, Cost__c: serial / 4 }));
    const idRows = async (count: number): Promise<Row[]> =>
      (await service.insert('Case', newRows(count))).map((Id) => ({ Id }));
    const cases: Record<string, Pick<WriteCase, 'goodRows' | 'badRow'>> = {
      insert: { goodRows: (count) => Promise.resolve(newRows(count)), badRow: { Subject: tooLong } },
      update: {
        goodRows: async (count) => (await idRows(count)).map((row) => ({ ...row, Subject: 'Changed' })),
        badRow: { Id: noSuchCase, Subject: 'Changed' },
      },
      upsert: {
        goodRows: (count) =>
          Promise.resolve(newRows(count).map((row) => ({ ...row, MessageId__c: `m-${(serial += 1)}` }))),
        badRow: { Subject: tooLong, MessageId__c: 'too-long' },
      },
      delete: { goodRows: idRows, badRow: { Id: noSuchCase } },
      'hard-delete': { goodRows: idRows, badRow: { Id: noSuchCase } },
    };
    const writes = Object.entries(serviceCloud.options).flatMap(([type, options]): WriteCase[] => {
      const found = cases[type.replace('bulk-', '')];
      return found === undefined ? [] : [{ type, options, ...found }];
    });
    await service.insert(
      'Case',
      Array.from({ length: 7 }, (_, index) => ({
        Subject: `Web "${index}"\n`,
        Origin: 'Web',
        Cost__c: index,
      })),
    );
    const emptyOptions = { query: soql.replace('Web', 'Phone') };
    return {
      connection: service.connection,
      activity: (type, options) => bind(salesforceServiceCloud, service.connection, { type, options }),
      reads: ['query', 'bulk-query'].map((type) => ({
        type,
        options: { query: soql },
        emptyOptions,
        rowCount: 7,
      })),
      writes,
      spoolFiles: () => service.spoolFiles(),
      openJobs: () =>
        service.org.jobs().flatMap(({ id, state }) => (endedStates.has(state) ? [] : [`${id} ${state}`])),
      [Symbol.asyncDispose]: () => service[Symbol.asyncDispose](),
    };
  },
};
