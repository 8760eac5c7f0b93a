import { ConnectorError } from '../errors/connector-error.ts';
import type { FieldDescribe, SObjectDescribe } from './sobject-describe.ts';
import { isWritable, type WriteOperation } from './write-operation.ts';

/** What a column of the input sets. */
export type WriteColumn = FieldColumn | ParentColumn;

/** A field of the record itself. */
export interface FieldColumn {
  readonly kind: 'field';
  readonly column: string;
  readonly field: FieldDescribe;
}

/** The parent record, found by a field of its own: `Contact.Email`, `User:Owner.Username`. */
export interface ParentColumn {
  readonly kind: 'parent';
  readonly column: string;
  /** The reference field that gets set, e.g. `ContactId`. */
  readonly field: FieldDescribe;
  readonly relationshipName: string;
  /** The parent's type; given for polymorphic relationships only. */
  readonly objectType: string | undefined;
  /** The field of the parent that is matched. */
  readonly parentField: string;
  /** The same field as the org describes it, once the parent was looked up. */
  readonly parentKey?: FieldDescribe;
}

/** What a write is about to do, for checking its columns. */
export interface WriteTarget {
  readonly describe: SObjectDescribe;
  readonly operation: WriteOperation;
  /** For upserts. */
  readonly externalIdField?: string | undefined;
}

/**
 * Checks every column name of an input against the org's description, before anything is sent.
 *
 * @throws ConnectorError `unknown-column` or `read-only-column` (all such columns at once in `details.columns`),
 *   `missing-column`
 */
export function resolveWriteColumns(target: WriteTarget, columns: readonly string[]): WriteColumn[] {
  requireKey(target, columns);
  if (target.operation === 'delete' || target.operation === 'hardDelete') rejectAllButId(columns);
  const unknown: string[] = [];
  const readOnly: string[] = [];
  const resolved = columns.flatMap((column): WriteColumn[] => {
    const found = resolveColumn(target.describe, column);
    if (found === undefined) unknown.push(column);
    else if (!isKey(target, found) && !isWritable(found.field, target.operation)) readOnly.push(column);
    return found === undefined ? [] : [found];
  });
  if (unknown.length > 0) throw unknownColumns(target.describe, unknown);
  if (readOnly.length > 0) {
    const verb = target.operation === 'insert' ? 'set on new records' : 'changed';
    throw new ConnectorError(
      'read-only-column',
      `${list(readOnly)} of ${target.describe.name} cannot be ${verb} by this user.`,
      { details: { object: target.describe.name, columns: readOnly } },
    );
  }
  return resolved;
}

/**
 * The field that an upsert matches on, with its canonical name.
 *
 * @throws ConnectorError `not-an-external-id`
 */
export function resolveExternalIdField(describe: SObjectDescribe, name: string): FieldDescribe {
  const field = findField(describe, name);
  if (field?.externalId === true || field?.idLookup === true) return field;
  const usable = describe.fields.filter((each) => each.externalId || each.idLookup).map((each) => each.name);
  throw new ConnectorError('not-an-external-id', `${name} of ${describe.name} cannot be matched on.`, {
    details: { object: describe.name, field: name, usable },
    nextSteps: [`Match on one of: ${usable.join(', ')}.`],
  });
}

function resolveColumn(describe: SObjectDescribe, column: string): WriteColumn | undefined {
  const parts = /^(?:(?<objectType>\w+):)?(?<relationship>\w+)\.(?<parentField>\w+)$/.exec(column)?.groups;
  if (parts === undefined) {
    const field = findField(describe, column);
    return field && { kind: 'field', column, field };
  }
  const { objectType, relationship, parentField } = parts;
  const wanted = relationship?.toLowerCase();
  const field = describe.fields.find((each) => each.relationshipName?.toLowerCase() === wanted);
  if (field?.relationshipName == null || parentField === undefined) return undefined;
  requireTypeWherePolymorphic(field, column, objectType);
  const type = objectType?.toLowerCase();
  const canonicalType = field.referenceTo.find((each) => each.toLowerCase() === type);
  return {
    kind: 'parent',
    column,
    field,
    relationshipName: field.relationshipName,
    objectType: type === undefined ? undefined : canonicalType,
    parentField,
  };
}

/** Salesforce demands the type for polymorphic parents and refuses it for all others. */
function requireTypeWherePolymorphic(
  field: FieldDescribe,
  column: string,
  objectType: string | undefined,
): void {
  const isPolymorphic = field.referenceTo.length > 1;
  const type = objectType?.toLowerCase();
  const isKnown = type === undefined || field.referenceTo.some((each) => each.toLowerCase() === type);
  if (isPolymorphic === (objectType !== undefined) && isKnown) return;
  const bare = column.replace(/^\w+:/, '');
  const right = isPolymorphic
    ? field.referenceTo
        .slice(0, 3)
        .map((type) => `${type}:${bare}`)
        .join(' or ')
    : bare;
  throw new ConnectorError(
    'unknown-column',
    isPolymorphic
      ? `${column}: ${field.name} can point to several kinds of record, so the column must name one of them.`
      : `${column}: ${field.name} points to one kind of record only, so the column must not name it.`,
    { nextSteps: [`Call the column ${right}.`], details: { columns: [column] } },
  );
}

function requireKey({ operation, externalIdField }: WriteTarget, columns: readonly string[]): void {
  const key = operation === 'insert' ? undefined : operation === 'upsert' ? externalIdField : 'Id';
  if (key === undefined || columns.some((column) => column.toLowerCase() === key.toLowerCase())) return;
  throw new ConnectorError('missing-column', `The input has no column ${key}, which ${operation} needs.`, {
    details: { column: key, columns },
  });
}

function rejectAllButId(columns: readonly string[]): void {
  const others = columns.filter((column) => column.toLowerCase() !== 'id');
  if (others.length === 0) return;
  throw new ConnectorError('unknown-column', `Deleting takes the column Id only, not ${list(others)}.`, {
    details: { columns: others },
  });
}

function isKey({ operation, externalIdField }: WriteTarget, { field, kind }: WriteColumn): boolean {
  if (kind === 'parent') return false;
  if (operation === 'upsert') return field.name.toLowerCase() === externalIdField?.toLowerCase();
  return operation !== 'insert' && field.name === 'Id';
}

function findField(describe: SObjectDescribe, name: string): FieldDescribe | undefined {
  const wanted = name.toLowerCase();
  return describe.fields.find((each) => each.name.toLowerCase() === wanted);
}

function unknownColumns(describe: SObjectDescribe, columns: readonly string[]): ConnectorError {
  return new ConnectorError('unknown-column', `${describe.name} has no field for ${list(columns)}.`, {
    details: { object: describe.name, columns },
    nextSteps: [
      ...columns.flatMap((column) => stepForParent(describe, column)),
      `See the fields with \`sfsc describe ${describe.name}\`; names of custom fields end in __c.`,
    ],
  });
}

/** A relationship alone names no field; rows are flat, so the key of the parent is part of the column's name. */
function stepForParent(describe: SObjectDescribe, column: string): readonly string[] {
  const wanted = column.toLowerCase();
  const field = describe.fields.find((each) => each.relationshipName?.toLowerCase() === wanted);
  if (field === undefined) return [];
  const bare = `${field.relationshipName ?? column}.Id`;
  const [type, ...others] = field.referenceTo;
  const name = type === undefined || others.length === 0 ? bare : `${type}:${bare}`;
  return [
    `Name the key of the parent in the column, such as ${name}, or give its id in the column ${field.name}.`,
  ];
}

function list(columns: readonly string[]): string {
  return columns.length === 1 ? `the column ${columns.join()}` : `the columns ${columns.join(', ')}`;
}
