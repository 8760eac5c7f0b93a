import type { CallOptions } from '../../contract/connection.ts';
import type { RelatedReadCall } from '../../connection/record-calls.ts';
import type { SalesforceConnection } from '../../connection/salesforce-connection.ts';
import type { ReadReport } from '../../contract/outcome.ts';
import type { RowBatch } from '../../contract/row.ts';
import { ConnectorError } from '../../errors/connector-error.ts';
import type { SObjectDescribe } from '../../schema/sobject-describe.ts';
import { compileQuery } from '../../soql/compile-query.ts';
import { describerOf, fieldsOfQuery } from '../fields-of-query.ts';
import { queryRecords } from '../query-records.ts';
import { getRecord, ownFields } from './get-record.ts';
import { requireRecord } from './missing-record.ts';

/** As many relationships as an error names. */
const shownNames = 12;

/** Where a relationship leads. */
type Relationship =
  | { readonly kind: 'children'; readonly object: string; readonly field: string }
  | {
      readonly kind: 'parent';
      readonly name: string;
      readonly field: string;
      readonly objects: readonly string[];
    };

/** See `RecordCalls.related`. */
export async function* relatedRecords(
  connection: SalesforceConnection,
  record: { readonly object: string; readonly id: string; readonly relationship: string },
  call: RelatedReadCall = {},
): AsyncGenerator<RowBatch, ReadReport, undefined> {
  const describe = await connection.describeObject(record.object, call);
  const relationship = findRelationship(describe, record.relationship);
  if (relationship.kind === 'parent')
    return yield* parentOf(connection, { describe, id: record.id, relationship }, call);
  const child = await connection.describeObject(relationship.object, call);
  const describer = describerOf(connection, call);
  const soql = await compileQuery(
    {
      object: child.name,
      fields: call.fields ?? ownFields(child),
      where: { field: relationship.field, operator: '=', value: record.id },
    },
    describer,
  );
  const fields = await fieldsOfQuery(soql, describer);
  const query = { soql, includeDeleted: false, maxRows: call.maxRows, fields };
  const report = yield* queryRecords(connection, query, call);
  // No children may mean that there is no such parent.
  if (report.rowCount === 0) await requireRecord(connection, { describe, id: record.id }, call);
  return report;
}

/** See `RecordCalls.relatedColumns`. */
export async function relatedColumns(
  connection: SalesforceConnection,
  { object, relationship }: { readonly object: string; readonly relationship: string },
  call: CallOptions = {},
): Promise<readonly string[]> {
  const found = findRelationship(await connection.describeObject(object, call), relationship);
  const [target, ...others] = found.kind === 'children' ? [found.object] : found.objects;
  if (target === undefined || others.length > 0) return [];
  return ownFields(await connection.describeObject(target, call));
}

interface ParentRead {
  readonly describe: SObjectDescribe;
  readonly id: string;
  readonly relationship: Extract<Relationship, { kind: 'parent' }>;
}

async function* parentOf(
  connection: SalesforceConnection,
  { describe, id, relationship }: ParentRead,
  call: RelatedReadCall,
): AsyncGenerator<RowBatch, ReadReport, undefined> {
  const { field, name, objects } = relationship;
  const typeColumn = `${name}.Type`;
  const fields = objects.length > 1 ? [field, typeColumn] : [field];
  const record = await getRecord(connection, describe.name, id, { ...call, fields });
  const parentId = record[field];
  const object = objects.length > 1 ? record[typeColumn] : objects[0];
  if (typeof parentId !== 'string' || typeof object !== 'string') return reportOf(0);
  yield { firstRowIndex: 0, rows: [await getRecord(connection, object, parentId, call)] };
  return reportOf(1);
}

function reportOf(rowCount: number): ReadReport {
  return { rowCount, byteCount: 0, truncated: false, jobs: [] };
}

function findRelationship(describe: SObjectDescribe, name: string): Relationship {
  const wanted = name.toLowerCase();
  const child = describe.childRelationships.find((each) => each.relationshipName?.toLowerCase() === wanted);
  if (child !== undefined) return { kind: 'children', object: child.childSObject, field: child.field };
  const field = describe.fields.find((each) => each.relationshipName?.toLowerCase() === wanted);
  if (field?.relationshipName != null) {
    return { kind: 'parent', name: field.relationshipName, field: field.name, objects: field.referenceTo };
  }
  throw unknownRelationship(describe, name);
}

function unknownRelationship(describe: SObjectDescribe, name: string): ConnectorError {
  // Parents first: there are few of them, and hundreds of children.
  const names = [describe.fields, describe.childRelationships].flatMap((relationships) =>
    relationships.flatMap(({ relationshipName }) => relationshipName ?? []).sort(),
  );
  const start = name.slice(0, 3).toLowerCase();
  const near = names.filter((each) => each.toLowerCase().includes(start));
  const offered = near.length > 0 ? near : names;
  const more = offered.length > shownNames ? `, and ${offered.length - shownNames} more` : '';
  return new ConnectorError('unknown-relationship', `${describe.name} has no relationship ${name}.`, {
    details: { object: describe.name, relationship: name, known: names },
    nextSteps: [`Name one of: ${offered.slice(0, shownNames).join(', ')}${more}.`],
  });
}
