import type { ChildRelationship } from './catalogue.ts';
import { OBJECT_FACTS } from './object-facts.ts';
import type { TableObject } from './object-table.ts';
import { targetsOf } from './polymorphic-targets.ts';
import { pluralOf } from './label.ts';

/** Relationships of every object to User that nobody queries from the parent's side. */
const AUDIT = new Set(['CreatedBy', 'LastModifiedBy', 'InsertedBy', 'UserRecordAccess']);

/**
 * The children of an object, worked out from the parents that the other objects name. The relationship's name is the
 * one of the WSDL that fits child and parent; `null` when none does.
 */
export function synthesiseChildren(
  parent: string,
  table: ReadonlyMap<string, TableObject>,
): ChildRelationship[] {
  const names = new Set(table.get(parent)?.children);
  const children: ChildRelationship[] = [];
  for (const [child, { parents, fields }] of table) {
    for (const [relationship, target] of Object.entries(parents)) {
      if (AUDIT.has(relationship) || fields[`${relationship}Id`] === undefined) continue;
      if (target !== parent && !(target === 'sObject' && targetsOf(relationship).includes(parent))) continue;
      const relationshipName =
        candidates(parent, child, relationship).find((name) => names.delete(name)) ?? null;
      children.push(childRelationship(child, relationship, relationshipName));
    }
  }
  return children;
}

function candidates(parent: string, child: string, relationship: string): string[] {
  const plural = pluralOf(child);
  if (child === parent)
    return relationship === 'Parent' || relationship === `Parent${parent}` ? [`Child${plural}`, plural] : [];
  if (relationship === 'Owner' || relationship === 'Manager') return [];
  const withoutParent = child.startsWith(parent) ? [pluralOf(child.slice(parent.length))] : [];
  const special = child === 'EmailMessage' && relationship === 'RelatedTo' ? ['Emails'] : [];
  return [...special, ...withoutParent, plural];
}

function childRelationship(
  child: string,
  relationship: string,
  relationshipName: string | null,
): ChildRelationship {
  const described = {
    cascadeDelete: OBJECT_FACTS[child]?.cascadeFrom?.includes(relationship) === true,
    childSObject: child,
    deprecatedAndHidden: false,
    field: `${relationship}Id`,
    junctionIdListNames: [],
    junctionReferenceTo: [],
    relationshipName,
    restrictedDelete: false,
  };
  return described;
}
