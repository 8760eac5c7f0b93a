import { describe, expect, it } from 'vitest';
import type { Row } from '../../src/contract/row.ts';
import { batchesOf, memorySink, rowsFrom } from './row-streams.ts';
import { startServiceOrg, type ServiceOrg } from './service-org.ts';

async function read(service: ServiceOrg, type: string, options: Readonly<Record<string, unknown>>) {
  const query = 'SELECT Subject FROM Case ORDER BY Subject';
  return rowsFrom(service.source(type, { query, options }).read(service.connection));
}

async function withDeletedCase(): Promise<ServiceOrg> {
  const service = await startServiceOrg();
  const [Id = ''] = await service.insert('Case', [{ Subject: 'gone' }, { Subject: 'here' }]);
  await service.target('delete', {}).write(service.connection, batchesOf([{ Id }]));
  return service;
}

describe('an option changes what happens:', () => {
  it.each(['query', 'bulk-query'])('B23 includeDeleted of %s', async (type) => {
    await using service = await withDeletedCase();
    expect((await read(service, type, {})).rows).toEqual([{ Subject: 'here' }]);
    expect((await read(service, type, { includeDeleted: false })).rows).toEqual([{ Subject: 'here' }]);
    expect((await read(service, type, { includeDeleted: true })).rows).toEqual([
      { Subject: 'gone' },
      { Subject: 'here' },
    ]);
  });

  it('A5 maxRows of query, which alone makes a result truncated', async () => {
    await using service = await startServiceOrg();
    await service.insert('Case', [{ Subject: 'a' }, { Subject: 'b' }]);
    expect(await read(service, 'query', { maxRows: 1 })).toMatchObject({
      rows: [{ Subject: 'a' }],
      report: { rowCount: 1, truncated: true },
    });
    expect((await read(service, 'query', { maxRows: 2 })).report.truncated).toBe(false);
    expect((await read(service, 'query', {})).report).toMatchObject({ rowCount: 2, truncated: false });
  });

  it.each([
    ['COMMA', 'LF', '"Subject","Origin"\n"a","Web"\n'],
    ['TAB', 'CRLF', '"Subject"\t"Origin"\r\n"a"\t"Web"\r\n'],
    ['CARET', 'LF', '"Subject"^"Origin"\n"a"^"Web"\n'],
  ])(
    'A30 columnDelimiter and lineEnding of bulk-query: %s, %s',
    async (columnDelimiter, lineEnding, text) => {
      await using service = await startServiceOrg();
      await service.insert('Case', [{ Subject: 'a', Origin: 'Web' }]);
      const query = 'SELECT Subject, Origin FROM Case';
      const activity = service.source('bulk-query', { query, options: { columnDelimiter, lineEnding } });
      const sink = memorySink();
      await activity.readBytes?.(service.connection, sink);
      expect(sink.text()).toBe(text);
    },
  );

  it.each([
    ['insert', [{ Subject: 'a' }, { Subject: 'x'.repeat(256) }]],
    ['delete', [{ Id: '500000000000999AAA' }]],
  ])('allOrNone of %s', async (type, badRows) => {
    await using service = await startServiceOrg();
    const [Id = ''] = await service.insert('Case', [{ Subject: 'first' }]);
    const rows: readonly Row[] = type === 'delete' ? [{ Id }, ...badRows] : badRows;
    const base = type === 'delete' ? {} : { object: 'Case' };
    const strict = service.target(type, { ...base, options: { allOrNone: true } });
    expect(await strict.write(service.connection, batchesOf(rows))).toMatchObject({
      succeeded: 0,
      failed: 2,
    });
    const lenient = service.target(type, { ...base, options: { allOrNone: false } });
    expect(await lenient.write(service.connection, batchesOf(rows))).toMatchObject({
      succeeded: 1,
      failed: 1,
    });
  });

  it.each([
    ['query', { query: 'SELECT Id FROM Case', options: { maxRows: 0 } }, 'options.maxRows'],
    ['query', { query: '' }, 'query'],
    [
      'bulk-query',
      { query: 'SELECT Id FROM Case', options: { columnDelimiter: 'SPACE' } },
      'options.columnDelimiter',
    ],
    ['bulk-insert', { object: 'Case', options: { waitSeconds: -1 } }, 'options.waitSeconds'],
    ['insert', { object: 'Case; DROP' }, 'object'],
    ['upsert', { object: 'Case' }, 'externalIdField'],
    ['insert', { object: 'Case', options: { allOrNone: 'yes' } }, 'options.allOrNone'],
  ])('%s refuses %j and names the place', async (type, options, path) => {
    await using service = await startServiceOrg();
    const configure = () =>
      type.endsWith('query') ? service.source(type, options) : service.target(type, options);
    expect(configure).toThrow(
      expect.objectContaining({
        code: 'invalid-configuration',
        details: { problems: [expect.objectContaining({ path })] },
      }),
    );
  });
});

describe('rows', () => {
  it.each(['insert', 'bulk-insert'])('go round through %s and both queries unchanged', async (type) => {
    await using service = await startServiceOrg();
    const rows: Row[] = [
      { Subject: '007', Notes__c: 'a,"b"\nc\td', Cost__c: 0.1, Due__c: '2024-02-29' },
      { Subject: 'NA', Notes__c: '漢字 😀', Cost__c: -1e9, Due__c: '1900-01-01' },
      { Subject: 'true', Notes__c: "'; DROP", Cost__c: 0, Due__c: null },
    ];
    await service.target(type, { object: 'Case' }).write(service.connection, batchesOf(rows));
    const query = 'SELECT Subject, Notes__c, Cost__c, Due__c FROM Case ORDER BY Subject';
    for (const source of ['query', 'bulk-query']) {
      const { rows: read } = await rowsFrom(service.source(source, { query }).read(service.connection));
      expect(read).toEqual(rows);
    }
  });
});
