import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SoqlError } from '../../../src/local-org/records/org-database.ts';
import { openTestOrg, type TestOrg } from '../records/test-org.ts';

const samples = JSON.parse(
  readFileSync(new URL('../../../fixtures/soql/sample-queries.json', import.meta.url), 'utf8'),
) as string[];

let org: TestOrg;
beforeAll(() => {
  org = openTestOrg({
    schemaFile: fileURLToPath(new URL('sample-queries-schema.json', import.meta.url)),
  });
});
afterAll(() => {
  org.db.close();
});

interface Reason {
  readonly why: string;
  readonly errorCode: string;
  /** What these queries have in common; the first reason that fits counts. */
  readonly when: RegExp;
}

/** Why queries of the collection are refused. Every other one must run. */
const REASONS: readonly Reason[] = [
  {
    why: 'comments are not a part of SOQL',
    errorCode: 'MALFORMED_QUERY',
    when: /\/\/ the fields|^\/\* leading|\/\/ real/,
  },
  { why: 'bind variables are a part of Apex', errorCode: 'MALFORMED_QUERY', when: /(=|IN) :/ },
  { why: 'only Apex locks records', errorCode: 'MALFORMED_QUERY', when: /FOR UPDATE/ },
  { why: 'the org has no data categories', errorCode: 'NOT_EMULATED_HERE', when: /WITH DATA CATEGORY/ },
  {
    why: 'the object or child relationship is of another org, or not one of Service Cloud',
    errorCode: 'INVALID_TYPE',
    when: /LoginHistory|AuraDefinition|Dashboard|FAQ__kav|Warehouse__c|SBQQ__Quoteline|FROM Invoice__c|ProcessInstanceWorkitem|ChildAccounts1|Foo\.Bars|OpportunityLineItems/,
  },
  {
    why: 'the field is of another org',
    errorCode: 'INVALID_FIELD',
    when: /\bFoo\b (=|IN)|\bFOO\b =$|State_Abbr_c|Invoice_Type__c|Location\b.*FROM CONTACT|Location__c, GEO.*FROM CONTACT/,
  },
  {
    why: 'the text is not an id',
    errorCode: 'INVALID_QUERY_FILTER_OPERATOR',
    when: /Account WHERE \(Id IN \('1'|NOT Id = '2'|id = '12345'/,
  },
  {
    why: 'long text areas cannot be filtered',
    errorCode: 'INVALID_FIELD',
    when: /Description = '/,
  },
  {
    why: 'numbers stand beside text in the list',
    errorCode: 'INVALID_FIELD',
    when: /Industry IN \('media', null, 1/,
  },
  {
    why: 'TYPEOF is not allowed in a semi-join',
    errorCode: 'MALFORMED_QUERY',
    when: /IN \(SELECT TYPEOF/,
  },
  { why: 'FIELDS() is unbounded', errorCode: 'MALFORMED_QUERY', when: /FIELDS\((ALL|CUSTOM)\)/ },
  {
    why: 'a field beside an aggregate is not grouped',
    errorCode: 'MALFORMED_QUERY',
    when: /COUNT\(Name\)cnt FROM Lead$/,
  },
  {
    why: 'aggregates take one field',
    errorCode: 'MALFORMED_QUERY',
    when: /(COUNT|GROUPING)\(Id, ?\w+\)/,
  },
  {
    why: 'accounts have no such scope',
    errorCode: 'MALFORMED_QUERY',
    when: /USING SCOPE myRule/,
  },
  {
    why: 'the org has no teams, territories, delegates, scoping rules or list of recent records',
    errorCode: 'NOT_EMULATED_HERE',
    when: /USING SCOPE (?!everything|mine)/,
  },
];

function errorCodeOf(soql: string): string | undefined {
  try {
    const query = org.query(soql);
    query.totalSize();
    for (const record of query.records('/services/data/v67.0')) expect(record).toHaveProperty('attributes');
    return undefined;
  } catch (error) {
    if (error instanceof SoqlError) return error.errorCode;
    throw error;
  }
}

describe('the collection of a public SOQL parser', () => {
  it('has 146 queries, and no reason is without one', () => {
    expect(samples).toHaveLength(146);
    expect(REASONS.filter(({ when }) => !samples.some((soql) => when.test(soql)))).toEqual([]);
  });

  it.each(samples.map((soql, i) => [i, soql] as const))(
    'query %i runs or is refused for its reason: %s',
    (_i, soql) => {
      const reason = REASONS.find(({ when }) => when.test(soql));
      const errorCode = errorCodeOf(soql);
      expect([errorCode, reason?.why]).toEqual([reason?.errorCode, reason?.why]);
    },
  );
});
