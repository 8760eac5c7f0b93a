import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestOrg, type TestOrg } from '../../support/local-org.ts';
import { soapClient, texts, type SoapClient } from './soap-client.ts';

let org: TestOrg;
let client: SoapClient;
beforeAll(async () => {
  org = await startTestOrg();
  client = await soapClient(org);
});
afterAll(() => org.close());

const types = (...names: string[]) => names.map((name) => `<n:sObjectType>${name}</n:sObjectType>`).join('');

it('describeGlobal() lists every object and the 200 records of a call', async () => {
  const answer = await client.call('<n:describeGlobal/>');
  expect(answer).toContain('<result><encoding>UTF-8</encoding><maxBatchSize>200</maxBatchSize><sobjects>');
  const { body } = await client.rest.call('GET', '/sobjects');
  const { sobjects } = body as { sobjects: { name: string }[] };
  expect(texts(answer, 'name')).toEqual(sobjects.map(({ name }) => name));
});

it('describeSObject() tells what REST tells, in the order of the WSDL', async () => {
  const answer = await client.call(`<n:describeSObject>${types('case')}</n:describeSObject>`);
  const { body } = await client.rest.call('GET', '/sobjects/Case/describe');
  const { fields } = body as { fields: { soapType: string; name: string }[] };
  expect(texts(answer, 'soapType')).toHaveLength(fields.length);
  expect(answer).toMatch(/<keyPrefix>500<\/keyPrefix><label>Case<\/label><labelPlural>Cases<\/labelPlural>/);
  expect(answer).toContain(`<urlNew>${org.url}/500/e</urlNew></result>`);
});

it('describeSObjects() takes 100 types', async () => {
  const names = Array.from({ length: 101 }, () => 'CaseStatus');
  const many = (all: string[]) => client.call(`<n:describeSObjects>${types(...all)}</n:describeSObjects>`);
  expect((await many(names.slice(1))).match(/<result>/g)).toHaveLength(100);
  expect(await many(names)).toContain('sf:EXCEEDED_MAX_TYPES_LIMIT');
  expect(await many(['Account', 'Nope'])).toContain('<sf:InvalidSObjectFault');
});
