import { describe, expect, it } from 'vitest';
import { bindValues } from '../../src/soql/bind-values.ts';
import type { SoqlBinds } from '../../src/soql/soql-value.ts';
import type { ConnectorError } from '../../src/errors/connector-error.ts';
import { describedOrg, nameObject } from './described-org.ts';

const bind = (soql: string, binds: SoqlBinds, org = describedOrg()) => bindValues(soql, binds, org.describer);

describe('values are bound', () => {
  it.each<[string, SoqlBinds, string]>([
    ['WHERE Subject = :v', { v: '007' }, "WHERE Subject = '007'"],
    // A host hands a value over for each of its variables, and knows nothing of comments.
    ['WHERE Subject = :v /* [w] */', { v: 'a', w: 1 }, "WHERE Subject = 'a' /* [w] */"],
    ['WHERE subject=:v AND IsClosed=:c', { v: 7, c: 'true' }, "WHERE subject='7' AND IsClosed=true"],
    [
      'WHERE CreatedDate >= :v',
      { v: '2026-01-31T10:00:00+0000' },
      'WHERE CreatedDate >= 2026-01-31T10:00:00Z',
    ],
    ['WHERE CreatedDate = :v', { v: 'LAST_N_DAYS:7' }, 'WHERE CreatedDate = LAST_N_DAYS:7'],
    ['WHERE Account.AnnualRevenue > :v', { v: '10' }, 'WHERE Account.AnnualRevenue > 10'],
    ['WHERE Account.Owner.IsActive = :v', { v: 'true' }, "WHERE Account.Owner.IsActive = 'true'"],
    ['WHERE CALENDAR_YEAR(CreatedDate) = :v', { v: '2026' }, 'WHERE CALENDAR_YEAR(CreatedDate) = 2026'],
    [
      'WHERE DAY_ONLY( convertTimezone(CreatedDate) ) = :v',
      { v: '2026-01-31' },
      'WHERE DAY_ONLY( convertTimezone(CreatedDate) ) = 2026-01-31',
    ],
    ['WHERE toLabel(Status) = :v', { v: 'Neu' }, "WHERE toLabel(Status) = 'Neu'"],
    [
      'WHERE ClosedDate = :v OR ClosedDate != :v',
      { v: null },
      'WHERE ClosedDate = null OR ClosedDate != null',
    ],
    ['WHERE Subject LIKE :v', { v: '50%_\\' }, String.raw`WHERE Subject LIKE '50\%\_\\'`],
    ['WHERE Subject LIKE :v', { v: { pattern: "O'%" } }, String.raw`WHERE Subject LIKE 'O\'%'`],
    ["WHERE Subject LIKE '%[v]%'", { v: "5%'" }, String.raw`WHERE Subject LIKE '%5\%\'%'`],
    [String.raw`WHERE Subject = '\\[v]\u0041[v]'`, { v: "'" }, String.raw`WHERE Subject = '\\\'\u0041\''`],
    ["WHERE Subject LIKE '[v]%'", { v: { pattern: 'a_' } }, "WHERE Subject LIKE 'a_%'"],
    ["WHERE Subject = 'Re: [v]!'", { v: "5%'" }, String.raw`WHERE Subject = 'Re: 5%\'!'`],
    ["WHERE CreatedDate > '[v]'", { v: '2026-01-31T10:00:00Z' }, 'WHERE CreatedDate > 2026-01-31T10:00:00Z'],
    ['WHERE CreatedDate > [v]', { v: '2026-01-31T10:00:00Z' }, 'WHERE CreatedDate > 2026-01-31T10:00:00Z'],
    ["WHERE Subject = [v{it's}]", {}, String.raw`WHERE Subject = 'it\'s'`],
    ["WHERE Subject = [v{'quoted'}]", {}, "WHERE Subject = 'quoted'"],
    ["WHERE Subject = '[v{'quoted'}]'", {}, String.raw`WHERE Subject = '\'quoted\''`],
    [String.raw`WHERE Subject = '[v{it\'s}]'`, {}, String.raw`WHERE Subject = 'it\'s'`],
    [String.raw`WHERE Subject = 'a [v{it\'s \u0041\n}] b'`, {}, String.raw`WHERE Subject = 'a it\'s A\n b'`],
    [String.raw`WHERE Subject LIKE '[v{100\%_}]%'`, {}, String.raw`WHERE Subject LIKE '100\%\_%'`],
    [String.raw`WHERE Subject = '[v{\{x\}}]'`, {}, String.raw`WHERE Subject = '\\{x\\}'`],
    [String.raw`WHERE Subject = [v{'it\'s'}]`, {}, String.raw`WHERE Subject = 'it\'s'`],
    [String.raw`WHERE Subject = '[v{it\'s}]'`, { v: String.raw`\'` }, String.raw`WHERE Subject = '\\\''`],
    ['WHERE Subject = [v{null}]', {}, 'WHERE Subject = null'],
    ["WHERE Subject = '[v{null}]'", {}, "WHERE Subject = 'null'"],
    ['WHERE Subject = [v{default}]', { v: 'given' }, "WHERE Subject = 'given'"],
    ['WHERE Subject = [v{default}]', { v: null }, 'WHERE Subject = null'],
    ['WHERE CreatedDate > [v{LAST_N_DAYS:365}]', {}, 'WHERE CreatedDate > LAST_N_DAYS:365'],
    ['WHERE CreatedDate = LAST_N_DAYS:[v]', { v: '30' }, 'WHERE CreatedDate = LAST_N_DAYS:30'],
    ['WHERE CreatedDate = N_YEARS_AGO:v', { v: 30 }, 'WHERE CreatedDate = N_YEARS_AGO:30'],
    ['WHERE CreatedDate = last_n_days::v', { v: 30 }, 'WHERE CreatedDate = last_n_days:30'],
    ['LIMIT :v OFFSET [o]', { v: '10', o: 0 }, 'LIMIT 10 OFFSET 0'],
    [
      'WHERE Id IN :v',
      { v: ['500000000000001', '500000000000002AAA'] },
      "WHERE Id IN ('500000000000001', '500000000000002AAA')",
    ],
    ['WHERE Id NOT IN [v]', { v: '500000000000001' }, "WHERE Id NOT IN ('500000000000001')"],
    ["WHERE Origin IN (:a,:b , 'x')", { a: 'Web', b: ['A', 'B'] }, "WHERE Origin IN ('Web','A', 'B' , 'x')"],
    ["WHERE Origin IN ('[a]', '-[a]-')", { a: 'Web' }, "WHERE Origin IN ('Web', '-Web-')"],
    [
      'WHERE NOT Subject = :v AND (IsEscalated = :b)',
      { v: 'a', b: false },
      "WHERE NOT Subject = 'a' AND (IsEscalated = false)",
    ],
    [
      'WHERE Id IN (SELECT ParentId FROM CaseComment WHERE IsPublished = :b AND CreatedDate = :d) AND Subject = :s',
      { b: 'true', d: 'TODAY', s: 'true' },
      "WHERE Id IN (SELECT ParentId FROM CaseComment WHERE IsPublished = true AND CreatedDate = TODAY) AND Subject = 'true'",
    ],
    [
      'c, c.Account a WHERE a.NumberOfEmployees = :n AND c.Subject = :s',
      { n: '5', s: '5' },
      "c, c.Account a WHERE a.NumberOfEmployees = 5 AND c.Subject = '5'",
    ],
    ['WHERE Case.Subject = :s', { s: '5' }, "WHERE Case.Subject = '5'"],
    ["WHERE /* :no [no] ' */ Subject = :s // :no", { s: 'x' }, "WHERE /* :no [no] ' */ Subject = 'x' // :no"],
    [
      String.raw`WHERE Subject = ':no \' :no' AND Status = :s`,
      { s: 'x' },
      String.raw`WHERE Subject = ':no \' :no' AND Status = 'x'`,
    ],
    ['WHERE Owner.Name = :v', { v: 7 }, 'WHERE Owner.Name = 7'],
    ['WHERE Nope__c = :v', { v: '7' }, "WHERE Nope__c = '7'"],
    [
      'WHERE CreatedDate = 2026-01-31T10:00:00+01:00 AND Subject = :v',
      { v: '7' },
      "WHERE CreatedDate = 2026-01-31T10:00:00+01:00 AND Subject = '7'",
    ],
  ])('E5 in %s', async (rest, binds, expected) => {
    expect(await bind(`SELECT Id FROM Case ${rest}`, binds)).toBe(`SELECT Id FROM Case ${expected}`);
  });

  it.each<[string, SoqlBinds, string]>([
    [
      'HAVING COUNT(Id) > :n AND MAX(Due__c) = :d AND MIN(Text__c) = :t AND SUM(Count__c) > :s',
      { n: '5', d: 'TODAY', t: '5', s: '1.5' },
      "HAVING COUNT(Id) > 5 AND MAX(Due__c) = TODAY AND MIN(Text__c) = '5' AND SUM(Count__c) > 1.5",
    ],
    [
      'WHERE Topics__c INCLUDES (:a, :b)',
      { a: 'A;B', b: ['C', 'D'] },
      "WHERE Topics__c INCLUDES ('A;B', 'C', 'D')",
    ],
    ['WHERE Topics__c EXCLUDES :a', { a: ['C'] }, "WHERE Topics__c EXCLUDES ('C')"],
    [
      "WHERE DISTANCE(Loc__c, GEOLOCATION(:lat, :lon), 'km') < :d",
      { lat: '52.5', lon: 13, d: '1e1' },
      "WHERE DISTANCE(Loc__c, GEOLOCATION(52.5, 13), 'km') < 10",
    ],
    ['WHERE convertCurrency(Amount__c) > :a', { a: 'EUR5' }, 'WHERE convertCurrency(Amount__c) > EUR5'],
    [
      'WHERE Text__c = :constructor AND Text__c != :__proto__',
      Object.fromEntries([
        ['constructor', 'a'],
        ['__proto__', 'b'],
      ]),
      "WHERE Text__c = 'a' AND Text__c != 'b'",
    ],
  ])('E5 in %s of an own object', async (rest, binds, expected) => {
    const head = 'select Count(Id) from thing__C';
    expect(await bind(`${head} ${rest}`, binds)).toBe(`${head} ${expected}`);
  });

  it('in child queries, by the fields of the child, and outside of them by those of the parent', async () => {
    const soql =
      'SELECT Id, (SELECT Id FROM CaseComments WHERE IsPublished = :p), (SELECT Id FROM Case.CaseComments c WHERE c.IsPublished = :p) FROM Case WHERE Subject = :p';
    expect(await bind(soql, { p: 'true' })).toBe(
      "SELECT Id, (SELECT Id FROM CaseComments WHERE IsPublished = true), (SELECT Id FROM Case.CaseComments c WHERE c.IsPublished = true) FROM Case WHERE Subject = 'true'",
    );
  });

  it('behind a parent of several types by the Name object, where the org describes it', async () => {
    const soql = 'SELECT Id FROM Case WHERE Owner.IsActive = :v';
    expect(await bind(soql, { v: 'true' }, describedOrg([nameObject]))).toBe(
      'SELECT Id FROM Case WHERE Owner.IsActive = true',
    );
    expect(await bind(soql, { v: true })).toBe('SELECT Id FROM Case WHERE Owner.IsActive = true');
  });

  it('and each object is asked for once, known or not', async () => {
    const org = describedOrg();
    const soql =
      'SELECT Id FROM Case WHERE Owner.Name = :v AND Owner.Email = :v AND subject = :v AND Account.Name = :v';
    await bind(soql, { v: 'a' }, org);
    expect(org.asked.toSorted()).toEqual(['Account', 'Case', 'Name']);
  });

  it('once: what a value holds is not looked at again', async () => {
    const values = { a: ':b [b] [b{x}]', b: "' OR Subject != ':a" };
    expect(await bind('SELECT Id FROM Case WHERE Subject = :a OR Subject = [b]', values)).toBe(
      String.raw`SELECT Id FROM Case WHERE Subject = ':b [b] [b{x}]' OR Subject = '\' OR Subject != \':a'`,
    );
  });

  it('and nothing is asked of the org, nor changed, when there is nothing to bind', async () => {
    const org = describedOrg();
    const soql = " SELECT  Id\n FROM Nope -- what\tever\u00a0[a b] [] [x{}] '[a b]' :1 \\ ' open";
    expect(await bind(soql, {}, org)).toBe(soql);
    expect(org.asked).toEqual([]);
  });

  it('with the answer of the org that there is no such object', async () => {
    await expect(bind('SELECT Id FROM Nope WHERE A = :v', { v: 1 })).rejects.toMatchObject({
      code: 'unknown-object',
    });
  });
});

describe('binding refuses', () => {
  it.each<[string, string, SoqlBinds, string]>([
    ['a name without a value', 'WHERE Subject = :v AND Status = [w]', {}, 'missing-bind'],
    ['a name in another case', 'WHERE Subject = :V', { v: 1 }, 'missing-bind'],
    ['a name in a text without a value', "WHERE Subject = 'a [v]'", {}, 'missing-bind'],
    ['an inherited name', 'WHERE Subject = :toString', {}, 'missing-bind'],
    ['a value that nobody names', 'WHERE Subject = :v', { v: 1, w: 2 }, 'unused-bind'],
    ['a value that only a comment names', 'WHERE Subject = 1 /* :v */', { v: 1 }, 'unused-bind'],
    ['a value that only a text names', "WHERE Subject = ':v'", { v: 1 }, 'unused-bind'],
    ['an empty list', 'WHERE Id IN :v', { v: [] }, 'invalid-bind'],
    ['an empty list among others', 'WHERE Id IN (:v)', { v: [] }, 'invalid-bind'],
    ['null in a list', 'WHERE Subject IN :v', { v: ['a', null] }, 'invalid-bind'],
    ['a list behind =', 'WHERE Subject = :v', { v: ['a'] }, 'invalid-bind'],
    ['a list behind LIKE', 'WHERE Subject LIKE :v', { v: ['a'] }, 'invalid-bind'],
    ['a list in a text', "WHERE Subject = 'x[v]'", { v: ['a'] }, 'invalid-bind'],
    ['null behind <', 'WHERE CreatedDate < :v', { v: null }, 'invalid-bind'],
    ['null behind LIKE', 'WHERE Subject LIKE :v', { v: null }, 'invalid-bind'],
    ['null in a text', "WHERE Subject = 'x[v]'", { v: null }, 'invalid-bind'],
    ['null for LIMIT', 'LIMIT :v', { v: null }, 'invalid-bind'],
    ['less than none', 'LIMIT :v', { v: -1 }, 'invalid-bind'],
    ['a text for LIMIT', 'LIMIT :v', { v: '1 OFFSET 2' }, 'invalid-bind'],
    ['a pattern behind =', 'WHERE Subject = :v', { v: { pattern: 'a%' } }, 'invalid-bind'],
    ['a pattern in a text that is none', "WHERE Subject = 'a[v]'", { v: { pattern: 'a%' } }, 'invalid-bind'],
    ['a date with a time zone to guess', 'WHERE CreatedDate > :v', { v: '2026-01-31' }, 'invalid-bind'],
    ['a value on the left', 'WHERE :v = Subject', { v: 'a' }, 'invalid-bind'],
    ['a value as order', 'ORDER BY :v', { v: 'Subject' }, 'invalid-bind'],
    ['a value as a condition', 'WHERE [v]', { v: "Subject = 'a'" }, 'invalid-bind'],
    ['half a name', 'WHERE My[v]__c = 1', { v: 'a' }, 'invalid-bind'],
    ['half a date', 'WHERE CreatedDate > [v]T00:00:00Z', { v: '2026-01-31' }, 'invalid-bind'],
    ['half of any other word', 'WHERE CreatedDate = NAME:v', { v: 1 }, 'invalid-bind'],
    [
      'the number of a date literal before the colon',
      'WHERE CreatedDate = LAST_N_DAYS[v]',
      { v: 1 },
      'invalid-bind',
    ],
    ['half a number', 'LIMIT 1[v]', { v: '0' }, 'invalid-bind'],
    [
      'a value behind an open escape',
      String.raw`WHERE Subject = '\[v]'`,
      { v: "' OR Name != '" },
      'invalid-bind',
    ],
    ['a value behind half a code', String.raw`WHERE Subject = 'a\\\u00[v]'`, { v: '5c' }, 'invalid-bind'],
    ['a value before a text', "WHERE Subject = :v'b'", { v: 'a' }, 'invalid-bind'],
    ['a value as a function', 'WHERE FORMAT(:v) = 1', { v: 'a' }, 'invalid-bind'],
    ['a value behind another', 'WHERE Subject = :v :v', { v: 'a' }, 'invalid-bind'],
  ])('%s', async (_what, rest, binds, code) => {
    await expect(bind(`SELECT Id FROM Case ${rest}`, binds)).rejects.toMatchObject({ code });
  });

  it('values for fields and objects, and says how text is pasted', async () => {
    for (const soql of [
      'SELECT [v] FROM Case',
      'SELECT Id FROM [v]',
      'SELECT Id FROM Case USING SCOPE [v]',
    ]) {
      await expect(bind(soql, { v: 'Case' })).rejects.toMatchObject({
        code: 'invalid-bind',
        nextSteps: expect.arrayContaining([expect.stringContaining('[raw:v]')]),
      });
    }
  });

  it('all missing and all unused names at once', async () => {
    const soql = 'SELECT Id FROM Case WHERE Subject = :a OR Status = [b] OR Origin = :a';
    await expect(bind(soql, { c: 1 })).rejects.toMatchObject({
      message: 'The query has no value for a, b.',
      details: { missing: ['a', 'b'], unused: ['c'] },
    });
    await expect(bind(soql, { a: 1, b: 2, c: 1, d: 1 })).rejects.toMatchObject({
      message: 'The query has no place for the value of c, d.',
      nextSteps: expect.arrayContaining(['The query takes: a, b.']),
    });
  });

  it('a value without saying it', async () => {
    const secret = 'canary-of-a-value';
    for (const rest of [
      'WHERE IsClosed = :v',
      'LIMIT :v',
      'ORDER BY :v',
      'WHERE Id IN :v',
      'WHERE Id = [v{x}]',
    ]) {
      const reason: unknown = await bind(`SELECT Id FROM Case ${rest}`, { v: secret }).catch(
        (e: unknown) => e,
      );
      expect(reason).toMatchObject({ code: 'invalid-bind' });
      const { message, details, nextSteps } = reason as ConnectorError;
      expect(JSON.stringify([message, details, nextSteps])).not.toContain(secret);
    }
  });
});
