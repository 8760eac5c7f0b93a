import { describe, expect, it } from 'vitest';
import type { ReadReport } from '../../src/contract/outcome.ts';
import type { BulkQuery } from '../../src/bulk/query-job.ts';
import { queryToBytes } from '../../src/bulk/query-to-bytes.ts';
import { queryToRows } from '../../src/bulk/query-to-rows.ts';
import { memorySink, rowsFrom } from '../activities/row-streams.ts';
import { startServiceOrg } from '../activities/service-org.ts';
import { json, refusal, startScriptedOrg, type ScriptedOrg } from '../connection/scripted-org.ts';
import type { ScriptedReply } from '../support/scripted-server.ts';
import { csv } from './scripted-bulk-org.ts';

const query: BulkQuery = {
  soql: 'SELECT Id, Subject FROM Case',
  includeDeleted: false,
  columnDelimiter: 'COMMA',
  lineEnding: 'LF',
  waitSeconds: 60,
};
const header = '"Id","Subject"';

/** An org whose query job is ready at once and gives what `page` says, by locator and attempt. */
async function startQueryOrg(
  page: (locator: string | undefined, attempt: number) => ScriptedReply,
  job: Readonly<Record<string, unknown>> = {},
): Promise<ScriptedOrg> {
  return startScriptedOrg(({ method, url }, attempt) => {
    if (method === 'POST') return json(200, { id: '7501', state: 'UploadComplete' });
    const { pathname, searchParams } = new URL(url, 'http://x');
    if (!pathname.endsWith('/results')) return json(200, { id: '7501', state: 'JobComplete', ...job });
    return page(searchParams.get('locator') ?? undefined, attempt);
  });
}

function pageOf(lines: readonly string[], locator: string, count = lines.length - 1): ScriptedReply {
  return csv(lines, { 'sforce-locator': locator, 'sforce-numberofrecords': String(count) });
}

async function bytes({ connection }: ScriptedOrg): Promise<{ text: string; report: ReadReport }> {
  const sink = memorySink();
  const columns = () => Promise.resolve(['Id', 'Subject']);
  const report = await queryToBytes(connection, query, columns, sink);
  return { text: sink.text(), report };
}

async function rows({ connection }: ScriptedOrg) {
  return rowsFrom(queryToRows(connection, query, (name) => ({ name })));
}

const threePages = (locator: string | undefined): ScriptedReply => {
  if (locator === undefined) return pageOf([header, '"1","a"', '"2","b\n""c"""'], 'p2');
  if (locator === 'p2') return pageOf([header, '"3","ö😀"'], 'p3');
  return pageOf([header], 'null');
};

describe('pages of a query job', () => {
  it('A1 A2 are one CSV with one header, and one stream of rows', async () => {
    await using org = await startQueryOrg(threePages, { numberRecordsProcessed: 3 });
    const { text, report } = await bytes(org);
    expect(text).toBe(`${header}\n"1","a"\n"2","b\n""c"""\n"3","ö😀"\n`);
    expect(report).toEqual({
      rowCount: 3,
      byteCount: Buffer.byteLength(text),
      truncated: false,
      jobs: [{ id: '7501', state: 'JobComplete' }],
    });
    const { rows: read, firstRowIndexes } = await rows(org);
    expect(read).toEqual([
      { Id: '1', Subject: 'a' },
      { Id: '2', Subject: 'b\n"c"' },
      { Id: '3', Subject: 'ö😀' },
    ]);
    expect(firstRowIndexes).toEqual([0, 2]);
  });

  it('A2 may have a header with quotes and line ends in it', async () => {
    const odd = '"Id","a ""b""\nc"';
    await using org = await startQueryOrg((locator) =>
      locator === undefined ? pageOf([odd, '"1","x"'], 'p2', 1) : pageOf([odd, '"2","y"'], 'null', 1),
    );
    expect((await bytes(org)).text).toBe(`${odd}\n"1","x"\n"2","y"\n`);
    expect((await rows(org)).rows).toEqual([
      { Id: '1', 'a "b"\nc': 'x' },
      { Id: '2', 'a "b"\nc': 'y' },
    ]);
  });

  it('are joined at a line end, also where a page does not end with one', async () => {
    await using org = await startQueryOrg((locator) => ({
      status: 200,
      headers: { 'sforce-locator': locator === undefined ? 'p2' : 'null' },
      body: `${header}\n"${locator ?? 'p1'}","x"`,
    }));
    expect((await bytes(org)).text.trimEnd()).toBe(`${header}\n"p1","x"\n"p2","x"`);
  });

  it.each([
    ['the locator is missing', {}],
    ['the locator is empty', { 'sforce-locator': '' }],
    ['the locator comes back', { 'sforce-locator': 'p2' }],
  ])('A27 end with an error when %s, and do not go round for ever', async (_what, headers) => {
    await using org = await startQueryOrg(() => csv([header, '"1","a"'], headers));
    await expect(bytes(org)).rejects.toMatchObject({
      code: 'unexpected-response',
      details: { jobId: '7501' },
    });
    expect(org.calls.filter(({ url }) => url.includes('/results')).length).toBeLessThanOrEqual(2);
  });

  it.each([
    ['holds fewer records than it says', pageOf([header, '"1","a"'], 'null', 2)],
    ['holds more records than it says', pageOf([header, '"1","a"', '"2","b"'], 'null', 1)],
    [
      'stops inside a cell',
      { status: 200, headers: { 'sforce-locator': 'null' }, body: `${header}\n"1","a` },
    ],
    ['is short of what the job counted', csv([header, '"1","a"'], { 'sforce-locator': 'null' })],
  ])('D1 B5 are not believed when one %s', async (_what, reply) => {
    await using org = await startQueryOrg(() => reply, { numberRecordsProcessed: 9 });
    await expect(bytes(org)).rejects.toMatchObject({ code: 'reconciliation-mismatch' });
    await expect(rows(org)).rejects.toMatchObject({
      code: expect.stringMatching(/mismatch|malformed/u) as string,
    });
  });

  it('must all have the header of the first', async () => {
    await using org = await startQueryOrg((locator) =>
      locator === undefined
        ? pageOf([header, '"1","a"'], 'p2')
        : pageOf(['"Subject","Id"', '"a","1"'], 'null'),
    );
    await expect(bytes(org)).rejects.toMatchObject({ code: 'unexpected-response' });
    await expect(rows(org)).rejects.toMatchObject({ code: 'unexpected-response' });
  });

  it.each([
    ['only a header', csv([header], { 'sforce-locator': 'null' })],
    ['no byte', { status: 200, headers: { 'sforce-locator': 'null' } }],
    ['204', { status: 204, headers: { 'sforce-locator': 'null' } }],
  ])('C13 B27 of no rows (%s) give a CSV with a header, and no batch', async (_what, reply) => {
    await using org = await startQueryOrg(() => reply, { numberRecordsProcessed: 0 });
    const { text, report } = await bytes(org);
    expect(text).toBe(`${header}\n`);
    expect(report.rowCount).toBe(0);
    expect((await rows(org)).firstRowIndexes).toEqual([]);
  });

  it('D1 are not believed when fewer records can be read than were counted', async () => {
    await using org = await startQueryOrg(() => csv([header, '"1","a"', ''], { 'sforce-locator': 'null' }));
    await expect(rows(org)).rejects.toMatchObject({
      code: 'reconciliation-mismatch',
      details: { sent: 2, rowCount: 1 },
    });
  });

  it('C14 need no count of their records', async () => {
    await using org = await startQueryOrg(() => csv([header, '"1","a"'], { 'sforce-locator': 'null' }));
    expect((await bytes(org)).report.rowCount).toBe(1);
  });

  it('B29 are asked for again after 503, 401 and a reset', async () => {
    const faults = [refusal(503, 'SERVER_UNAVAILABLE'), refusal(401, 'INVALID_SESSION_ID'), 'reset'] as const;
    await using org = await startQueryOrg(
      (locator, attempt) => (locator === 'p2' ? faults[attempt - 1] : undefined) ?? threePages(locator),
    );
    expect((await bytes(org)).report.rowCount).toBe(3);
  });

  it.each([1, 20, 25, 40])('B29 go on where the line broke, %d bytes into a page', async (cutAfterBytes) => {
    await using org = await startQueryOrg(
      (locator, attempt) => {
        const reply = threePages(locator);
        return attempt === 1 && typeof reply === 'object' && locator !== 'p3'
          ? { ...reply, cutAfterBytes }
          : reply;
      },
      { numberRecordsProcessed: 3 },
    );
    expect((await bytes(org)).text).toBe(`${header}\n"1","a"\n"2","b\n""c"""\n"3","ö😀"\n`);
  });

  it.each([
    ['of the same length', [header, '"1","b"']],
    ['of another length', [header, '"1","a"', '"2","b"']],
  ])('are refused when the org gives another page after a broken line, %s', async (_, lines) => {
    await using org = await startQueryOrg((_locator, attempt) => {
      const reply = csv(attempt === 1 ? [header, '"1","a"'] : lines, { 'sforce-locator': 'null' });
      return attempt === 1 && typeof reply === 'object'
        ? { ...reply, cutAfterBytes: header.length + 7 }
        : reply;
    });
    await expect(bytes(org)).rejects.toMatchObject({ code: 'unexpected-response' });
  });

  it('end with the broken line when it breaks without progress again and again', async () => {
    await using org = await startQueryOrg(() => ({ status: 200, body: `${header}\n`, cutAfterBytes: 3 }));
    await expect(bytes(org)).rejects.toMatchObject({ code: 'network-error' });
    expect(org.calls.filter(({ url }) => url.includes('/results'))).toHaveLength(4);
  });

  it('are not asked for any more once the signal aborted', async () => {
    const controller = new AbortController();
    await using org = await startQueryOrg(threePages);
    const sink = memorySink();
    const reading = queryToBytes(org.connection, query, () => Promise.resolve([]), sink, {
      signal: controller.signal,
      onProgress: ({ phase }) => {
        if (phase === 'download') controller.abort();
      },
    });
    await expect(reading).rejects.toMatchObject({ code: 'cancelled' });
    expect(org.calls.filter(({ url }) => url.includes('locator=p3'))).toEqual([]);
  });

  it('are read as fast as the sink takes them: its error ends the read', async () => {
    await using org = await startQueryOrg(threePages);
    const reason = new Error('The disk is full.');
    const sink = { ...memorySink(), write: () => Promise.reject(reason) };
    const reading = queryToBytes(org.connection, query, () => Promise.resolve([]), sink);
    await expect(reading).rejects.toBe(reason);
    expect(org.calls.filter(({ url }) => url.includes('locator'))).toEqual([]);
  });

  it('are left when the reader leaves, and no further one is asked for', async () => {
    await using org = await startQueryOrg(threePages);
    for await (const batch of queryToRows(org.connection, query, (name) => ({ name }))) {
      expect(batch.firstRowIndex).toBe(0);
      break;
    }
    expect(org.calls.filter(({ url }) => url.includes('locator'))).toEqual([]);
  });
});

describe('a query job', () => {
  it.each([
    ['Failed', 'job-failed'],
    ['Aborted', 'job-aborted'],
  ])('D2 that ends as %s is an error, not an empty result', async (state, code) => {
    await using org = await startQueryOrg(threePages, { state, errorMessage: 'QUERY_TIMEOUT' });
    await expect(bytes(org)).rejects.toMatchObject({ code, details: { jobId: '7501' } });
  });

  it('A7 A8 that takes too long is left alone and named', async () => {
    await using org = await startQueryOrg(threePages, { state: 'InProgress' });
    await expect(bytes(org)).rejects.toMatchObject({
      code: 'wait-timeout',
      details: { jobId: '7501', state: 'InProgress', waitSeconds: 60 },
    });
    expect(new Set(org.calls.map(({ method }) => method))).toEqual(new Set(['POST', 'GET']));
  });

  it('asks for what the query says', async () => {
    await using org = await startQueryOrg(threePages);
    const sink = memorySink();
    const odd = { ...query, includeDeleted: true, columnDelimiter: 'PIPE', lineEnding: 'CRLF' } as const;
    await queryToBytes(org.connection, odd, () => Promise.resolve([]), sink);
    expect(JSON.parse(org.calls[0]?.body.toString() ?? '')).toEqual({
      operation: 'queryAll',
      query: query.soql,
      contentType: 'CSV',
      columnDelimiter: 'PIPE',
      lineEnding: 'CRLF',
    });
  });
});

describe('Bulk Query against the local org', () => {
  it('A2 D1 gives all rows over many pages, typed by describe, in every dialect', async () => {
    await using service = await startServiceOrg({ queryPageRows: 7 });
    const given = Array.from({ length: 50 }, (_, index) => ({
      Subject: `00${index}`,
      Cost__c: index / 2,
      Notes__c: index % 2 === 0 ? `"q", \n;|\t${index}` : null,
      Topics__c: 'A;B',
    }));
    await service.insert('Case', given);
    for (const [columnDelimiter, lineEnding] of [
      ['COMMA', 'LF'],
      ['SEMICOLON', 'CRLF'],
      ['TAB', 'LF'],
    ]) {
      const activity = service.source('bulk-query', {
        query: 'SELECT Subject, Cost__c, Notes__c, Topics__c, IsClosed FROM Case',
        options: { columnDelimiter, lineEnding },
      });
      const { rows: read, report } = await rowsFrom(activity.read(service.connection));
      const bySubject = new Map(read.map((row) => [row['Subject'], row]));
      expect(report.rowCount).toBe(50);
      for (const row of given) expect(bySubject.get(row.Subject)).toEqual({ ...row, IsClosed: false });
    }
  });
});
