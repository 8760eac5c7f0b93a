import type { FieldDescribe } from './catalogue.ts';
import { labelOf } from './label.ts';

/** What is known of a field before it is completed: a name, a type, and whatever differs from the type's usual. */
export type PartialField = Readonly<Partial<FieldDescribe> & { name: string; type: string }>;

/**
 * A field describe with all its 57 keys. Keys that are not given take the value that recorded describes show for
 * fields of this type (`textarea` of more than 255 characters cannot be filtered, `reference` is 18 long, …).
 */
export function completeField(partial: PartialField): FieldDescribe {
  const length = partial.length ?? defaultLength(partial.type);
  const long = isLong(partial.type, length);
  const nillable = partial.nillable ?? partial.type !== 'boolean';
  return {
    ...BLANK,
    aggregatable: !long && !NOT_AGGREGATABLE.has(partial.type),
    byteLength: partial.type === 'reference' || partial.type === 'id' ? length : length * 3,
    createable: true,
    custom: partial.name.endsWith('__c'),
    defaultValue: partial.type === 'boolean' ? false : null,
    defaultedOnCreate: partial.type === 'boolean',
    digits: partial.type === 'int' ? 8 : 0,
    extraTypeInfo: partial.type === 'textarea' ? 'plaintextarea' : null,
    filterable: !long && partial.type !== 'base64',
    groupable: !long && !NOT_GROUPABLE.has(partial.type),
    idLookup: partial.externalId === true,
    label: labelOf(partial.name),
    nillable,
    permissionable: nillable,
    polymorphicForeignKey: (partial.referenceTo ?? []).length > 1,
    namePointing: (partial.referenceTo ?? []).length > 1,
    precision: NUMBERS.has(partial.type) ? 18 : 0,
    queryByDistance: partial.type === 'address' || partial.type === 'location',
    scale: partial.type === 'currency' ? 2 : 0,
    soapType: SOAP_TYPES[partial.type] ?? 'xsd:string',
    sortable:
      !long && partial.type !== 'address' && partial.type !== 'base64' && partial.type !== 'multipicklist',
    updateable: true,
    ...partial,
    length,
  };
}

function isLong(type: string, length: number): boolean {
  return (type === 'textarea' && length > 255) || type === 'base64' || type === 'encryptedstring';
}

function defaultLength(type: string): number {
  return LENGTHS[type] ?? 0;
}

const LENGTHS: Readonly<Record<string, number>> = {
  string: 255,
  textarea: 255,
  picklist: 255,
  multipicklist: 4099,
  combobox: 255,
  url: 255,
  email: 80,
  phone: 40,
  reference: 18,
  id: 18,
  encryptedstring: 175,
};

const NUMBERS = new Set(['double', 'currency', 'percent']);
const NOT_AGGREGATABLE = new Set(['boolean', 'base64', 'address', 'location', 'multipicklist', 'time']);
const NOT_GROUPABLE = new Set([
  ...['double', 'currency', 'percent', 'datetime', 'time', 'base64', 'address', 'location', 'multipicklist'],
]);

const SOAP_TYPES: Readonly<Record<string, string>> = {
  id: 'tns:ID',
  reference: 'tns:ID',
  boolean: 'xsd:boolean',
  int: 'xsd:int',
  double: 'xsd:double',
  currency: 'xsd:double',
  percent: 'xsd:double',
  date: 'xsd:date',
  datetime: 'xsd:dateTime',
  time: 'xsd:time',
  base64: 'xsd:base64Binary',
  address: 'urn:address',
  anyType: 'xsd:anyType',
};

const BLANK = {
  aiPredictionField: false,
  autoNumber: false,
  calculated: false,
  calculatedFormula: null,
  cascadeDelete: false,
  caseSensitive: false,
  compoundFieldName: null,
  controllerName: null,
  defaultValueFormula: null,
  dependentPicklist: false,
  deprecatedAndHidden: false,
  displayLocationInDecimal: false,
  encrypted: false,
  externalId: false,
  filteredLookupInfo: null,
  formulaTreatNullNumberAsZero: false,
  highScaleNumber: false,
  htmlFormatted: false,
  inlineHelpText: null,
  mask: null,
  maskType: null,
  nameField: false,
  picklistValues: [],
  referenceTargetField: null,
  referenceTo: [],
  relationshipName: null,
  relationshipOrder: null,
  restrictedDelete: false,
  restrictedPicklist: false,
  searchPrefilterable: false,
  unique: false,
  writeRequiresMasterRead: false,
};
