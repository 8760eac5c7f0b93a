import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestOrg, type TestOrg } from '../../support/local-org.ts';
import { queryPath, textAt } from '../server/org-client.ts';
import { sObject, soapClient, texts, type SoapClient } from './soap-client.ts';

let org: TestOrg;
let client: SoapClient;
beforeAll(async () => {
  org = await startTestOrg({ schemaFile: join(import.meta.dirname, 'soap-schema.json') });
  client = await soapClient(org);
});
afterAll(() => org.close());

const ask = (soql: string) => client.rest.call('GET', queryPath(soql));

async function ownerOfCase(header: string): Promise<string> {
  const answer = await client.call(`<n:create>${sObject('Case', '<Subject>S</Subject>')}</n:create>`, header);
  const [id = ''] = texts(answer, 'id');
  return textAt(await ask(`SELECT Owner.Name FROM Case WHERE Id = '${id}'`), 'records', 0, 'Owner', 'Name');
}

const assignment = (content: string) => `<n:AssignmentRuleHeader>${content}</n:AssignmentRuleHeader>`;

it('AssignmentRuleHeader is off unless it is sent; it takes the active rule or one by its id', async () => {
  const idle = await ask("SELECT Id FROM AssignmentRule WHERE Name = 'Idle'");
  const ruleId = textAt(idle, 'records', 0, 'Id');
  const useDefault = '<n:useDefaultRule>true</n:useDefaultRule>';
  const byId = `<n:assignmentRuleId>${ruleId}</n:assignmentRuleId>`;
  expect(await ownerOfCase('')).toBe('Local Admin');
  expect(await ownerOfCase(assignment('<n:useDefaultRule>false</n:useDefaultRule>'))).toBe('Local Admin');
  expect(await ownerOfCase(assignment(useDefault))).toBe('Second Level');
  expect(await ownerOfCase(assignment(byId))).toBe('Third Level');
});

it('DuplicateRuleHeader lets through what a DuplicateError warned of', async () => {
  const contact = sObject('Contact', '<LastName>Twice</LastName><Email>t@example.com</Email>');
  const create = (header = '') => client.call(`<n:create>${contact}</n:create>`, header);
  const [first = ''] = texts(await create(), 'id');
  const warned = await create();
  expect(warned).toContain('<result><errors xsi:type="DuplicateError"><message>');
  expect(warned).toContain(
    '<statusCode>DUPLICATES_DETECTED</statusCode><duplicateResult><allowSave>true</allowSave>',
  );
  expect(warned).toContain(`<sf:type>Contact</sf:type><sf:Id>${first}</sf:Id></record>`);
  const header = '<n:DuplicateRuleHeader><n:allowSave>true</n:allowSave></n:DuplicateRuleHeader>';
  expect(texts(await create(header), 'success')).toEqual(['true']);
});

it('headers that do nothing here are taken all the same', async () => {
  const header =
    '<n:CallOptions><n:client>x/1</n:client><n:defaultNamespace>ns</n:defaultNamespace></n:CallOptions>' +
    '<n:MruHeader><n:updateMru>true</n:updateMru></n:MruHeader><n:LocaleOptions><n:language>de</n:language></n:LocaleOptions>';
  expect(await ownerOfCase(header)).toBe('Local Admin');
});
