import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestOrg, type TestOrg } from '../records/test-org.ts';

let org: TestOrg;
let draft: string;
beforeAll(() => {
  // The states of Knowledge__kav itself are changed by publishing alone; an article type has the same fields.
  org = openTestOrg({ schemaFile: fileURLToPath(new URL('article-type.json', import.meta.url)) });
  org.create('FAQ__kav', { UrlName: 'a', Language: 'en_US', PublishStatus: 'Online' });
  draft = org.create('FAQ__kav', { UrlName: 'b', Language: 'en_US', PublishStatus: 'Draft' });
});
afterAll(() => {
  org.db.close();
});

function articles(where: string, version: number): unknown[] {
  const soql = `SELECT UrlName FROM FAQ__kav${where} ORDER BY UrlName`;
  const query = org.db.query(soql, { actor: org.actor, includeDeleted: false, dialect: 'rest', version });
  return [...query.records('/services/data/v46.0')].map(({ UrlName }) => UrlName);
}

describe('a query of articles', () => {
  it('gives published ones only up to version 46.0, and all from 47.0 on', () => {
    expect(articles(` WHERE Language = 'en_US'`, 46)).toEqual(['a']);
    expect(articles(` WHERE Language = 'en_US'`, 47)).toEqual(['a', 'b']);
    expect(articles('', 47)).toEqual(['a', 'b']);
  });

  it('gives what it asks for by status or id, in every version', () => {
    expect(articles(` WHERE Language = 'en_US' AND PublishStatus = 'Draft'`, 46)).toEqual(['b']);
    expect(articles(` WHERE (Id = '${draft}')`, 46)).toEqual(['b']);
  });

  it('must name a language up to version 46.0', () => {
    expect(() => articles('', 46)).toThrow(expect.objectContaining({ errorCode: 'MALFORMED_QUERY' }));
  });
});
