import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { goldenFolder, schemaGoldens } from '../../scripts/schema-goldens.ts';
import type { JsonSchema } from '../../src/contract/schema.ts';
import { metaSchemaProblems } from '../support/json-schema-2020.ts';
import { hasXmllint, xmlProblems } from '../support/xmllint.ts';

let current: ReadonlyMap<string, string>;
beforeAll(async () => {
  current = await schemaGoldens();
});

describe('the golden files', () => {
  it('are what the code gives: else run node scripts/schema-goldens.ts and read the difference', () => {
    expect(readdirSync(goldenFolder).sort()).toEqual([...current.keys()].sort());
    for (const [name, text] of current) expect(text, name).toBe(read(name));
  });

  it('are JSON Schema 2020-12', () => {
    const files = readdirSync(goldenFolder).filter((name) => name.endsWith('.json'));
    expect(files).toHaveLength(20);
    for (const name of files) expect(metaSchemaProblems(JSON.parse(read(name))), name).toEqual([]);
  });

  it.runIf(hasXmllint)('are XML Schema', () => {
    const files = readdirSync(goldenFolder).filter((name) => name.endsWith('.xsd'));
    expect(files).toHaveLength(5);
    for (const name of files) expect(xmlProblems(read(name), '<create/>'), name).toEqual([]);
  });
});

/** The facts of the object reference, apart from what the code happens to give. */
describe('the golden files say of', () => {
  it('Case that nothing is required, that status, priority and owner have defaults, and that picklists are open', () => {
    const { properties, required } = golden('Case.insert');
    expect(required).toBeUndefined();
    for (const name of ['Status', 'Priority', 'Origin', 'Type', 'Reason']) {
      expect(properties[name]).not.toHaveProperty('enum');
    }
    expect(facts(properties['Status'])).toMatchObject({ defaultedOnCreate: true, defaultValue: 'New' });
    expect(facts(properties['Priority'])).toMatchObject({ defaultValue: 'Medium' });
    expect(facts(properties['OwnerId'])).toMatchObject({
      referenceTo: ['Group', 'User'],
      polymorphic: true,
      defaultedOnCreate: true,
    });
    expect(properties['Description']).toMatchObject({ maxLength: 32_000 });
    expect(properties['Comments']).toMatchObject({ maxLength: 4000 });
  });

  it('Case that its number finds it and is written by the org, and that closing and contact data are read-only', () => {
    const { properties } = golden('Case.query');
    expect(properties['CaseNumber']).toMatchObject({ readOnly: true });
    expect(facts(properties['CaseNumber'])).toMatchObject({ idLookup: true, autoNumber: true });
    for (const file of ['Case.insert', 'Case.update', 'Case.upsert']) {
      const written = Object.keys(golden(file).properties);
      for (const name of ['CaseNumber', 'IsClosed', 'ClosedDate', 'ContactEmail', 'CreatedDate', 'Name'])
        expect(written).not.toContain(name);
      expect(written).toEqual(expect.arrayContaining(['Contact.Email', 'User:Owner.Username']));
    }
  });

  it('Contact that only the last name is required, that e-mail finds it, and that its owner is a user', () => {
    const { properties, required } = golden('Contact.insert');
    expect(required).toEqual(['LastName']);
    expect(Object.keys(properties)).not.toContain('Name');
    expect(facts(properties['Email'])).toMatchObject({ idLookup: true });
    expect(facts(properties['OwnerId'])['referenceTo']).toEqual(['User']);
    expect(Object.keys(properties)).toContain('Owner.Username');
    expect(golden('Contact.upsert').required).toBeUndefined();
  });

  it('Account that its name is required, its parts of an address are columns, and its employees have eight digits', () => {
    const { properties, required } = golden('Account.insert');
    expect(required).toEqual(['Name']);
    expect(Object.keys(properties)).toEqual(expect.arrayContaining(['BillingStreet', 'BillingCity']));
    expect(Object.keys(properties)).not.toContain('BillingAddress');
    expect(properties['NumberOfEmployees']).toMatchObject({ exclusiveMaximum: 1e8 });
    expect(golden('Account.update').required).toEqual(['Id']);
  });

  it('Account in groups that sums, averages and the latest of something may be nothing', () => {
    const { properties } = golden('Account.query');
    expect(properties).toMatchObject({
      accounts: { type: 'integer' },
      revenue: { type: ['number', 'null'] },
      expr0: { type: ['string', 'null'], format: 'date-time' },
      size: { type: ['number', 'null'] },
    });
  });

  it('EmailMessage that its status is stored as digits, and that nothing is strictly required', () => {
    const { properties, required } = golden('EmailMessage.insert');
    expect(required).toBeUndefined();
    expect(properties['Status']).toMatchObject({ enum: ['0', '1', '2', '3', '4', '5', null] });
    expect(facts(properties['Status'])).toMatchObject({
      labels: { 0: 'New', 1: 'Read', 2: 'Replied', 3: 'Sent', 4: 'Forwarded', 5: 'Draft' },
      defaultValue: '0',
    });
    expect(facts(properties['ParentId'])['referenceTo']).toEqual(['Case']);
    expect(facts(properties['RelatedToId'])).toMatchObject({ polymorphic: true });
  });

  it('Knowledge that title and URL name are required, and that nobody publishes by writing', () => {
    const { properties, required } = golden('Knowledge__kav.insert');
    expect(required).toEqual(['Title', 'UrlName']);
    expect(properties['UrlName']).toMatchObject({ maxLength: 255 });
    expect(facts(properties['UrlName'])).toMatchObject({ unique: true, caseSensitive: true, idLookup: true });
    expect(facts(properties['ValidationStatus'])).toMatchObject({ defaultValue: 'Not Validated' });
    for (const file of ['Knowledge__kav.insert', 'Knowledge__kav.update', 'Knowledge__kav.upsert']) {
      expect(Object.keys(golden(file).properties)).not.toContain('PublishStatus');
      expect(Object.keys(golden(file).properties)).not.toContain('KnowledgeArticleId');
    }
  });
});

interface Golden {
  readonly properties: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
}

function golden(name: string): Golden {
  return JSON.parse(read(`${name}.json`)) as Golden;
}

function facts(property: JsonSchema | undefined): JsonSchema {
  return property?.['x-salesforce'] as JsonSchema;
}

function read(name: string): string {
  return readFileSync(join(goldenFolder, name), 'utf8');
}
