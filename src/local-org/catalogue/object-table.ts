import { readFixture } from './fixture-file.ts';

/** One object as the enterprise WSDL knows it. */
export interface TableObject {
  /** Field name → XSD type (`string`, `ID`, `dateTime`, …). `Id` itself is not listed. */
  readonly fields: Readonly<Record<string, string>>;
  /** Relationship name → object, or `sObject` when there are several. */
  readonly parents: Readonly<Record<string, string>>;
  /** Names of the child relationships. Which object they lead to is not in a WSDL. */
  readonly children: readonly string[];
}

/** Objects of the table that no query or save can address. */
const NOT_IN_THE_ORG = new Set(['AggregateResult', 'Name']);

/** Reads `fixtures/objects/`: the objects of the WSDLs, and those that no public WSDL has. */
export function readObjectTable(): ReadonlyMap<string, TableObject> {
  const table = {
    ...(readFixture('objects/service-cloud-objects.json') as Record<string, TableObject>),
    ...(readFixture('objects/further-objects.json') as Record<string, TableObject>),
  };
  const kept = Object.entries(table).filter(([name]) => !NOT_IN_THE_ORG.has(name));
  return new Map(kept.map(([name, object]) => [name, { ...object, fields: withoutCustom(object.fields) }]));
}

/** The WSDLs come from orgs with custom fields of their own. */
function withoutCustom(fields: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(fields).filter(([name]) => !name.endsWith('__c')));
}
