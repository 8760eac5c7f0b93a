import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestOrg, type TestOrg } from '../../support/local-org.ts';
import { at, queryPath, signIn, textAt, type OrgClient } from '../server/org-client.ts';

const schema = {
  sobjects: [
    {
      name: 'Case',
      assignmentRules: [
        { name: 'All', entries: [{ assignTo: 'Support_Queue' }] },
        { name: 'Other', active: false, entries: [{ assignTo: 'Second_Level' }] },
      ],
    },
    { name: 'Contact', duplicateRules: [{ name: 'Same', match: ['Email'], action: 'allow' }] },
  ],
  queues: [{ developerName: 'Second_Level', name: 'Second Level', objects: ['Case'] }],
};

let folder: string;
let org: TestOrg;
let client: OrgClient;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'options-'));
  const schemaFile = join(folder, 'schema.json');
  writeFileSync(schemaFile, JSON.stringify(schema));
  org = await startTestOrg({ schemaFile });
  client = await signIn(org);
});
afterAll(async () => {
  await org.close();
  rmSync(folder, { recursive: true });
});

describe('Sforce-Auto-Assign', () => {
  async function ownerOf(headers: Record<string, string>): Promise<string> {
    const id = textAt(await client.call('POST', '/sobjects/Case', {}, headers), 'id');
    const soql = `SELECT Owner.Name FROM Case WHERE Id = '${id}'`;
    return textAt(await client.call('GET', queryPath(soql)), 'records', 0, 'Owner', 'Name');
  }

  it('is on unless it says no, and takes the id of a rule', async () => {
    const rules = queryPath("SELECT Id FROM AssignmentRule WHERE Name = 'Other'");
    const ruleId = textAt(await client.call('GET', rules), 'records', 0, 'Id');
    expect(await ownerOf({})).toBe('Support Queue');
    expect(await ownerOf({ 'Sforce-Auto-Assign': 'FALSE' })).toBe('Local Admin');
    expect(await ownerOf({ 'Sforce-Auto-Assign': ruleId })).toBe('Second Level');
  });

  it('decides in Collections too', async () => {
    const records = [{ attributes: { type: 'Case' }, Subject: 'collected' }];
    await client.call('POST', '/composite/sobjects', { records });
    const soql = "SELECT Owner.Name FROM Case WHERE Subject = 'collected'";
    const found = await client.call('GET', queryPath(soql));
    expect(at(found, 'records', 0, 'Owner', 'Name')).toBe('Support Queue');
  });
});

describe('Sforce-Duplicate-Rule-Header', () => {
  const allow = { 'Sforce-Duplicate-Rule-Header': 'allowSave=true; runAsCurrentUser=true' };
  const person = { LastName: 'Lee', Email: 'lee@example.com' };

  it('lets through what a rule warns of; without it the answer names rule and records', async () => {
    const id = textAt(await client.call('POST', '/sobjects/Contact', person), 'id');
    const refused = await client.call('POST', '/sobjects/Contact', person);
    expect(refused.status).toBe(400);
    expect(at(refused, 0)).toMatchObject({
      errorCode: 'DUPLICATES_DETECTED',
      message: 'Use one of these records?',
      duplicateResult: {
        allowSave: true,
        duplicateRule: 'Same',
        matchResults: [{ size: 1, matchRecords: [{ record: { attributes: { type: 'Contact' }, Id: id } }] }],
      },
    });
    const older = '/services/data/v51.0/sobjects/Contact';
    expect((await client.call('POST', older, person, allow)).status).toBe(400);
    expect((await client.call('POST', '/sobjects/Contact', person, allow)).status).toBe(201);
  });

  it('is heard by Collections, whose items carry the result', async () => {
    const records = [{ attributes: { type: 'Contact' }, ...person }];
    const path = '/composite/sobjects';
    const refused = await client.call('POST', path, { records });
    expect(at(refused, 0, 'errors', 0)).toMatchObject({
      statusCode: 'DUPLICATES_DETECTED',
      duplicateResult: { duplicateRule: 'Same' },
    });
    expect(at(await client.call('POST', path, { records }, allow), 0, 'success')).toBe(true);
  });
});
