import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestOrg, type TestOrg } from '../../support/local-org.ts';
import { envelope, queryPath, soap, textAt } from '../server/org-client.ts';
import { sObject, soapClient, texts, type SoapClient } from './soap-client.ts';

let org: TestOrg;
let client: SoapClient;
beforeAll(async () => {
  org = await startTestOrg();
  client = await soapClient(org);
});
afterAll(() => org.close());

const create = (...records: string[]) => client.call(`<n:create>${records.join('')}</n:create>`);
const update = (...records: string[]) => client.call(`<n:update>${records.join('')}</n:update>`);

async function newId(type: string, fields: string): Promise<string> {
  return texts(await create(sObject(type, fields)), 'id')[0] ?? '';
}

async function read(soql: string, field: string): Promise<unknown> {
  const { body } = await client.rest.call('GET', queryPath(soql));
  return (body as { records: Record<string, unknown>[] }).records[0]?.[field];
}

describe('create() and update()', () => {
  it('answer as recorded: id and success, or errors before a nil id', async () => {
    expect(await create(sObject('Account', '<Name>A</Name>'))).toMatch(
      /<createResponse><result><id>001\w{15}<\/id><success>true<\/success><\/result><\/createResponse>/,
    );
    expect(await create(sObject('Contact', '<FirstName>A</FirstName>'))).toContain(
      '<result><errors><fields>LastName</fields><message>Required fields are missing: [LastName]</message>' +
        '<statusCode>REQUIRED_FIELD_MISSING</statusCode></errors><id xsi:nil="true"/><success>false</success></result>',
    );
  });

  it('take rows of several types, in up to ten chunks', async () => {
    const pair = [sObject('Account', '<Name>A</Name>'), sObject('Contact', '<LastName>C</LastName>')];
    const ten = Array.from({ length: 5 }, () => pair).flat();
    expect(texts(await create(...ten), 'success')).toEqual(Array.from({ length: 10 }, () => 'true'));
    expect(await create(...ten, ...pair)).toContain('<faultcode>sf:LIMIT_EXCEEDED</faultcode>');
  });

  it('take 200 rows and refuse the whole call with more', async () => {
    const rows = Array.from({ length: 201 }, () => sObject('Solution', '<SolutionName>S</SolutionName>'));
    expect(await create(...rows)).toContain('<faultcode>sf:EXCEEDED_ID_LIMIT</faultcode>');
    expect(texts(await create(...rows.slice(1)), 'id')).toHaveLength(200);
  });

  it('clear a field by fieldsToNull only: empty and nil elements say nothing', async () => {
    const id = await newId('Account', '<Name>A</Name><Phone>1</Phone><Fax>2</Fax><Website>w</Website>');
    const nil = '<Fax xsi:nil="true" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"/>';
    await update(
      sObject('Account', `<fieldsToNull>Website</fieldsToNull><Id>${id}</Id><Phone></Phone>${nil}`),
    );
    const soql = `SELECT Phone, Fax, Website FROM Account WHERE Id = '${id}'`;
    expect([await read(soql, 'Phone'), await read(soql, 'Fax'), await read(soql, 'Website')]).toEqual([
      '1',
      '2',
      null,
    ]);
  });

  it('refuse a field that has a value and stands in fieldsToNull', async () => {
    const id = await newId('Account', '<Name>A</Name>');
    const answer = await update(
      sObject('Account', `<fieldsToNull>Phone</fieldsToNull><Id>${id}</Id><Phone>1</Phone>`),
    );
    expect(texts(answer, 'statusCode')).toEqual(['INVALID_FIELD']);
    const required = await update(sObject('Account', `<fieldsToNull>Name</fieldsToNull><Id>${id}</Id>`));
    expect(texts(required, 'statusCode')).toEqual(['REQUIRED_FIELD_MISSING']);
  });

  it('find the parent by its external id in a nested sObject', async () => {
    const parent = await newId('Contact', '<LastName>P</LastName><Email>p@example.com</Email>');
    const nested = (email: string) =>
      `<Subject>C</Subject><Contact><type>Contact</type><Email>${email}</Email></Contact>`;
    const id = await newId('Case', nested('p@example.com'));
    expect(await read(`SELECT ContactId FROM Case WHERE Id = '${id}'`, 'ContactId')).toBe(parent);
    expect(await create(sObject('Case', nested('nobody@example.com')))).toContain(
      'Foreign key external ID: nobody@example.com not found',
    );
    const two = '<Contact><Email>p@example.com</Email><LastName>P</LastName></Contact>';
    expect(texts(await create(sObject('Case', two)), 'statusCode')).toEqual(['INVALID_FIELD']);
  });

  it('refuse the whole call for a type or a field that is not there', async () => {
    expect(await create(sObject('Nope', ''))).toContain('<sf:row>-1</sf:row><sf:column>-1</sf:column>');
    expect(await create(sObject('', ''))).toContain('Must send a concrete entity type.');
    expect(await create(sObject('Account', '<Nope>1</Nope>'))).toContain(
      "<sf:exceptionMessage>No such column 'Nope' on entity 'Account'.",
    );
  });

  it('take all rows back with AllOrNoneHeader', async () => {
    const rows = sObject('Account', '<Name>Only together</Name>') + sObject('Contact', '<Phone>1</Phone>');
    const header = '<n:AllOrNoneHeader><n:allOrNone>true</n:allOrNone></n:AllOrNoneHeader>';
    const answer = await client.call(`<n:create>${rows}</n:create>`, header);
    expect(texts(answer, 'statusCode')).toEqual([
      'ALL_OR_NONE_OPERATION_ROLLED_BACK',
      'REQUIRED_FIELD_MISSING',
    ]);
    expect(await read("SELECT Id FROM Account WHERE Name = 'Only together'", 'Id')).toBeUndefined();
  });

  it('cut text that is too long only with AllowFieldTruncationHeader', async () => {
    const call = `<n:create>${sObject('Contact', `<LastName>${'x'.repeat(90)}</LastName>`)}</n:create>`;
    const header =
      '<n:AllowFieldTruncationHeader><n:allowFieldTruncation>true</n:allowFieldTruncation></n:AllowFieldTruncationHeader>';
    expect(texts(await client.call(call), 'statusCode')).toEqual(['STRING_TOO_LONG']);
    expect(texts(await client.call(call, header), 'success')).toEqual(['true']);
  });
});

describe('upsert()', () => {
  const upsert = (field: string, ...records: string[]) =>
    client.call(
      `<n:upsert><n:externalIDFieldName>${field}</n:externalIDFieldName>${records.join('')}</n:upsert>`,
    );
  const contact = (email: string) => sObject('Contact', `<LastName>U</LastName><Email>${email}</Email>`);

  it('creates, then changes', async () => {
    expect(await upsert('Email', contact('u@example.com'))).toMatch(
      /<result><created>true<\/created><id>003\w{15}<\/id><success>true<\/success><\/result>/,
    );
    expect(texts(await upsert('email', contact('u@example.com')), 'created')).toEqual(['false']);
  });

  it('processes neither of two rows with one external id', async () => {
    const answer = await upsert('Email', contact('t@example.com'), contact('T@example.com'));
    expect(texts(answer, 'success')).toEqual(['false', 'false']);
    expect(await read("SELECT Id FROM Contact WHERE Email = 't@example.com'", 'Id')).toBeUndefined();
  });

  it('refuses several matches, several types, and a field that is no external id', async () => {
    await create(contact('d@example.com'), contact('d@example.com'));
    expect(texts(await upsert('Email', contact('d@example.com')), 'statusCode')).toEqual([
      'DUPLICATE_EXTERNAL_ID',
    ]);
    const types = await upsert('Id', contact('x@example.com'), sObject('Account', '<Name>A</Name>'));
    expect(types).toContain('<faultcode>sf:INVALID_TYPE</faultcode>');
    expect(await upsert('LastName', contact('x@example.com'))).toContain('is not an External ID');
  });
});

describe('delete() and undelete()', () => {
  it('answer for each id', async () => {
    const id = await newId('Account', '<Name>D</Name>');
    const ids = `<n:ids>${id}</n:ids>`;
    expect(await client.call(`<n:delete>${ids}</n:delete>`)).toContain(
      `<result><id>${id}</id><success>true</success></result>`,
    );
    const again = await client.call(`<n:delete>${ids}<n:ids>nonsense</n:ids></n:delete>`);
    expect(texts(again, 'statusCode')).toEqual(['ENTITY_IS_DELETED', 'MALFORMED_ID']);
    expect(texts(await client.call(`<n:undelete>${ids}</n:undelete>`), 'success')).toEqual(['true']);
    expect(await read(`SELECT Name FROM Account WHERE Id = '${id}'`, 'Name')).toBe('D');
  });
});

describe('retrieve()', () => {
  const retrieve = (fields: string, type: string, ...ids: string[]) =>
    client.call(
      `<n:retrieve><n:fieldList>${fields}</n:fieldList><n:sObjectType>${type}</n:sObjectType>` +
        `${ids.map((id) => `<n:ids>${id}</n:ids>`).join('')}</n:retrieve>`,
    );

  it('gives rows in the order of the ids, nil for what is missing', async () => {
    const a = await newId('Account', '<Name>A</Name>');
    const b = await newId('Account', '<Name>B</Name>');
    const answer = await retrieve('Name, Phone', 'Account', b, '001000000000000AAA', a.slice(0, 15));
    expect(answer).toContain(
      `<result xsi:type="sf:sObject"><sf:type>Account</sf:type><sf:Id>${b}</sf:Id><sf:Name>B</sf:Name>` +
        '<sf:Phone xsi:nil="true"/></result><result xsi:nil="true"/><result xsi:type="sf:sObject">' +
        `<sf:type>Account</sf:type><sf:Id>${a}</sf:Id>`,
    );
  });

  it('takes 2,000 ids and refuses more', async () => {
    const ids = Array.from({ length: 2001 }, () => '001000000000000AAA');
    expect(await retrieve('Id', 'Account', ...ids)).toContain('sf:EXCEEDED_ID_LIMIT');
    const answer = await retrieve('Id', 'Account', ...ids.slice(1));
    expect(answer.match(/<result xsi:nil="true"\/>/g)).toHaveLength(2000);
  });

  it('lets nothing but field names into the query', async () => {
    expect(await retrieve('Id FROM User--', 'Account', '001000000000000AAA')).toContain('sf:INVALID_FIELD');
  });
});

describe('every call', () => {
  it('tells the daily limit and counts against it', async () => {
    const first = Number(texts(await create(), 'current')[0]);
    const second = await create();
    expect(texts(second, 'current')).toEqual([String(first + 1)]);
    expect(second).toContain('<limit>100000</limit><type>API REQUESTS</type></limitInfo></LimitInfoHeader>');
  });

  it('needs a live session, and is refused when the daily limit is used up', async () => {
    expect((await soap(org, envelope('<n:create/>'))).text).toContain('sf:INVALID_SESSION_ID');
    await using spent = await startTestOrg({ limits: { DailyApiRequests: 0 } });
    const late = await soapClient(spent);
    expect(await late.call('<n:create/>')).toContain('<faultcode>sf:REQUEST_LIMIT_EXCEEDED</faultcode>');
  });

  it('of the enterprise API that is about records is not emulated', async () => {
    const path = '/services/Soap/c/64.0';
    expect((await soap(org, envelope('<n:create/>'), { path })).text).toContain(
      'NOT_EMULATED_HERE: create() of the enterprise API',
    );
  });

  it('sees what REST saved', async () => {
    const created = await client.rest.call('POST', '/sobjects/Account', { Name: 'a\u0001<b>\r\n' });
    const id = textAt(created, 'id');
    const answer = await client.call(
      `<n:query><n:queryString>SELECT Name FROM Account WHERE Id = '${id}'</n:queryString></n:query>`,
    );
    expect(answer).toMatch(/<sf:Name>a&lt;b&gt;/);
  });
});
