import type { Catalogue, SObject } from '../catalogue/catalogue.ts';
import type { JsonRecord } from '../records/org-database.ts';
import { notEmulated } from './soap-fault.ts';
import { element, escapeXml, scalar } from './write-xml.ts';

/** How the id of a record is shown: what a query repeats or leaves nil, `retrieve()` shows once. */
export type IdStyle = 'query' | 'retrieve';

const decimalTypes: ReadonlySet<string> = new Set(['double', 'currency', 'percent']);
const restDateTime = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3})\+0000$/;

/** The order of `address` in the WSDL: its base type `location` comes first. */
const addressParts = [
  ...['latitude', 'longitude', 'city', 'country', 'countryCode'],
  ...['geocodeAccuracy', 'postalCode', 'state', 'stateCode', 'street'],
];

/**
 * The content of an sObject element: `type`, `Id`, then the members in SELECT order. In query rows `Id` stands twice
 * when it was selected and is nil when not (fixtures of soapforce); all values are text without a type.
 * @throws SoapFault `NOT_EMULATED_HERE` for the contents of files.
 */
export function recordContent(catalogue: Catalogue, record: JsonRecord, ids: IdStyle): string {
  const type = typeOf(record);
  if (type === 'AggregateResult') return aggregateContent(record);
  const object = catalogue.find(type);
  const members = Object.entries(record).filter(
    ([name]) => name !== 'attributes' && !(ids === 'retrieve' && name === 'Id'),
  );
  return [
    scalar('sf:type', type),
    scalar('sf:Id', typeof record['Id'] === 'string' ? record['Id'] : null),
    ...members.map(([name, value]) => member(catalogue, object, name, value)),
  ].join('');
}

function member(catalogue: Catalogue, object: SObject | undefined, name: string, value: unknown): string {
  const tag = `sf:${name}`;
  if (value === null || value === undefined) return scalar(tag, null);
  if (isRecord(value)) {
    if ('attributes' in value) return element(tag, recordContent(catalogue, value, 'query'), 'sf:sObject');
    if (Array.isArray(value['records'])) return children(catalogue, tag, value, value['records']);
    return compound(tag, value);
  }
  const type = object?.field(name)?.type ?? '';
  if (type === 'base64') throw notEmulated(`the content of ${name} in an answer`);
  return scalar(tag, textOf(type, value));
}

/** The children of one record; the locator is what a REST client would find in `nextRecordsUrl`. */
function children(
  catalogue: Catalogue,
  tag: string,
  { nextRecordsUrl, totalSize }: JsonRecord,
  records: readonly unknown[],
): string {
  const locator = typeof nextRecordsUrl === 'string' ? (nextRecordsUrl.split('/').at(-1) ?? null) : null;
  const rows = records
    .filter(isRecord)
    .map((row) => element('records', recordContent(catalogue, row, 'query'), 'sf:sObject'));
  const content = [
    scalar('done', locator === null),
    scalar('queryLocator', locator),
    ...rows,
    scalar('size', Number(totalSize)),
  ];
  return element(tag, content.join(''), 'QueryResult');
}

/** An address or a location. */
function compound(tag: string, parts: JsonRecord): string {
  const isAddress = 'city' in parts || 'street' in parts;
  const names = isAddress ? addressParts : addressParts.slice(0, 2);
  const content = names.map((name) => {
    const part = parts[name] ?? null;
    return scalar(name, part === null ? null : textOf('', part));
  });
  return element(tag, content.join(''), isAddress ? 'address' : 'location');
}

/** A row of GROUP BY: numbers and texts with their XML types [M]. */
function aggregateContent(record: JsonRecord): string {
  const members = Object.entries(record).filter(([name]) => name !== 'attributes');
  return [
    scalar('sf:type', 'AggregateResult'),
    scalar('sf:Id', null),
    ...members.map(([name, value]) => aggregateMember(`sf:${name}`, value)),
  ].join('');
}

function aggregateMember(tag: string, value: unknown): string {
  switch (typeof value) {
    case 'number':
      return element(tag, String(value), Number.isInteger(value) ? 'xsd:int' : 'xsd:double');
    case 'boolean':
      return element(tag, String(value), 'xsd:boolean');
    case 'string':
      return element(tag, escapeXml(value.replace(restDateTime, '$1Z')), 'xsd:string');
    default:
      return scalar(tag, null);
  }
}

function textOf(type: string, value: unknown): string {
  if (typeof value === 'number') {
    return decimalTypes.has(type) && Number.isInteger(value) ? `${value}.0` : String(value);
  }
  if (typeof value !== 'string') return String(value === true);
  return type === 'datetime' ? value.replace(restDateTime, '$1Z') : value;
}

function typeOf({ attributes }: JsonRecord): string {
  return isRecord(attributes) && typeof attributes['type'] === 'string' ? attributes['type'] : 'Name';
}

function isRecord(value: unknown): value is JsonRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
