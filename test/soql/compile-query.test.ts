import { describe, expect, it } from 'vitest';
import { compileQuery } from '../../src/soql/compile-query.ts';
import type { Condition, QueryParts } from '../../src/soql/query-parts.ts';
import { describedOrg, nameObject } from './described-org.ts';

const compile = (parts: QueryParts, org = describedOrg()) => compileQuery(parts, org.describer);

const where = async (condition: Condition) =>
  (await compile({ object: 'case', fields: ['id'], where: condition })).replace(
    'SELECT Id FROM Case WHERE ',
    '',
  );

const a: Condition = { field: 'Origin', operator: '=', value: 'a' };
const b: Condition = { field: 'Origin', operator: '=', value: 'b' };
const c: Condition = { field: 'Origin', operator: '=', value: 'c' };

describe('a query from parts', () => {
  it('E4 has the names of the org, each field once', async () => {
    const parts: QueryParts = {
      object: 'cASE',
      fields: ['ID', 'subject', 'SUBJECT', 'account.owner.NAME', 'owner.isactive'],
      children: [
        {
          relationship: 'CASECOMMENTS',
          fields: ['commentbody', 'PARENT.subject'],
          where: { field: 'ispublished', operator: '=', value: 'true' },
          orderBy: [{ field: 'createddate' }],
          limit: 5,
        },
      ],
      where: { field: 'account.NAME', operator: '=', value: 'x' },
      orderBy: [
        { field: 'CREATEDDATE', direction: 'desc', nulls: 'last' },
        { field: 'id', direction: 'asc', nulls: 'first' },
      ],
      limit: 10,
      offset: 20,
    };
    expect(await compile(parts, describedOrg([nameObject]))).toBe(
      "SELECT Id, Subject, Account.Owner.NAME, Owner.IsActive, (SELECT CommentBody, Parent.Subject FROM CaseComments WHERE IsPublished = true ORDER BY CreatedDate LIMIT 5) FROM Case WHERE Account.Name = 'x' ORDER BY CreatedDate DESC NULLS LAST, Id NULLS FIRST LIMIT 10 OFFSET 20",
    );
  });

  it('has its values as literals by the type of the field', async () => {
    const conditions: [Condition, string][] = [
      [{ field: 'Subject', operator: '=', value: '007' }, "Subject = '007'"],
      [{ field: 'Account.AnnualRevenue', operator: '>=', value: '007' }, 'Account.AnnualRevenue >= 7'],
      [{ field: 'CreatedDate', operator: '<', value: 'last_n_days:7' }, 'CreatedDate < LAST_N_DAYS:7'],
      [{ field: 'ClosedDate', operator: '!=', value: null }, 'ClosedDate != null'],
      [{ field: 'Origin', operator: 'in', value: ['a', "b'"] }, String.raw`Origin IN ('a', 'b\'')`],
      [{ field: 'Origin', operator: 'not in', value: 'a' }, "Origin NOT IN ('a')"],
      [{ field: 'Origin', operator: 'includes', value: ['A;B'] }, "Origin INCLUDES ('A;B')"],
      [{ field: 'Origin', operator: 'excludes', value: ['A', 'B'] }, "Origin EXCLUDES ('A', 'B')"],
      [{ field: 'Subject', operator: 'like', value: 'a%' }, String.raw`Subject LIKE 'a\%'`],
      [{ field: 'Subject', operator: 'like', value: { pattern: 'a%' } }, "Subject LIKE 'a%'"],
      [{ field: 'Subject', operator: 'contains', value: '5%' }, String.raw`Subject LIKE '%5\%%'`],
      [{ field: 'Subject', operator: 'starts with', value: '_' }, String.raw`Subject LIKE '\_%'`],
      [{ field: 'Subject', operator: 'ends with', value: '\\' }, String.raw`Subject LIKE '%\\'`],
      [{ field: 'Owner.Name', operator: '=', value: 'true' }, "Owner.Name = 'true'"],
    ];
    for (const [condition, soql] of conditions) expect(await where(condition)).toBe(soql);
  });

  it('has parentheses where SOQL demands them', async () => {
    const one = "Origin = 'a'";
    const two = "Origin = 'b'";
    const three = "Origin = 'c'";
    expect(await where({ all: [a, b, c] })).toBe(`${one} AND ${two} AND ${three}`);
    expect(await where({ all: [a, { any: [b, c] }] })).toBe(`${one} AND (${two} OR ${three})`);
    expect(await where({ any: [{ all: [a, b] }, c] })).toBe(`(${one} AND ${two}) OR ${three}`);
    expect(await where({ all: [a, { all: [b, c] }] })).toBe(`${one} AND (${two} AND ${three})`);
    expect(await where({ not: a })).toBe(`NOT (${one})`);
    expect(await where({ all: [{ not: a }, { not: { any: [b, c] } }] })).toBe(
      `(NOT (${one})) AND (NOT (${two} OR ${three}))`,
    );
    expect(await where({ any: [{ all: [{ any: [a] }] }] })).toBe(one);
    expect(await where({ not: { not: a } })).toBe(`NOT (NOT (${one}))`);
  });

  it('is refused with all names that the org does not know at once', async () => {
    const parts: QueryParts = {
      object: 'Case',
      fields: ['Id', 'Nope', 'Account.Nope', 'Nope.Name'],
      children: [
        { relationship: 'Nopes', fields: ['Id'] },
        { relationship: 'CaseComments', fields: ['Nope__c'] },
      ],
      where: { not: { any: [{ field: 'Nope2', operator: '=', value: 1 }] } },
      orderBy: [{ field: 'Nope3' }],
    };
    await expect(compile(parts)).rejects.toMatchObject({
      code: 'unknown-field',
      details: {
        names: [
          'Case: Nope2',
          'Case: Nope3',
          'Case: Nope',
          'Case: Account.Nope',
          'Case: Nope.Name',
          'Case: child relationship Nopes',
          'CaseComment: Nope__c',
        ],
      },
    });
    await expect(compile({ object: 'Nope', fields: ['Id'] })).rejects.toMatchObject({
      code: 'unknown-object',
    });
  });

  it.each([
    'Id FROM User',
    'Owner.Name, Id',
    'Owner.Name FROM User',
    'COUNT(Id)',
    '',
    'Owner.',
    'Owner.Name\n',
  ])('takes no SOQL for a name: %j', async (field) => {
    await expect(compile({ object: 'Case', fields: [field] })).rejects.toMatchObject({
      code: 'unknown-field',
    });
    await expect(compile({ object: 'Case', fields: ['Id'], orderBy: [{ field }] })).rejects.toMatchObject({
      code: 'unknown-field',
    });
  });

  it.each<[string, unknown, string]>([
    ['no field', { fields: [] }, 'invalid-configuration'],
    ['no condition in all', { where: { not: { all: [] } } }, 'invalid-configuration'],
    ['no condition in any', { where: { all: [a, { any: [] }] } }, 'invalid-configuration'],
    ['half a record', { limit: 1.5 }, 'invalid-configuration'],
    ['a text as limit', { limit: '1 OFFSET 2' }, 'invalid-configuration'],
    ['less than none left out', { offset: -1 }, 'invalid-configuration'],
    [
      'an operator that is SOQL',
      { where: { field: 'Origin', operator: '!= null OR Origin =', value: 'a' } },
      'invalid-configuration',
    ],
    ['a list behind =', { where: { field: 'Origin', operator: '=', value: ['a'] } }, 'invalid-bind'],
    ['no list behind in', { where: { field: 'Origin', operator: 'in', value: [] } }, 'invalid-bind'],
    [
      'null behind contains',
      { where: { field: 'Origin', operator: 'contains', value: null } },
      'invalid-bind',
    ],
    ['a text for a date', { where: { field: 'CreatedDate', operator: '=', value: 'x' } }, 'invalid-bind'],
    ['no value', { where: { field: 'Origin', operator: '=' } }, 'invalid-bind'],
  ])('is refused for %s', async (_what, parts, code) => {
    const all = { object: 'Case', fields: ['Id'], ...(parts as object) } as QueryParts;
    await expect(compile(all)).rejects.toMatchObject({ code });
  });

  it('names the place of a value that does not fit, and not the value', async () => {
    const bad: Condition = { field: 'createddate', operator: '>', value: 'canary' };
    const parts: QueryParts = {
      object: 'Case',
      fields: ['Id'],
      where: { all: [a, { any: [b, { not: bad }] }] },
    };
    await expect(compile(parts)).rejects.toThrow(
      /^The value in where\.all\.1\.any\.1\.not does not fit CreatedDate: it must be (?!.*canary)/,
    );
    const children = [{ relationship: 'CaseComments', fields: ['Id'], where: bad }];
    await expect(compile({ object: 'Case', fields: ['Id'], children })).rejects.toMatchObject({
      code: 'unknown-field',
    });
    const child = { relationship: 'CaseComments', fields: ['CommentBody'], where: { all: [bad] } };
    await expect(compile({ object: 'Case', fields: ['Id'], children: [child] })).rejects.toThrow(
      /^The value in children\.0\.where\.all\.0 does not fit CreatedDate/,
    );
  });
});
