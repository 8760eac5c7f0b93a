import type { FieldDescribe } from './catalogue.ts';
import { completeField, type PartialField } from './field-shape.ts';
import { OBJECT_FACTS } from './object-facts.ts';
import type { TableObject } from './object-table.ts';
import { picklistOf } from './picklists.ts';
import { targetsOf } from './polymorphic-targets.ts';
import { SYSTEM_FIELDS } from './system-fields.ts';

/** Describes a field of which only the XSD type is known. */
export function synthesiseField(object: string, table: TableObject, name: string): FieldDescribe {
  const system = SYSTEM_FIELDS.get(name);
  if (system !== undefined) return system;
  const facts = OBJECT_FACTS[object] ?? {};
  const autoNumber = facts.autoNumbers?.includes(name) === true;
  const type = typeOf(object, table, name);
  const readOnly =
    autoNumber ||
    type.type === 'address' ||
    facts.readOnlyObject === true ||
    facts.readOnly?.includes(name) === true;
  const required = facts.required?.includes(name) === true;
  const isDefaulted =
    autoNumber ||
    type.type === 'boolean' ||
    name === 'OwnerId' ||
    type.picklistValues?.some((v) => v.defaultValue) === true;
  return completeField({
    ...type,
    autoNumber,
    createable: !readOnly,
    updateable: !readOnly && facts.createOnly?.includes(name) !== true,
    nillable: !required && !autoNumber && type.type !== 'boolean' && name !== 'OwnerId',
    defaultedOnCreate: isDefaulted,
    nameField: name === (facts.nameField ?? 'Name'),
    idLookup: autoNumber || facts.idLookup?.includes(name) === true,
    unique: facts.unique?.includes(name) === true,
    caseSensitive: facts.unique?.includes(name) === true,
    compoundFieldName: compoundOf(table, name),
  });
}

function typeOf(object: string, table: TableObject, name: string): PartialField {
  const xsd = table.fields[name] ?? 'string';
  const picklist = picklistOf(object, name);
  if (picklist !== undefined) return { name, type: 'picklist', length: 255, ...picklist };
  switch (xsd) {
    case 'ID':
      return referenceField(table, name);
    case 'dateTime':
      return { name, type: 'datetime' };
    case 'base64Binary':
      return { name, type: 'base64' };
    case 'double':
      return {
        name,
        type: /Price|Amount|Total|Revenue|Tax$|Subtotal/.test(name)
          ? 'currency'
          : name.includes('Discount')
            ? 'percent'
            : 'double',
      };
    case 'string':
      return stringField(name);
    default:
      return { name, type: xsd };
  }
}

function referenceField(table: TableObject, name: string): PartialField {
  const relationshipName = name.endsWith('Id') ? name.slice(0, -2) : name;
  const parent = table.parents[relationshipName];
  if (parent === undefined) return { name, type: 'reference' };
  return {
    name,
    type: 'reference',
    relationshipName,
    referenceTo: parent === 'sObject' ? targetsOf(relationshipName) : [parent],
  };
}

function stringField(name: string): PartialField {
  if (name === 'Body' || name === 'SupervisorTranscriptBody')
    return { name, type: 'textarea', length: 131072 };
  if (/(^|[a-z])(Description|Body|Resolution|Note|BodyRichtext|Comments|Headers|SpecialTerms)$/.test(name))
    return { name, type: 'textarea', length: 32000 };
  if (name.endsWith('Street')) return { name, type: 'textarea', length: 255 };
  if (/^(To|Cc|Bcc)Address$/.test(name)) return { name, type: 'string', length: 4000 };
  if (/(^|[a-z])(Email|FromAddress)$/.test(name)) return { name, type: 'email' };
  if (/(Phone|Fax)$/.test(name)) return { name, type: 'phone' };
  if (/(Url|URL|Website)$/.test(name)) return { name, type: 'url' };
  if (/(^Salutation$|GeocodeAccuracy$|SidKey$|LocaleKey$|EncodingKey$|^Status$|^Type$|^Priority$)/.test(name))
    return { name, type: 'picklist' };
  return { name, type: 'string', length: LENGTHS[name] ?? 255 };
}

const LENGTHS: Readonly<Record<string, number>> = {
  LastName: 80,
  FirstName: 40,
  Alias: 8,
  Username: 80,
  Subject: 255,
  Title: 255,
  CommunityNickname: 40,
};

function compoundOf(table: TableObject, name: string): string | null {
  if ((name === 'FirstName' || name === 'LastName') && 'Name' in table.fields) return 'Name';
  const part = /^(.*)(Street|City|State|PostalCode|Country|Latitude|Longitude|GeocodeAccuracy)$/.exec(name);
  const compound = `${part?.[1] ?? ''}Address`;
  return part !== null && table.fields[compound] === 'address' ? compound : null;
}
