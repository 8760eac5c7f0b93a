import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { loadCatalogue } from '../../../src/local-org/catalogue/load-catalogue.ts';
import { SchemaFileError } from '../../../src/local-org/catalogue/schema-file.ts';
import type { InputFields, SaveOptions } from '../../../src/local-org/records/org-database.ts';
import { errorsOf, idOf, openTestOrg, type TestOrg } from './test-org.ts';

const page = join(import.meta.dirname, '../../../docs/local-org/records.md');
let folder: string;
let schemaFile: string;
let org: TestOrg;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'rules-'));
  schemaFile = join(folder, 'schema.json');
  const [, example = ''] = /^```json\n([\s\S]*?)^```$/m.exec(readFileSync(page, 'utf8')) ?? [];
  writeFileSync(schemaFile, example);
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});
beforeEach(() => {
  org = openTestOrg({ schemaFile });
});
afterEach(() => {
  org.db.close();
});

function only(soql: string): Record<string, unknown> | undefined {
  return org.select(soql)[0];
}

function typeId(developerName: string): string {
  return String(only(`SELECT Id FROM RecordType WHERE DeveloperName = '${developerName}'`)?.['Id']);
}

function refusals(object: string, fields: InputFields, options: SaveOptions = {}): [string, string][] {
  return errorsOf(org.db.insert(object, fields, org.actor, options)).map((error) => [
    error.statusCode,
    error.message,
  ]);
}

describe('record types of a schema file', () => {
  it('are records, show in describe and are given to new records', () => {
    const id = typeId('Question');
    expect(id).toMatch(/^012/);
    expect(org.db.catalogue.find('Case')?.describe['recordTypeInfos']).toMatchObject([
      { developerName: 'Question', recordTypeId: id, defaultRecordTypeMapping: true, master: false },
      { developerName: 'Return', defaultRecordTypeMapping: false },
      { developerName: 'Master', recordTypeId: '012000000000000AAA', master: true },
    ]);
    org.create('Case', {});
    expect(only('SELECT RecordTypeId, RecordType.Name, Channel__c FROM Case')).toMatchObject({
      RecordTypeId: id,
      RecordType: { Name: 'Question' },
      Channel__c: 'Phone',
    });
  });

  it('leave some values of a picklist, on create and on change', () => {
    const RecordTypeId = typeId('Return');
    const wrong = 'Channel: bad value for restricted picklist field: Web';
    const code = 'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST';
    expect(refusals('Case', { RecordTypeId, Channel__c: 'Web' })).toEqual([[code, wrong]]);
    const id = org.create('Case', { RecordTypeId, Channel__c: 'Shop' });
    expect(errorsOf(org.db.update('Case', id, { Channel__c: 'Web' }, org.actor))[0]?.statusCode).toBe(code);
    const moved = { RecordTypeId: typeId('Question'), Channel__c: 'Web' };
    expect(org.db.update('Case', id, moved, org.actor).success).toBe(true);
  });

  it('are found by name among those of the object', () => {
    const file = join(folder, 'namesakes.json');
    const recordTypes = [{ name: 'Question', developerName: 'Question' }];
    const sobjects = ['Case', 'Lead'].map((name) => ({ name, recordTypes }));
    writeFileSync(file, JSON.stringify({ sobjects }));
    const twice = openTestOrg({ schemaFile: file });
    twice.create('Case', { RecordType: { externalIdField: 'Name', value: 'Question' } });
    const [record] = twice.select('SELECT RecordType.SobjectType FROM Case');
    expect(record?.['RecordType']).toMatchObject({ SobjectType: 'Case' });
    twice.db.close();
  });

  it('must be of the object; Master is none', () => {
    expect(refusals('Case', { RecordTypeId: '012RO0000000009' })[0]?.[0]).toBe('INVALID_CROSS_REFERENCE_KEY');
    org.create('Case', { RecordTypeId: '012000000000000AAA', Channel__c: 'Shop' });
    expect(only('SELECT RecordTypeId FROM Case')?.['RecordTypeId']).toBeNull();
  });
});

describe('a validation rule', () => {
  it('refuses what its condition holds for, and nothing is left of it', () => {
    expect(errorsOf(org.db.insert('Case', { Status: 'Closed', Comments: 'c' }, org.actor))).toEqual([
      {
        statusCode: 'FIELD_CUSTOM_VALIDATION_EXCEPTION',
        message: 'Say why the case was closed.',
        fields: ['Reason'],
      },
    ]);
    expect(org.query('SELECT COUNT() FROM Case', { includeDeleted: true }).totalSize()).toBe(0);
    expect(org.query('SELECT COUNT() FROM CaseComment').totalSize()).toBe(0);
  });

  it('sees an update as it would be', () => {
    const id = org.create('Case', { Subject: 'a' });
    const close = { Status: 'Closed', Subject: 'b' };
    expect(org.db.update('Case', id, close, org.actor).success).toBe(false);
    expect(only('SELECT Subject, Status FROM Case')).toMatchObject({ Subject: 'a', Status: 'New' });
    idOf(org.db.update('Case', id, { ...close, Reason: 'Other' }, org.actor));
  });

  it('refuses one row of a transaction and leaves the others', () => {
    org.db.transaction(() => {
      org.create('Case', { Subject: 'good' });
      expect(refusals('Case', { Status: 'Closed' })).toHaveLength(1);
      org.create('Case', { Subject: 'good' });
    });
    expect(org.query("SELECT COUNT() FROM Case WHERE Subject = 'good'").totalSize()).toBe(2);
  });
});

describe('a duplicate rule', () => {
  const person = { LastName: 'Lee', Email: 'lee@example.com' };

  it('names the records that look the same, and is overruled by the header when it only warns', () => {
    const first = org.create('Contact', person);
    const [error] = errorsOf(org.db.insert('Contact', { ...person, LastName: 'LEE' }, org.actor));
    expect(error).toEqual({
      statusCode: 'DUPLICATES_DETECTED',
      message: 'Use one of these records?',
      fields: [],
      duplicateResult: {
        allowSave: true,
        duplicateRule: 'Same_Person',
        duplicateRuleEntityType: 'Contact',
        errorMessage: 'Use one of these records?',
        matchedRecords: [{ type: 'Contact', id: first }],
      },
    });
    expect(refusals('Contact', person, { allowDuplicates: true })).toEqual([]);
  });

  it('that blocks cannot be overruled, and empty values match nothing', () => {
    org.create('Contact', { LastName: 'a', MobilePhone: '1' });
    const same = { LastName: 'b', MobilePhone: '1' };
    expect(refusals('Contact', same, { allowDuplicates: true })).toEqual([
      ['DUPLICATES_DETECTED', 'Somebody has this number.'],
    ]);
    expect([refusals('Contact', { LastName: 'c' }), refusals('Contact', { LastName: 'c' })]).toEqual([
      [],
      [],
    ]);
  });

  it('is not asked when a change leaves its fields alone', () => {
    org.create('Contact', person);
    const id = idOf(org.db.insert('Contact', person, org.actor, { allowDuplicates: true }));
    idOf(org.db.update('Contact', id, { Title: 'Dr' }, org.actor));
    expect(org.db.update('Contact', id, { Email: 'LEE@example.com' }, org.actor).success).toBe(false);
  });
});

describe('an assignment rule', () => {
  const owner = (id: string) => only(`SELECT Owner.Name FROM Case WHERE Id = '${id}'`)?.['Owner'];
  const assigned = (fields: InputFields, assignment: SaveOptions['assignment']) =>
    idOf(org.db.insert('Case', fields, org.actor, assignment === undefined ? {} : { assignment }));

  it('gives the owner of the first entry that fits, when it is asked for', () => {
    expect(owner(assigned({ Priority: 'High', Origin: 'Web' }, 'default'))).toMatchObject({
      Name: 'Second Level',
    });
    expect(owner(assigned({ Origin: 'Web' }, 'default'))).toMatchObject({ Name: 'Support Queue' });
    expect(owner(assigned({ Origin: 'Phone' }, 'default'))).toMatchObject({ Name: 'Local Admin' });
    expect(owner(assigned({ Priority: 'High' }, undefined))).toMatchObject({ Name: 'Local Admin' });
  });

  it('is found by the id of its record, and only there', () => {
    const ruleId = String(only('SELECT Id FROM AssignmentRule')?.['Id']);
    expect(owner(assigned({ Priority: 'High' }, { ruleId }))).toMatchObject({ Name: 'Second Level' });
    const unknown = { assignment: { ruleId: '01QRO0000000001' } };
    expect(refusals('Case', {}, unknown)[0]?.[0]).toBe('INVALID_CROSS_REFERENCE_KEY');
  });
});

describe('fields of a schema file', () => {
  it('number by their display format and have defaults and places', () => {
    org.create('Ticket__c', { Place__Latitude__s: 52.5, Place__Longitude__s: '13.4' });
    org.create('Ticket__c', {});
    expect(org.select('SELECT Name FROM Ticket__c ORDER BY Name').map((record) => record['Name'])).toEqual([
      'T-0001',
      'T-0002',
    ]);
    expect(only('SELECT Place__c FROM Ticket__c ORDER BY Name')?.['Place__c']).toEqual({
      latitude: 52.5,
      longitude: 13.4,
    });
    org.create('Case', {});
    expect(only('SELECT Urgency__c FROM Case')?.['Urgency__c']).toBe(3);
  });
});

describe('a number field', () => {
  it('takes as many digits before the point as its precision leaves', () => {
    const file = join(folder, 'numbers.json');
    const fields = [{ name: 'Cost__c', type: 'double', precision: 5, scale: 2 }];
    writeFileSync(file, JSON.stringify({ sobjects: [{ name: 'Case', fields }] }));
    const narrow = openTestOrg({ schemaFile: file });
    narrow.create('Case', { Cost__c: '-999.99' });
    expect(errorsOf(narrow.db.insert('Case', { Cost__c: 1000 }, narrow.actor))).toEqual([
      {
        statusCode: 'NUMBER_OUTSIDE_VALID_RANGE',
        message: 'Cost: value outside of valid range on numeric field: 1000',
        fields: ['Cost__c'],
      },
    ]);
    narrow.db.close();
  });
});

describe('a data file', () => {
  it('that has the records of a schema file already gets none twice', () => {
    const file = join(folder, 'org.db');
    const counts = [1, 2].map(() => {
      const opened = openTestOrg({ schemaFile, file });
      const count = ['RecordType', 'AssignmentRule', 'Group', 'QueueSobject'].map((object) =>
        opened.query(`SELECT COUNT() FROM ${object}`).totalSize(),
      );
      opened.db.close();
      return count;
    });
    expect(counts).toEqual([
      [2, 1, 2, 3],
      [2, 1, 2, 3],
    ]);
  });
});

describe('a condition with a date literal', () => {
  it('means the day of the org, not the day of its start', () => {
    const file = join(folder, 'dates.json');
    const errorCondition = 'IsClosed = true AND CreatedDate = TODAY';
    const validationRules = [{ name: 'Patience', errorCondition, errorMessage: 'Not today.' }];
    writeFileSync(file, JSON.stringify({ sobjects: [{ name: 'Case', validationRules }] }));
    const patient = openTestOrg({ schemaFile: file });
    const id = patient.create('Case', {});
    const close = () => patient.db.update('Case', id, { Status: 'Closed' }, patient.actor);
    expect(close().success).toBe(false);
    patient.setTime('2026-05-14T12:00:00Z');
    expect(close().success).toBe(true);
    patient.db.close();
  });
});

describe('a schema file with bad rules', () => {
  function problems(content: unknown): readonly string[] {
    const file = join(folder, 'bad.json');
    writeFileSync(file, JSON.stringify(content));
    try {
      openTestOrg({ schemaFile: file }).db.close();
    } catch (error) {
      if (error instanceof SchemaFileError) return error.problems;
      throw error;
    }
    return [];
  }

  it('names keys that it does not know, and what was meant', () => {
    expect(
      problems({
        queue: [],
        sobjects: [{ name: 'Case', feilds: [], fields: [{ name: 'X__c', type: 'string', lenght: 3 }] }],
      }),
    ).toEqual([
      "queue: is not known here, did you mean 'queues'?",
      "sobjects.0.feilds: is not known here, did you mean 'fields'?",
      "sobjects.0.fields.0.lenght: is not known here, did you mean 'length'?",
    ]);
  });

  it('names every condition, field and value that does not exist', () => {
    const rule = { name: 'r', errorMessage: 'm' };
    expect(
      problems({
        sobjects: [
          {
            name: 'Case',
            fields: [{ name: 'Since__c', type: 'date', defaultValue: 'soon' }],
            validationRules: [
              { ...rule, errorCondition: 'Nope__c = 1' },
              { ...rule, errorCondition: 'Subject = null', errorField: 'Nope__c' },
            ],
            duplicateRules: [{ name: 'd', match: ['Nope__c'] }],
            recordTypes: [{ name: 't', developerName: 'T', picklistValues: { Origin: ['Pigeon'] } }],
          },
        ],
      }).map((problem) => problem.split(':')[0]),
    ).toEqual([
      'Case, record type T',
      'Case, validation rule r',
      'Case, validation rule r',
      'Case, duplicate rule d',
      'Case, default value',
    ]);
  });

  it('has one default record type, one active assignment rule, and those of cases and leads only', () => {
    const type = { name: 't', default: true };
    const rules = [{ name: 'a' }, { name: 'b' }];
    const file = join(folder, 'bad.json');
    const recordTypes = [
      { ...type, developerName: 'A' },
      { ...type, developerName: 'B' },
    ];
    writeFileSync(
      file,
      JSON.stringify({ sobjects: [{ name: 'Contact', recordTypes, assignmentRules: rules }] }),
    );
    expect(() => loadCatalogue({ schemaFile: file })).toThrow(
      /only Case and Lead .*only one can be active.*only one can be the default/,
    );
  });
});
