import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { OrgTime } from '../../../src/local-org/server/org-time.ts';
import { startTestOrg, type TestOrg } from '../../support/local-org.ts';
import { sObject, soapClient, texts, type SoapClient } from './soap-client.ts';

const time = new OrgTime({ now: () => Date.now() });
let org: TestOrg;
let client: SoapClient;
let accountId = '';
beforeAll(async () => {
  org = await startTestOrg({ clock: time });
  client = await soapClient(org);
  const account = '<Name>A &amp; B</Name><AnnualRevenue>5</AnnualRevenue><BillingCity>Bern</BillingCity>';
  [accountId = ''] = texts(await client.call(`<n:create>${sObject('Account', account)}</n:create>`), 'id');
  const contact = sObject('Contact', `<LastName>C</LastName><AccountId>${accountId}</AccountId>`);
  const solutions = Array.from({ length: 199 }, () => sObject('Solution', '<SolutionName>S</SolutionName>'));
  await client.call(`<n:create>${contact}${solutions.join('')}</n:create>`);
  await client.call(`<n:create>${solutions.slice(0, 50).join('')}</n:create>`);
});
afterAll(() => org.close());

const query = (soql: string, header = '', operation = 'query') =>
  client.call(`<n:${operation}><n:queryString>${soql}</n:queryString></n:${operation}>`, header);
const queryMore = (locator: string) =>
  client.call(`<n:queryMore><n:queryLocator>${locator}</n:queryLocator></n:queryMore>`);
const batch = (size: number | string) =>
  `<n:QueryOptions><n:batchSize>${size}</n:batchSize></n:QueryOptions>`;

describe('a row of query()', () => {
  it('shows Id twice when it was selected and nil when not, as recorded', async () => {
    expect(await query('SELECT Id, Name FROM Account')).toContain(
      '<result xsi:type="QueryResult"><done>true</done><queryLocator xsi:nil="true"/>' +
        `<records xsi:type="sf:sObject"><sf:type>Account</sf:type><sf:Id>${accountId}</sf:Id>` +
        `<sf:Id>${accountId}</sf:Id><sf:Name>A &amp; B</sf:Name></records><size>1</size></result>`,
    );
    expect(await query('SELECT Phone FROM Account')).toContain(
      '<sf:type>Account</sf:type><sf:Id xsi:nil="true"/><sf:Phone xsi:nil="true"/></records>',
    );
  });

  it('writes values as SOAP does: dateTimes in Z, doubles with a point, addresses in parts', async () => {
    const answer = await query('SELECT CreatedDate, AnnualRevenue, BillingAddress FROM Account');
    expect(answer).toMatch(/<sf:CreatedDate>\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.000Z<\/sf:CreatedDate>/);
    expect(answer).toContain('<sf:AnnualRevenue>5.0</sf:AnnualRevenue>');
    expect(answer).toContain(
      '<sf:BillingAddress xsi:type="address"><latitude xsi:nil="true"/><longitude xsi:nil="true"/><city>Bern</city>',
    );
  });

  it('nests parents as sObjects and children as query results', async () => {
    expect(await query('SELECT Account.Name FROM Contact')).toContain(
      '<sf:Account xsi:type="sf:sObject"><sf:type>Account</sf:type><sf:Id xsi:nil="true"/>' +
        '<sf:Name>A &amp; B</sf:Name></sf:Account>',
    );
    expect(await query('SELECT (SELECT LastName FROM Contacts) FROM Account')).toContain(
      '<sf:Contacts xsi:type="QueryResult"><done>true</done><queryLocator xsi:nil="true"/>' +
        '<records xsi:type="sf:sObject"><sf:type>Contact</sf:type><sf:Id xsi:nil="true"/>' +
        '<sf:LastName>C</sf:LastName></records><size>1</size></sf:Contacts>',
    );
  });

  it('of an aggregate says the types of its values', async () => {
    expect(await query('SELECT COUNT(Id), MAX(Name) m FROM Account')).toContain(
      '<sf:type>AggregateResult</sf:type><sf:Id xsi:nil="true"/><sf:expr0 xsi:type="xsd:int">1</sf:expr0>' +
        '<sf:m xsi:type="xsd:string">A &amp; B</sf:m>',
    );
    expect(await query('SELECT COUNT() FROM Solution')).toContain(
      '<done>true</done><queryLocator xsi:nil="true"/><size>249</size>',
    );
  });
});

describe('queryMore()', () => {
  const firstLocator = async () =>
    texts(await query('SELECT Id FROM Solution', batch(200)), 'queryLocator')[0] ?? '';

  it('goes on once behind each locator', async () => {
    const first = await query('SELECT Id FROM Solution', batch(200));
    expect([texts(first, 'done'), texts(first, 'size')]).toEqual([['false'], ['249']]);
    const [locator = ''] = texts(first, 'queryLocator');
    const second = await queryMore(locator);
    expect([texts(second, 'done'), second.match(/<records/g)?.length]).toEqual([['true'], 49]);
    expect(await queryMore(locator)).toContain('<sf:InvalidQueryLocatorFault');
  });

  it('refuses locators that are too old or made up', async () => {
    const locator = await firstLocator();
    expect(await queryMore(locator.replace('-200', '-201'))).toContain('sf:INVALID_QUERY_LOCATOR');
    expect(await queryMore('')).toContain('sf:INVALID_QUERY_LOCATOR');
    time.advance(2 * 24 * 3600 * 1000);
    client = await soapClient(org);
    expect(await queryMore(locator)).toContain('sf:INVALID_QUERY_LOCATOR');
  });

  it.each([199, 2001, 'many'])('refuses a batch size of %s', async (size) => {
    expect(await query('SELECT Id FROM Solution', batch(size))).toContain('sf:INVALID_BATCH_SIZE');
  });
});

describe('queryAll()', () => {
  it('shows deleted records too', async () => {
    const [id = ''] = texts(
      await client.call(
        `<n:create>${sObject('Asset', `<Name>X</Name><AccountId>${accountId}</AccountId>`)}</n:create>`,
      ),
      'id',
    );
    await client.call(`<n:delete><n:ids>${id}</n:ids></n:delete>`);
    expect(texts(await query('SELECT Id FROM Asset'), 'size')).toEqual(['0']);
    expect(texts(await query('SELECT Id FROM Asset', '', 'queryAll'), 'size')).toEqual(['1']);
  });
});

describe('a query that is wrong', () => {
  it.each([
    ['SELECT Id, Nope FROM Account', 'InvalidFieldFault', '<sf:row>1</sf:row><sf:column>12</sf:column>'],
    ['SELECT Id FROM Nope', 'InvalidSObjectFault', '<sf:row>1</sf:row>'],
    ['SELECT Id FROM Account WHERE', 'MalformedQueryFault', '<sf:row>1</sf:row>'],
    ['', 'MalformedQueryFault', '<sf:row>-1</sf:row>'],
  ])('%j is refused with %s and its place', async (soql, faultType, place) => {
    const answer = await query(soql);
    expect(answer).toContain(`<sf:${faultType} xsi:type="sf:${faultType}">`);
    expect(answer).toContain(place);
  });
});
