import type { Catalogue, SObject } from '../catalogue/catalogue.ts';
import type { InputFields, InputValue, ParentReference, SaveError } from '../records/org-database.ts';
import { invalidType, noSuchColumn } from './refusals.ts';
import { childOf, childrenOf, type XmlElement } from './xml-element.ts';

/** A record as it arrives: `type`, `fieldsToNull*`, `Id`, then fields. */
export interface SObjectInput {
  readonly object: SObject;
  /** '' when none was given. */
  readonly id: string;
  /** Everything but the id. */
  readonly fields: InputFields;
  /** Why this record cannot even be tried. */
  readonly error: SaveError | undefined;
}

/**
 * Reads one `sObjects` element. Empty and nil elements say nothing: only `fieldsToNull` clears.
 * @throws SoapFault `INVALID_TYPE` and `INVALID_FIELD`, which refuse the call as a whole.
 */
export function readSObject(catalogue: Catalogue, element: XmlElement): SObjectInput {
  const type = childOf(element, 'type')?.text.trim() ?? '';
  const object = catalogue.find(type);
  if (object === undefined) throw invalidType(type);
  const fields = new Map<string, InputValue>();
  let error: SaveError | undefined;
  for (const child of element.children.slice(1)) {
    if (child.name === 'fieldsToNull' || child.name === 'Id' || isBlank(child)) continue;
    if (child.children.length === 0) {
      fields.set(requireField(object, child.name), child.text);
    } else {
      const parent = readParent(object, child);
      if (parent === undefined) error ??= badParent(child.name);
      else fields.set(child.name, parent);
    }
  }
  for (const { text } of childrenOf(element, 'fieldsToNull')) {
    if (text.trim() === '') continue;
    const name = requireField(object, text.trim());
    if (fields.has(name)) error ??= nullAndValue(name);
    fields.set(name, null);
  }
  const id = childOf(element, 'Id')?.text.trim() ?? '';
  return { object, id, fields: Object.fromEntries(fields), error };
}

function isBlank({ isNil, text, children }: XmlElement): boolean {
  return isNil || (children.length === 0 && text === '');
}

/** The parent that a nested sObject names: its type and one external id. */
function readParent(object: SObject, element: XmlElement): ParentReference | undefined {
  if (object.parentRelationship(element.name) === undefined) throw noSuchColumn(element.name, object.name);
  const keys = element.children.filter((child) => child.name !== 'type' && !isBlank(child));
  const [key] = keys;
  if (key === undefined || keys.length > 1) return undefined;
  const objectType = childOf(element, 'type')?.text.trim();
  const reference = { externalIdField: key.name, value: key.text };
  return objectType === undefined || objectType === '' ? reference : { ...reference, objectType };
}

function requireField(object: SObject, name: string): string {
  const field = object.field(name);
  if (field === undefined) throw noSuchColumn(name, object.name);
  return field.name;
}

function nullAndValue(name: string): SaveError {
  return {
    statusCode: 'INVALID_FIELD',
    message: `The field ${name} has a value and stands in fieldsToNull`,
    fields: [name],
  };
}

function badParent(name: string): SaveError {
  return {
    statusCode: 'INVALID_FIELD',
    message: `${name}: a nested record names its parent by exactly one external id`,
    fields: [],
  };
}
