import { describe, expect, it } from 'vitest';
import type { Row } from '../../src/contract/row.ts';
import { json, startScriptedOrg } from '../connection/scripted-org.ts';
import { salesforceServiceCloud } from '../../src/plugin.ts';
import { memorySink, rowsFrom } from './row-streams.ts';
import { startServiceOrg, type ServiceOrg } from './service-org.ts';

const types = ['query', 'bulk-query'];

async function orgWithCases(rows: readonly Row[]): Promise<ServiceOrg> {
  const service = await startServiceOrg();
  await service.insert('Case', rows);
  return service;
}

/** Rows by both roads that an activity has: as rows, and as bytes where it can. */
async function subjectsRead(service: ServiceOrg, type: string, options: unknown): Promise<string[][]> {
  const activity = service.source(type, options);
  const { rows } = await rowsFrom(activity.read(service.connection));
  const roads = [rows.map(({ Subject }) => Subject as string)];
  if (activity.readBytes !== undefined) {
    const sink = memorySink();
    await activity.readBytes(service.connection, sink);
    const [, ...lines] = sink.text().trimEnd().split('\n');
    roads.push(lines.map((line) => line.replaceAll('"', '')));
  }
  return roads;
}

describe.each(types)('%s', (type) => {
  it('E5 reads by bound values and by parts the same', async () => {
    await using service = await orgWithCases([
      { Subject: '007', Cost__c: 7, Origin: 'Web' },
      { Subject: '7', Cost__c: 8, Origin: 'Web' },
      { Subject: "O'Brien", Cost__c: 7, Origin: 'Phone' },
    ]);
    const query =
      'SELECT Subject FROM Case WHERE Cost__c = :cost AND (Subject = :subject OR Origin IN [origins]) ORDER BY Subject';
    const binds = { cost: '7', subject: "O'Brien", origins: ['Web'] };
    const select = {
      object: 'case',
      fields: ['subject'],
      where: {
        all: [
          { field: 'cost__c', operator: '=', value: '7' },
          {
            any: [
              { field: 'subject', operator: '=', value: "O'Brien" },
              { field: 'origin', operator: 'in', value: ['Web'] },
            ],
          },
        ],
      },
      orderBy: [{ field: 'subject' }],
    };
    for (const options of [{ query, binds }, { select }]) {
      const roads = await subjectsRead(service, type, options);
      expect(roads).toHaveLength(type === 'query' ? 1 : 2);
      for (const subjects of roads) expect(subjects).toEqual(['007', "O'Brien"]);
    }
  });

  it.each([
    '2026-01-31T10:00:00Z',
    '2026-01-31T10:00:00.000Z',
    '2026-01-31T10:00:00+0000',
    '2026-01-31T10:00:00.000+0000',
    '2026-01-31T10:00:00+00:00',
    '2026-01-31T10:00:00-00:00',
    '2026-01-31T10:00Z',
    '2026-01-31T11:00:00+01:00',
    '2026-01-31T11:00:00.000+0100',
    '2026-01-31T15:30:00+05:30',
    '2026-01-31T05:00:00-0500',
    '2026-01-31T22:00:00.000000+12:00',
  ])('D28 finds the instant %s, on every road', async (instant) => {
    await using service = await startServiceOrg({
      clock: { now: () => Date.parse('2026-01-31T10:00:00Z') },
    });
    await service.insert('Case', [{ Subject: 'at ten' }]);
    const at = 'SELECT Subject FROM Case WHERE CreatedDate = ';
    for (const options of [
      { query: `${at}:instant`, binds: { instant } },
      { query: `${at}'[instant]'`, binds: { instant } },
      { query: `${at}[instant{${instant}}]` },
      { query: 'SELECT Subject FROM Case WHERE CreatedDate IN :instant', binds: { instant: [instant] } },
      {
        select: {
          object: 'Case',
          fields: ['Subject'],
          where: { field: 'CreatedDate', operator: '=', value: instant },
        },
      },
    ]) {
      for (const subjects of await subjectsRead(service, type, options)) expect(subjects).toEqual(['at ten']);
    }
  });

  it('knows the fields behind a parent of several types', async () => {
    await using service = await orgWithCases([{ Subject: 'a' }]);
    const query = 'SELECT Subject FROM Case WHERE Owner.IsActive = :active AND Owner.Type = :type';
    for (const active of ['true', true]) {
      const options = { query, binds: { active, type: 'User' } };
      for (const subjects of await subjectsRead(service, type, options)) expect(subjects).toEqual(['a']);
    }
    const where = { field: 'owner.ISACTIVE', operator: '=', value: 'false' };
    const select = { object: 'Case', fields: ['Subject'], where };
    for (const subjects of await subjectsRead(service, type, { select })) expect(subjects).toEqual([]);
  });

  it('has the schema of what it will read, from parts and with values', async () => {
    await using service = await startServiceOrg();
    const properties = {
      Subject: expect.objectContaining({ maxLength: 255 }),
      'Account.Name': expect.anything(),
    };
    for (const options of [
      { select: { object: 'CASE', fields: ['SUBJECT', 'ACCOUNT.NAME'] } },
      {
        query: 'SELECT Subject, Account.Name FROM Case WHERE Subject = [a] LIMIT :n',
        binds: { a: 'x', n: 5 },
      },
    ]) {
      const { source } = await service.source(type, options).schemas(service.connection);
      expect(source.row['properties']).toEqual(properties);
    }
  });

  it.each([
    ['missing-bind', { query: 'SELECT Id FROM Case WHERE Subject = :a' }],
    ['unused-bind', { query: 'SELECT Id FROM Case', binds: { a: 1 } }],
    ['invalid-bind', { query: 'SELECT Id FROM Case WHERE CreatedDate > :a', binds: { a: '1.2.2026' } }],
    ['unknown-field', { select: { object: 'Case', fields: ['Nope'] } }],
    ['unknown-object', { select: { object: 'Nope', fields: ['Id'] } }],
  ])('refuses with %s before it reads', async (code, options) => {
    await using service = await startServiceOrg();
    const activity = service.source(type, options);
    const before = service.org.requests().length;
    await expect(rowsFrom(activity.read(service.connection))).rejects.toMatchObject({ code });
    await expect(activity.schemas(service.connection)).rejects.toMatchObject({ code });
    await expect(activity.preview?.(service.connection)).rejects.toMatchObject({ code });
    if (activity.readBytes !== undefined) {
      await expect(activity.readBytes(service.connection, memorySink())).rejects.toMatchObject({ code });
    }
    const asked = service.org.requests().slice(before);
    expect(asked.filter(({ path }) => /\/query|\/jobs/.test(path))).toEqual([]);
  });

  it.each([
    ['nothing to read', {}, 'query'],
    ['two queries', { query: 'SELECT Id FROM Case', select: { object: 'Case', fields: ['Id'] } }, 'select'],
    ['values beside parts', { select: { object: 'Case', fields: ['Id'] }, binds: { a: 1 } }, 'binds'],
    ['a value that is none', { query: 'x', binds: { a: { b: 1 } } }, 'binds.a'],
    ['a list in a list', { query: 'x', binds: { a: [[1]] } }, 'binds.a'],
    ['values that are no object', { query: 'x', binds: 5 }, 'binds'],
    ['a name that is none', { query: 'x', binds: { 'a b': 1 } }, 'binds.a b'],
    ['parts without fields', { select: { object: 'Case', fields: [] } }, 'select.fields'],
    ['SOQL as a field', { select: { object: 'Case', fields: ['Id FROM User'] } }, 'select.fields.0'],
    ['SOQL as an object', { select: { object: 'Case WHERE', fields: ['Id'] } }, 'select.object'],
    [
      'SOQL as an order',
      { select: { object: 'Case', fields: ['Id'], orderBy: [{ field: 'Id, Name' }] } },
      'select.orderBy.0.field',
    ],
    ['a limit of none', { select: { object: 'Case', fields: ['Id'], limit: 0 } }, 'select.limit'],
    ['an unknown part', { select: { object: 'Case', fields: ['Id'], having: 1 } }, 'select.having'],
  ])('takes no %s, and names the place', (_what, options, path) => {
    expect(() => salesforceServiceCloud.activity(type, options)).toThrow(
      expect.objectContaining({
        code: 'invalid-configuration',
        details: { problems: [expect.objectContaining({ path })] },
      }),
    );
  });

  it.each([
    [{ field: 'Id', operator: '=~', value: 1 }, /operator: must be one of =, !=, /],
    [{ all: [{ any: [] }] }, /all\.0\.any: must have at least one member$/],
    [{ not: { field: 'Id', operator: '=' } }, /not.+ value: must be text, a number, /],
    [
      { any: [{ not: { field: 'a b', operator: '=', value: 1 } }] },
      /any\.0.+not.+field: must be a field such as/,
    ],
    [{ field: 'Id', operator: '=', value: 1, all: [] }, /is not a known field/],
    [7, /must be a condition$/],
  ])('says what is wrong with the condition %j', (where, message) => {
    const options = { select: { object: 'Case', fields: ['Id'], where } };
    expect(() => salesforceServiceCloud.activity(type, options)).toThrow(
      expect.objectContaining({ code: 'invalid-configuration', message: expect.stringMatching(message) }),
    );
  });

  it('tells hosts in its manifest where the values of variables go', () => {
    const { options } = salesforceServiceCloud.manifest.activities.find((each) => each.type === type) ?? {};
    expect(options).toMatchObject({
      properties: { query: { 'x-binds': 'binds' }, binds: { type: 'object' } },
    });
  });
});

describe('parts of a bulk query', () => {
  it.each(['children', 'offset'])('have no %s, because the API has none', (key) => {
    const parts = { children: [{ relationship: 'CaseComments', fields: ['Id'] }], offset: 5 };
    const options = { select: { object: 'Case', fields: ['Id'], [key]: parts[key as 'children'] } };
    expect(salesforceServiceCloud.activity('query', options).type).toBe('query');
    expect(() => salesforceServiceCloud.activity('bulk-query', options)).toThrow(
      expect.objectContaining({
        details: { problems: [expect.objectContaining({ path: `select.${key}` })] },
      }),
    );
  });
});

describe('parents and children from parts', () => {
  it('E4 are read under the names of the org', async () => {
    await using service = await startServiceOrg();
    const [AccountId = ''] = await service.insert('Account', [{ Name: 'Ärger & Söhne' }]);
    await service.insert('Contact', [
      { LastName: 'Öz', AccountId },
      { LastName: 'Aal', AccountId },
    ]);
    const select = {
      object: 'account',
      fields: ['name'],
      children: [
        {
          relationship: 'contacts',
          fields: ['lastname', 'account.name'],
          where: { not: { field: 'lastname', operator: 'starts with', value: 'A' } },
        },
      ],
    };
    const { rows } = await rowsFrom(service.source('query', { select }).read(service.connection));
    expect(rows).toEqual([
      { Name: 'Ärger & Söhne', Contacts: [{ LastName: 'Öz', 'Account.Name': 'Ärger & Söhne' }] },
    ]);
  });
});

describe.each(types)('a preview of %s', (type) => {
  const query = 'SELECT Subject FROM Case WHERE Subject LIKE :s ORDER BY Subject';
  const binds = { s: { pattern: 'a%' } };
  const statement = "SELECT Subject FROM Case WHERE Subject LIKE 'a%' ORDER BY Subject";
  const rows = Array.from({ length: 12 }, (_, index) => ({ Subject: `a${String(index).padStart(2, '0')}` }));

  it('shows the statement and the first rows, ten when nobody says', async () => {
    await using service = await orgWithCases(rows);
    const activity = service.source(type, { query, binds });
    const before = service.org.requests().length;
    const preview = (maxRows?: number) =>
      activity.preview?.(service.connection, maxRows === undefined ? {} : { maxRows });
    expect(await preview()).toEqual({ statement, rows: rows.slice(0, 10), truncated: true });
    expect(await preview(3)).toEqual({ statement, rows: rows.slice(0, 3), truncated: true });
    expect(await preview(12)).toEqual({ statement, rows, truncated: false });
    expect(await preview(500)).toEqual({ statement, rows, truncated: false });
    const asked = service.org.requests().slice(before);
    expect(asked.filter(({ path }) => path.includes('/jobs'))).toEqual([]);
    expect(asked.filter(({ path }) => path.includes('/query'))).toHaveLength(4);
  });

  it('shows the statement alone when no row is wanted', async () => {
    await using service = await orgWithCases(rows);
    const before = service.org.requests().length;
    const shown = await service.source(type, { query, binds }).preview?.(service.connection, { maxRows: 0 });
    expect(shown).toEqual({ statement, rows: [], truncated: false });
    const asked = service.org.requests().slice(before);
    expect(asked.filter(({ path }) => path.includes('/query'))).toEqual([]);
  });

  it('looks into the recycle bin when reading would', async () => {
    await using service = await startServiceOrg();
    const [Id = ''] = await service.insert('Case', [{ Subject: 'gone' }]);
    await service.target('delete', {}).write(
      service.connection,
      (async function* () {
        yield await Promise.resolve({ firstRowIndex: 0, rows: [{ Id }] });
      })(),
    );
    const look = (includeDeleted: boolean) =>
      service
        .source(type, { query: 'SELECT Subject FROM Case', options: { includeDeleted } })
        .preview?.(service.connection);
    expect((await look(true))?.rows).toEqual([{ Subject: 'gone' }]);
    expect((await look(false))?.rows).toEqual([]);
  });

  it('adds nothing to the query, asks for a small page, and for nothing else when there is nothing to bind', async () => {
    const records = Array.from({ length: 200 }, (_, index) => ({ attributes: { type: 'X' }, N: index }));
    await using org = await startScriptedOrg(({ url }) =>
      url.includes('?q=')
        ? json(200, {
            totalSize: 900,
            done: false,
            nextRecordsUrl: '/services/data/v67.0/query/01g-200',
            records,
          })
        : json(404, [{ errorCode: 'NOT_FOUND', message: 'No.' }]),
    );
    const activity = salesforceServiceCloud.activity(type, {
      query: 'SELECT N FROM X AT HOME',
    });
    if (activity.direction !== 'source') throw new RangeError('It does not read.');
    const shown = await activity.preview?.(org.connection, { maxRows: 5 });
    expect(shown).toMatchObject({
      truncated: true,
      rows: [{ N: 0 }, { N: 1 }, { N: 2 }, { N: 3 }, { N: 4 }],
    });
    const queries = org.calls.filter(({ url }) => url.includes('/query'));
    expect(org.calls).toHaveLength(1);
    expect(queries).toHaveLength(1);
    expect(decodeURIComponent(queries[0]?.url ?? '')).toMatch(/\?q=SELECT N FROM X AT HOME$/);
    expect(queries[0]?.headers['sforce-query-options']).toBe('batchSize=200');
  });

  it('tells the number of a COUNT()', async () => {
    await using service = await orgWithCases(rows);
    const activity = service.source(type, { query: 'SELECT COUNT() FROM Case' });
    const shown = await activity.preview?.(service.connection, { maxRows: 5 });
    expect(Object.values(shown?.rows[0] ?? {})).toEqual([12]);
    expect(shown?.truncated).toBe(false);
  });

  it('takes one call, also where lists of children go on', async () => {
    await using service = await startServiceOrg();
    const [AccountId = ''] = await service.insert('Account', [{ Name: 'a' }]);
    const contacts = Array.from({ length: 450 }, (_, index) => ({ LastName: String(index), AccountId }));
    await service.insert('Contact', contacts);
    const before = service.org.requests().length;
    const activity = service.source(type, {
      query: 'SELECT Name, (SELECT LastName FROM Contacts) FROM Account',
    });
    const shown = await activity.preview?.(service.connection);
    expect(shown?.rows).toMatchObject([{ Name: 'a' }]);
    expect((shown?.rows[0]?.['Contacts'] as Row[]).length).toBeLessThan(450);
    const asked = service.org.requests().slice(before);
    expect(asked.filter(({ path }) => path.includes('/query'))).toHaveLength(1);
  });

  it('is cancelled by its signal', async () => {
    await using service = await startServiceOrg();
    const looking = service
      .source(type, { query, binds })
      .preview?.(service.connection, { signal: AbortSignal.abort() });
    await expect(looking).rejects.toMatchObject({ code: 'cancelled' });
  });
});
