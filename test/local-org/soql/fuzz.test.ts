import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SoqlError } from '../../../src/local-org/records/org-database.ts';
import { openTestOrg, type TestOrg } from '../records/test-org.ts';

let org: TestOrg;
beforeAll(() => {
  org = openTestOrg();
  const account = org.create('Account', { Name: 'Acme' });
  const contact = org.create('Contact', { LastName: `O'Hara`, AccountId: account });
  org.create('Case', { Subject: 'a', ContactId: contact });
  org.create('Task', { Subject: 'b', WhatId: account, WhoId: contact });
});
afterAll(() => {
  org.db.close();
});

/** Codes that a query may be refused with. */
const CODES = new Set([
  ...['MALFORMED_QUERY', 'INVALID_FIELD', 'INVALID_TYPE', 'INVALID_QUERY_FILTER_OPERATOR'],
  ...['NUMBER_OUTSIDE_VALID_RANGE', 'QUERY_TOO_COMPLICATED', 'NOT_EMULATED_HERE', 'API_ERROR'],
  ...['INVALID_SOQL_LITERAL'],
]);

/** Runs a query to its end; gives the code of a refusal. Anything else that is thrown goes on. */
function outcome(soql: string): string | undefined {
  try {
    const query = org.query(soql);
    query.totalSize();
    expect(Array.isArray([...query.records('/services/data/v67.0')])).toBe(true);
    return undefined;
  } catch (error) {
    if (!(error instanceof SoqlError)) throw error;
    expect(CODES).toContain(error.errorCode);
    return error.errorCode;
  }
}

const samples = JSON.parse(
  readFileSync(new URL('../../../fixtures/soql/sample-queries.json', import.meta.url), 'utf8'),
) as string[];

const paths = fc.constantFrom(
  ...['Id', 'Name', 'Subject', 'Description', 'OwnerId', 'Owner.Name', 'Owner.Profile.Name', 'Account.Name'],
  ...['Contact.Account.Owner.Name', 'What.Type', 'Who.FirstName', 'CreatedDate', 'IsDeleted', 'AccountId'],
  ...[
    'c.Name',
    'a.Name',
    'Nope',
    'Nope.Name',
    'MailingAddress',
    'AnnualRevenue',
    'FIELDS(STANDARD)',
    'x.y.z',
  ],
);
const objects = fc.constantFrom(
  'Account',
  'Contact',
  'Case',
  'Task',
  'Event',
  'User',
  'Group',
  'Nope',
  'Name',
);
const values = fc.oneof(
  fc.constantFrom('1', '-2.5', '1e400', '9999999999999999999', 'null', 'TRUE', `''`, `'%'`, ':x', 'TODAY'),
  fc.constantFrom('2026-01-01', '2026-02-31', '2026-01-01T10:00:00Z', 'LAST_N_DAYS:3', `'00Q'`, `'003'`),
  fc.constantFrom(
    'LAST_N_DAYS:99999999999',
    'USD5',
    '(SELECT Id FROM Contact)',
    '(SELECT AccountId FROM Case)',
  ),
  fc.string({ maxLength: 6 }).map((text) => `'${text}'`),
  fc.string({ maxLength: 6 }).map((text) => `('${text.replace(/['\\]/g, '')}', null, 3)`),
);
const comparisons = fc
  .tuple(
    paths,
    fc.constantFrom('=', '!=', '<>', '<', '>=', 'LIKE', 'IN', 'NOT IN', 'INCLUDES', 'EXCLUDES', '=='),
    values,
  )
  .map((parts) => parts.join(' '));
const { condition } = fc.letrec<{ condition: string }>((tie) => ({
  condition: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    comparisons,
    tie('condition').map((inner) => `(${inner})`),
    tie('condition').map((inner) => `NOT ${inner}`),
    tie('condition').map((inner) => `NOT (${inner})`),
    fc
      .tuple(tie('condition'), fc.constantFrom('AND', 'OR'), tie('condition'))
      .map((parts) => parts.join(' ')),
  ),
}));
const maybe = (words: fc.Arbitrary<string>) => fc.oneof(fc.constant(''), words);
const selected = fc.oneof(
  { weight: 8, arbitrary: paths },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      ...['COUNT()', 'COUNT(Id) n', 'MAX(CreatedDate)', 'TYPEOF What WHEN Account THEN Name ELSE Id END'],
      ...['(SELECT Id FROM Contacts)', '(SELECT Id, (SELECT Id FROM Cases) FROM Contacts LIMIT 2)', '*'],
      ...['TYPEOF Owner WHEN User THEN Profile.Name WHEN Group THEN Type END', 'toLabel(Status)'],
    ),
  },
);
const queries = fc
  .tuple(
    fc.array(selected, { minLength: 1, maxLength: 4 }).map((fields) => `SELECT ${fields.join(', ')}`),
    objects.map((object) => `FROM ${object}`),
    maybe(fc.constantFrom('c', 'c, c.Account a', 'a, a.b.c d, d.e f', 'USING SCOPE mine', 'USING SCOPE zzz')),
    maybe(condition.map((where) => `WHERE ${where}`)),
    maybe(fc.constantFrom('WITH SECURITY_ENFORCED', 'WITH USER_MODE', 'WITH DATA CATEGORY A__c AT b__c')),
    maybe(paths.map((path) => `GROUP BY ${path}`)),
    maybe(condition.map((having) => `HAVING ${having}`)),
    maybe(paths.map((path) => `ORDER BY ${path} DESC NULLS LAST`)),
    maybe(
      fc.constantFrom('LIMIT 1', 'LIMIT 0', 'LIMIT 99999999999999999999', 'OFFSET 3', 'LIMIT 2 OFFSET 2001'),
    ),
    maybe(fc.constantFrom('FOR VIEW', 'FOR UPDATE', 'UPDATE TRACKING', 'ALL ROWS')),
  )
  .map((clauses) => clauses.filter((clause) => clause !== '').join(' '));

/** A sample query with some of its words dropped, doubled or replaced. */
const damaged = fc
  .tuple(
    fc.constantFrom(...samples),
    fc.array(
      fc.tuple(
        fc.nat(60),
        fc.constantFrom('', '(', ')', `'`, ',', 'NOT', 'FROM', '\\', '.', ':', '\u0000', '"'),
      ),
      { minLength: 1, maxLength: 3 },
    ),
  )
  .map(([soql, changes]) => {
    const words = soql.split(/\b/);
    for (const [place, word] of changes) words.splice(place % words.length, place % 3, word);
    return words.join('');
  });

describe('any text as a query', () => {
  it.each([
    ['put together from clauses', queries, 5000],
    ['of a real query that was damaged', damaged, 4000],
    ['of any characters', fc.string({ unit: 'binary', maxLength: 60 }), 1000],
    [
      'that begins like a query',
      fc.string({ maxLength: 40 }).map((text) => `SELECT Id FROM Case ${text}`),
      1000,
    ],
  ] as const)('gives records or a refusal with a known code: %s', (_name, texts, numRuns) => {
    fc.assert(
      fc.property(texts, (soql) => {
        outcome(soql);
      }),
      { numRuns },
    );
  });

  it('may be nested or long beyond all reason', () => {
    const where = (condition: string) => `SELECT Id FROM Case WHERE ${condition}`;
    const nest = (depth: number) => where(`${'('.repeat(depth)}Subject = 'a'${')'.repeat(depth)}`);
    expect(outcome(nest(150))).toBeUndefined();
    expect(outcome(nest(40_000))).toBe('QUERY_TOO_COMPLICATED');
    expect(
      outcome(where(`${`(Subject = 'b' OR (Subject != 'x' AND `.repeat(60)}Id != null${'))'.repeat(60)}`)),
    ).toBeUndefined();
    expect(outcome(where(Array.from({ length: 3000 }, () => `Subject = 'a'`).join(' OR ')))).toBeUndefined();
    expect(outcome(where(`NOT `.repeat(10_000) + `Subject = 'a'`))).toBe('QUERY_TOO_COMPLICATED');
    expect(
      outcome(`SELECT Id FROM Account WHERE NumberOfEmployees IN (${'1,'.repeat(45_000)}1)`),
    ).toBeUndefined();
    expect(outcome(where(`Subject = '${'a'.repeat(4001)}'`))).toBe('QUERY_TOO_COMPLICATED');
    expect(outcome(where(`Subject = '${'a'.repeat(100_000)}'`))).toBe('QUERY_TOO_COMPLICATED');
  });
});
