import type { Catalogue, FieldDescribe, SObject } from '../catalogue/catalogue.ts';
import type { InputFields, InputValue } from '../records/org-database.ts';

/** Text of a cell that stands for null. */
export const nullCell = '#N/A';

/** Writes the value of one cell into the fields of a record. */
type CellReader = (cell: string, fields: Record<string, InputValue>) => void;

/** The header of an upload, understood. */
export interface RowColumns {
  /** The fields that a row sets: empty cells say nothing, `#N/A` is null. */
  fieldsOf(cells: readonly string[]): InputFields;
  /** The columns that name a parent of the very object by external id. */
  readonly ownParents: readonly OwnParentColumn[];
}

/** A column like `ReportsTo.Email` of a contact. */
export interface OwnParentColumn {
  readonly index: number;
  /** Canonical name of the external id. */
  readonly externalIdField: string;
}

/** A header that refuses the whole job, in the words of its `errorMessage`. */
export class HeaderRefusal extends Error {
  override readonly name = 'HeaderRefusal';
}

/**
 * Reads a header: field names, and parents by external id (`Contact.Email`; `User:Owner.Username` where the
 * reference is polymorphic).
 * @throws HeaderRefusal `InvalidBatch : …`, naming the first column that is wrong.
 */
export function readHeader(catalogue: Catalogue, object: SObject, header: readonly string[]): RowColumns {
  const readers = header.map((name) => cellReader(catalogue, object, name));
  refuseRepeated(header);
  return {
    ownParents: header.flatMap((name, index) => ownParent(object, name, index)),
    fieldsOf: (cells) => {
      const fields: Record<string, InputValue> = {};
      for (const [index, read] of readers.entries()) {
        const cell = cells[index] ?? '';
        if (cell !== '') read(cell, fields);
      }
      return fields;
    },
  };
}

function cellReader(catalogue: Catalogue, object: SObject, name: string): CellReader {
  const dot = name.indexOf('.');
  if (dot !== -1) return parentReader(catalogue, object, name);
  const field = object.field(name);
  if (field === undefined) throw fieldNotFound(name);
  const key = field.name;
  return (cell, fields) => {
    fields[key] = cell === nullCell ? null : cell;
  };
}

function parentReader(catalogue: Catalogue, object: SObject, name: string): CellReader {
  const { objectType, relationship, fieldName } = splitRelationship(name);
  const reference = object.parentRelationship(relationship);
  if (reference === undefined) {
    if (objectType === undefined) throw fieldNotFound(name);
    throw new HeaderRefusal(`InvalidBatch : Unable to find relationship: ${relationship}`);
  }
  const isPolymorphic = reference.referenceTo.length > 1;
  if (!isPolymorphic && objectType !== undefined) {
    throw new HeaderRefusal(
      `InvalidBatch : type is not needed for non polymorphic foreign key references: ${relationship}`,
    );
  }
  const parent = parentObject(catalogue, reference, isPolymorphic ? objectType : reference.referenceTo[0]);
  const externalId = parent?.field(fieldName);
  if (parent === undefined || externalId === undefined || !isIndexed(externalId)) throw fieldNotFound(name);
  const base = { externalIdField: externalId.name, ...(isPolymorphic ? { objectType: parent.name } : {}) };
  const relationshipName = reference.relationshipName ?? relationship;
  return (cell, fields) => {
    if (cell === nullCell) fields[reference.name] = null;
    else fields[relationshipName] = { ...base, value: cell };
  };
}

function ownParent(object: SObject, name: string, index: number): OwnParentColumn[] {
  if (!name.includes('.')) return [];
  const { objectType, relationship, fieldName } = splitRelationship(name);
  const target = objectType ?? object.parentRelationship(relationship)?.referenceTo[0];
  const key = object.field(fieldName);
  const isOwn = target?.toLowerCase() === object.name.toLowerCase() && key !== undefined && key.name !== 'Id';
  return isOwn ? [{ index, externalIdField: key.name }] : [];
}

function splitRelationship(name: string): { objectType?: string; relationship: string; fieldName: string } {
  const dot = name.indexOf('.');
  const path = name.slice(0, dot);
  const fieldName = name.slice(dot + 1);
  const colon = path.indexOf(':');
  if (colon === -1) return { relationship: path, fieldName };
  return { objectType: path.slice(0, colon), relationship: path.slice(colon + 1), fieldName };
}

function parentObject(
  catalogue: Catalogue,
  { referenceTo }: FieldDescribe,
  objectType: string | undefined,
): SObject | undefined {
  const parent = objectType === undefined ? undefined : catalogue.find(objectType);
  return parent !== undefined && referenceTo.includes(parent.name) ? parent : undefined;
}

function isIndexed(field: FieldDescribe): boolean {
  return field.name === 'Id' || field.externalId || field.idLookup;
}

function refuseRepeated(header: readonly string[]): void {
  const seen = new Set<string>();
  for (const name of header) {
    if (seen.has(name.toLowerCase())) {
      throw new HeaderRefusal(`InvalidBatch : Field name duplicated in the header : ${name}`);
    }
    seen.add(name.toLowerCase());
  }
}

function fieldNotFound(name: string): HeaderRefusal {
  return new HeaderRefusal(`InvalidBatch : Field name not found : ${name}`);
}
