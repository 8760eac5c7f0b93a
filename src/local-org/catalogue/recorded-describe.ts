import type { ChildRelationship, FieldDescribe, ObjectDescribe } from './catalogue.ts';
import { synthesiseChildren } from './child-relationships.ts';
import { readFixture } from './fixture-file.ts';
import { KEY_PREFIXES } from './key-prefixes.ts';
import { synthesiseField } from './synthesised-field.ts';
import type { TableObject } from './object-table.ts';

/** Objects of which a real org's describe was recorded. */
export const RECORDED_OBJECTS: readonly string[] = [
  ...['Account', 'Case', 'Contact', 'Event', 'Lead', 'Opportunity', 'OpportunityContactRole'],
];

/**
 * A recorded describe made consistent with this org: custom fields of the recording's org are left out, child
 * relationships to objects that this org lacks are dropped, those to objects that the recording's org lacked
 * (Entitlement, MessagingSession, …) are added, and so are fields that came later.
 */
export function recordedDescribe(name: string, table: ReadonlyMap<string, TableObject>): ObjectDescribe {
  const { urls: _, ...recorded } = readFixture(`describe/${name}.json`) as ObjectDescribe & { urls: unknown };
  const fields = recorded.fields.filter((field) => !field.name.endsWith('__c')).map(withRelationship);
  const kept = recorded.childRelationships.filter((child) => exists(child, table));
  const known = new Set(kept.map((child) => `${child.childSObject}.${child.field}`));
  const names = new Set(kept.map((child) => child.relationshipName));
  const added = synthesiseChildren(name, table).filter(
    (child) =>
      !known.has(`${child.childSObject}.${child.field}`) &&
      (child.relationshipName === null || !names.has(child.relationshipName)),
  );
  return {
    ...recorded,
    keyPrefix: KEY_PREFIXES[name] ?? null,
    fields: [...fields, ...newerFields(name, fields, table)],
    childRelationships: [...kept, ...added],
  };
}

/** Fields that the WSDL has and the recording, which is older, has not. */
function newerFields(
  name: string,
  recorded: readonly FieldDescribe[],
  table: ReadonlyMap<string, TableObject>,
): FieldDescribe[] {
  const object = table.get(name);
  if (object === undefined) return [];
  const known = new Set(recorded.map((field) => field.name));
  const missing = Object.keys(object.fields).filter((field) => !known.has(field));
  return missing.map((field) => synthesiseField(name, object, field));
}

function exists(child: ChildRelationship, table: ReadonlyMap<string, TableObject>): boolean {
  if (child.childSObject === 'OpportunityContactRole') return true;
  if (child.field.endsWith('__c')) return false;
  return table.get(child.childSObject)?.fields[child.field] !== undefined;
}

/** The recording shows no relationship name for Opportunity.ContactId; SOQL takes `Contact` all the same. */
function withRelationship(field: FieldDescribe): FieldDescribe {
  if (field.relationshipName !== null || field.name !== 'ContactId') return field;
  return { ...field, relationshipName: 'Contact' };
}
