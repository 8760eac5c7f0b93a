import { describe, expect, it } from 'vitest';
import { startServiceOrg } from '../activities/service-org.ts';
import { rowsFrom } from '../activities/row-streams.ts';
import { queryRecords, type RecordQuery } from '../../src/records/query-records.ts';
import { json, refusal, startScriptedOrg } from '../connection/scripted-org.ts';
import type { ScriptedReply } from '../support/scripted-server.ts';

const anything: RecordQuery = {
  soql: 'SELECT Id FROM Case',
  includeDeleted: false,
  maxRows: undefined,
  fields: undefined,
};

const next = '/services/data/v67.0/query/01g000000000001-';

function record(index: number): Record<string, unknown> {
  return { attributes: { type: 'Case', url: `/x/${index}` }, Id: `500${index}` };
}

/** Pages of the given sizes, each naming the next. */
function pages(sizes: readonly number[]): (url: string) => ScriptedReply {
  const total = sizes.reduce((sum, size) => sum + size, 0);
  return (url) => {
    const page = url.includes('?q=') ? 0 : Number(url.slice(next.length));
    const start = sizes.slice(0, page).reduce((sum, size) => sum + size, 0);
    const isLast = page === sizes.length - 1;
    return json(200, {
      totalSize: total,
      done: isLast,
      ...(isLast ? {} : { nextRecordsUrl: `${next}${page + 1}` }),
      records: Array.from({ length: sizes[page] ?? 0 }, (_, index) => record(start + index)),
    });
  };
}

describe('pages of a query', () => {
  it('A6 may have any size, also 1 and 0', async () => {
    const answer = pages([3, 1, 0, 2]);
    await using org = await startScriptedOrg(({ url }) => answer(url));
    const { rows, report, firstRowIndexes } = await rowsFrom(queryRecords(org.connection, anything));
    expect(rows.map(({ Id }) => Id)).toEqual(['5000', '5001', '5002', '5003', '5004', '5005']);
    expect(firstRowIndexes).toEqual([0, 3, 4]);
    expect(report).toMatchObject({ rowCount: 6, truncated: false });
    expect(org.calls.map(({ url }) => url).slice(1)).toEqual([1, 2, 3].map((page) => `${next}${page}`));
  });

  it('are asked for one ahead, while the rows of the last are handed over, and never two ahead', async () => {
    const answer = pages([1, 1, 1, 1]);
    const asked: string[] = [];
    let tell = (): void => undefined;
    await using org = await startScriptedOrg(({ url }) => {
      asked.push(url);
      if (url === `${next}1`) tell();
      return answer(url);
    });
    const isAhead = new Promise<void>((resolve) => (tell = resolve));
    const reading = queryRecords(org.connection, anything);
    await reading.next();
    await isAhead;
    expect(asked.slice(1)).toEqual([`${next}1`]);
    await reading.return({ rowCount: 0, byteCount: 0, truncated: false, jobs: [] });
    expect(asked.slice(1)).toEqual([`${next}1`]);
  });

  it('are not asked for ahead when no more rows are wanted', async () => {
    const answer = pages([2, 2]);
    await using org = await startScriptedOrg(({ url }) => answer(url));
    await rowsFrom(queryRecords(org.connection, { ...anything, maxRows: 2 }));
    expect(org.calls).toHaveLength(1);
  });

  it('that fail ahead fail the read only after the rows before them', async () => {
    await using org = await startScriptedOrg(({ url }) =>
      url.startsWith(next) ? refusal(400, 'INVALID_QUERY_LOCATOR') : pages([2, 2])(url),
    );
    const reading = queryRecords(org.connection, anything);
    expect((await reading.next()).value).toMatchObject({ rows: [{ Id: '5000' }, { Id: '5001' }] });
    await expect(reading.next()).rejects.toMatchObject({ code: 'query-cursor-lost' });
  });

  it('are not asked for any more once the signal aborted', async () => {
    const answer = pages([1, 1, 1]);
    const controller = new AbortController();
    await using org = await startScriptedOrg(({ url }) => answer(url));
    const reading = queryRecords(org.connection, anything, { signal: controller.signal });
    expect((await reading.next()).value).toMatchObject({ rows: [{ Id: '5000' }] });
    controller.abort();
    await expect(reading.next()).rejects.toMatchObject({ code: 'cancelled' });
    expect(org.calls.length).toBeLessThan(3);
  });

  it('A27 end the read when one names a page that was there already', async () => {
    await using org = await startScriptedOrg(() =>
      json(200, { totalSize: 9, done: false, nextRecordsUrl: `${next}1`, records: [record(0)] }),
    );
    await expect(rowsFrom(queryRecords(org.connection, anything))).rejects.toMatchObject({
      code: 'unexpected-response',
    });
    expect(org.calls).toHaveLength(2);
  });

  it('D1 must not stop in the middle without naming the next', async () => {
    await using org = await startScriptedOrg(() =>
      json(200, { totalSize: 9, done: false, records: [record(0)] }),
    );
    await expect(rowsFrom(queryRecords(org.connection, anything))).rejects.toMatchObject({
      code: 'unexpected-response',
    });
  });

  it('count their bytes after decompression', async () => {
    const answer = pages([2, 2]);
    await using org = await startScriptedOrg(({ url }) => answer(url));
    const { report } = await rowsFrom(queryRecords(org.connection, anything));
    const sizes = [`x?q=`, `${next}1`].map((url) => {
      const reply = answer(url);
      return typeof reply === 'string' ? 0 : Buffer.byteLength(reply.body ?? '');
    });
    expect(report.byteCount).toBe(sizes.reduce((sum, size) => sum + size, 0));
  });

  it.each([
    [4, 4, true],
    [6, 6, false],
    [7, 6, false],
    [3, 3, true],
  ])(
    'A5 give %d rows at most when asked to, and say when that cut something',
    async (maxRows, rowCount, truncated) => {
      const answer = pages([3, 1, 2]);
      await using org = await startScriptedOrg(({ url }) => answer(url));
      const { rows, report } = await rowsFrom(queryRecords(org.connection, { ...anything, maxRows }));
      expect(rows).toHaveLength(rowCount);
      expect(report).toMatchObject({ rowCount, truncated });
    },
  );

  it('B29 are asked for again after a 503, and after a renewed session', async () => {
    const answer = pages([2, 2]);
    await using org = await startScriptedOrg(({ url }, attempt) => {
      if (url.startsWith(next) && attempt === 1) return refusal(503, 'SERVER_UNAVAILABLE');
      if (url.startsWith(next) && attempt === 2) return refusal(401, 'INVALID_SESSION_ID');
      return answer(url);
    });
    const { rows } = await rowsFrom(queryRecords(org.connection, anything));
    expect(rows).toHaveLength(4);
    expect(org.logins).toHaveLength(2);
  });

  it.each([
    ['no JSON object', json(200, [])],
    ['no records', json(200, { totalSize: 1, done: true })],
  ])('are refused when they are %s', async (_what, reply) => {
    await using org = await startScriptedOrg(() => reply);
    await expect(rowsFrom(queryRecords(org.connection, anything))).rejects.toMatchObject({
      code: 'unexpected-response',
    });
  });

  it('C21 of child records are followed too', async () => {
    const child = (index: number) => ({ attributes: { type: 'CaseComment' }, Id: `00a${index}` });
    await using org = await startScriptedOrg(({ url }) => {
      if (url === `${next}1`)
        return json(200, { totalSize: 3, done: false, nextRecordsUrl: `${next}2`, records: [child(1)] });
      if (url === `${next}2`) return json(200, { totalSize: 3, done: true, records: [child(2)] });
      const CaseComments = { totalSize: 3, done: false, nextRecordsUrl: `${next}1`, records: [child(0)] };
      return json(200, {
        totalSize: 2,
        done: true,
        records: [
          { ...record(0), CaseComments },
          { ...record(1), CaseComments: null },
        ],
      });
    });
    const { rows } = await rowsFrom(queryRecords(org.connection, anything));
    expect(rows[0]?.['CaseComments']).toEqual([{ Id: '00a0' }, { Id: '00a1' }, { Id: '00a2' }]);
    expect(rows[1]?.['CaseComments']).toBeNull();
  });

  it('C21 of child records are followed before the next page of the parents, which ends their cursors', async () => {
    await using org = await startScriptedOrg(({ url }) => {
      if (url === `${next}1`) return json(200, { totalSize: 2, done: true, records: [{ Id: '00a1' }] });
      if (url === `${next}2`) return json(200, { totalSize: 2, done: true, records: [record(1)] });
      const CaseComments = {
        totalSize: 2,
        done: false,
        nextRecordsUrl: `${next}1`,
        records: [{ Id: '00a0' }],
      };
      const records = [{ ...record(0), CaseComments }];
      return json(200, { totalSize: 2, done: false, nextRecordsUrl: `${next}2`, records });
    });
    const { rows } = await rowsFrom(queryRecords(org.connection, anything));
    expect(rows).toEqual([{ Id: '5000', CaseComments: [{ Id: '00a0' }, { Id: '00a1' }] }, { Id: '5001' }]);
    expect(org.calls.map(({ url }) => url).slice(1)).toEqual([`${next}1`, `${next}2`]);
  });
});

describe('rows of a query', () => {
  it('hold values in the types of their fields, parents as dotted columns, children as lists', async () => {
    await using service = await startServiceOrg();
    const [AccountId = ''] = await service.insert('Account', [{ Name: 'Ärger & Söhne' }]);
    await service.insert('Contact', [
      { LastName: 'Öz', AccountId },
      { LastName: 'Aal', AccountId },
    ]);
    await service.insert('Case', [
      { Subject: '00123', AccountId, Cost__c: 1.5, Due__c: '2026-03-29' },
      { Subject: 'orphan' },
    ]);
    const cases = await service.rowsOf(
      'SELECT subject, account.NAME, Cost__c, Due__c, IsClosed, CreatedDate FROM Case ORDER BY Subject',
    );
    expect(cases[0]).toEqual({
      subject: '00123',
      'account.NAME': 'Ärger & Söhne',
      Cost__c: 1.5,
      Due__c: '2026-03-29',
      IsClosed: false,
      CreatedDate: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/u) as string,
    });
    expect(cases[1]).toMatchObject({ subject: 'orphan', 'account.NAME': null, Cost__c: null });
    const accounts = await service.rowsOf(
      'SELECT Name, (SELECT LastName FROM Contacts ORDER BY LastName) FROM Account',
    );
    expect(accounts).toEqual([
      { Name: 'Ärger & Söhne', Contacts: [{ LastName: 'Aal' }, { LastName: 'Öz' }] },
    ]);
  });

  it('A5 are all there, however many: 5,001 of 5,001', async () => {
    await using service = await startServiceOrg();
    await service.insert(
      'Case',
      Array.from({ length: 5_001 }, (_, index) => ({ Subject: String(index) })),
    );
    const rows = await service.rowsOf('SELECT Subject FROM Case');
    expect(new Set(rows.map(({ Subject }) => Subject)).size).toBe(5_001);
  });

  it('B23 leave deleted records out, and hold them with includeDeleted', async () => {
    await using service = await startServiceOrg();
    const [Id = ''] = await service.insert('Case', [{ Subject: 'gone' }, { Subject: 'here' }]);
    await service.target('delete', {}).write(
      service.connection,
      (async function* () {
        yield await Promise.resolve({ firstRowIndex: 0, rows: [{ Id }] });
      })(),
    );
    expect(await service.rowsOf('SELECT Subject FROM Case')).toEqual([{ Subject: 'here' }]);
    const all = service.source('query', {
      query: 'SELECT Subject, IsDeleted FROM Case',
      options: { includeDeleted: true },
    });
    const { rows } = await rowsFrom(all.read(service.connection));
    expect(rows).toContainEqual({ Subject: 'gone', IsDeleted: true });
    expect(rows).toHaveLength(2);
  });

  it('of an aggregate are flat, with the names that the query or the org gives', async () => {
    await using service = await startServiceOrg();
    await service.insert('Case', [
      { Subject: 'a', Origin: 'Web', Cost__c: 1 },
      { Subject: 'b', Origin: 'Web', Cost__c: 3 },
    ]);
    expect(
      await service.rowsOf('SELECT Origin, COUNT(Id), MAX(Cost__c) dearest FROM Case GROUP BY Origin'),
    ).toEqual([{ Origin: 'Web', expr0: 2, dearest: 3 }]);
  });

  it('of COUNT() are one: the number', async () => {
    await using service = await startServiceOrg();
    await service.insert('Case', [{ Subject: 'a' }, { Subject: 'b' }]);
    expect(await service.rowsOf('SELECT COUNT() FROM Case')).toEqual([{ expr0: 2 }]);
  });

  it('come back as the org calls them when only the org can read the query', async () => {
    await using service = await startServiceOrg();
    await service.insert('Account', [{ Name: 'One', Ext__c: 'x-1' }]);
    const rows = await service.rowsOf('SELECT FIELDS(CUSTOM) FROM Account LIMIT 10');
    expect(rows).toEqual([{ Ext__c: 'x-1' }]);
  });
});
