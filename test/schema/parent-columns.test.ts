import { describe, expect, it } from 'vitest';
import { ConnectorError } from '../../src/errors/connector-error.ts';
import { describeParents } from '../../src/schema/parent-objects.ts';
import { writeRowSchema } from '../../src/schema/row-schema.ts';
import type { SObjectDescribe } from '../../src/schema/sobject-describe.ts';
import { describeWith } from '../support/field.ts';
import { recordedDescribe } from '../support/recorded-describe.ts';

const caseObject = recordedDescribe('Case');
const user = describeWith([{ name: 'Username', idLookup: true, nillable: false, length: 80 }], 'User');

function answers(objects: Readonly<Record<string, SObjectDescribe>>, asked: string[] = []) {
  return (name: string): Promise<SObjectDescribe> => {
    asked.push(name);
    const found = objects[name];
    return found === undefined
      ? Promise.reject(new ConnectorError('unknown-object', `There is no ${name}.`))
      : Promise.resolve(found);
  };
}

async function caseSchema(objects: Readonly<Record<string, SObjectDescribe>>) {
  const parents = await describeParents(caseObject, 'insert', answers(objects));
  const schema = writeRowSchema(caseObject, 'insert', { parents });
  const properties = schema['properties'] as Record<string, Record<string, unknown>>;
  const patterns = Object.keys(schema['patternProperties'] ?? {});
  return { properties, dotted: Object.keys(properties).filter((name) => name.includes('.')), patterns };
}

describe('parents of a write', () => {
  it('are found by their keys, and by no other field', async () => {
    const { properties, dotted, patterns } = await caseSchema({
      Contact: recordedDescribe('Contact'),
      User: user,
    });
    expect(dotted).toEqual(['Contact.Email', 'Parent.CaseNumber', 'User:Owner.Username']);
    expect(properties['Contact.Email']).toMatchObject({
      type: ['string', 'null'],
      format: 'email',
      maxLength: 80,
      'x-salesforce': { sets: 'ContactId', idLookup: true },
    });
    // A case cannot be without an owner.
    expect(properties['User:Owner.Username']).toMatchObject({ type: 'string', maxLength: 80 });
    expect(patterns.some((pattern) => new RegExp(pattern).test('Contact.LastName'))).toBe(false);
  });

  it('are taken by any field where the org does not show the object', async () => {
    const { dotted, patterns } = await caseSchema({ Contact: recordedDescribe('Contact') });
    const takes = (column: string) => patterns.some((pattern) => new RegExp(pattern).test(column));
    expect(dotted).toEqual(['Contact.Email', 'Parent.CaseNumber']);
    expect(takes('User:Owner.Username')).toBe(true);
    expect(takes('Asset.Key__c')).toBe(true);
    expect(takes('Contact.Email')).toBe(false);
  });

  it('may stand in for a lookup that a new record needs', () => {
    const comment = describeWith([
      { ...lookupTo('Parent', ['Case'], 1), name: 'ParentId', nillable: false },
      { name: 'CommentBody', nillable: false },
    ]);
    const known = writeRowSchema(comment, 'insert', { parents: new Map([['Case', caseObject]]) });
    expect(known['required']).toEqual(['CommentBody']);
    expect(known['allOf']).toEqual([
      { anyOf: [{ required: ['ParentId'] }, { required: ['Parent.CaseNumber'] }] },
    ]);
    // A column that only a pattern tells cannot be required, so the lookup cannot be either.
    expect(writeRowSchema(comment, 'insert')).toMatchObject({ required: ['CommentBody'] });
    expect(writeRowSchema(comment, 'insert')).not.toHaveProperty('allOf');
  });

  it('are asked for once each, up to twelve objects, and not behind lookups to many', async () => {
    const lookups = Array.from({ length: 20 }, (_, at) => lookupTo(`L${at % 15}`, [`O${at % 15}__c`], at));
    const thing = describeWith([...lookups, lookupTo('What', ['A', 'B', 'C', 'D'], 99)]);
    const asked: string[] = [];
    await describeParents(thing, 'insert', answers({}, asked));
    expect(asked).toHaveLength(12);
    expect(new Set(asked).size).toBe(12);
    expect(asked).not.toContain('A');
  });

  it('stop the schema when the org cannot be asked', async () => {
    const offline = () => Promise.reject(new ConnectorError('network-error', 'No line.'));
    await expect(describeParents(caseObject, 'insert', offline)).rejects.toThrow(
      expect.objectContaining({ code: 'network-error' }),
    );
  });
});

function lookupTo(relationshipName: string, referenceTo: readonly string[], at: number) {
  return { name: `F${at}__c`, type: 'reference', relationshipName, referenceTo };
}
