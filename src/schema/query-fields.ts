import { compoundTypes } from './field-schema.ts';
import type { QueryColumn, QueryShape } from './query-shape.ts';
import type { FieldDescribe, SObjectDescribe } from './sobject-describe.ts';

/** Fetches the description of an object. */
export type Describer = (object: string) => Promise<SObjectDescribe>;

/** A query's columns joined with what the org describes. */
export interface QueryFields {
  readonly object: SObjectDescribe;
  /** In SELECT order; every field of the object where the query leaves the choice to the org. */
  readonly columns: readonly QueryField[];
  /** Whether `columns` is what the query names; false for FIELDS and TYPEOF. */
  readonly isExact: boolean;
  /** `SELECT COUNT()`: the org answers with a number instead of rows. */
  readonly isCount: boolean;
  readonly children: readonly {
    readonly relationshipName: string;
    readonly fields: QueryFields | undefined;
  }[];
}

/** One column with the field behind it. */
export interface QueryField extends QueryColumn {
  /** Absent where no single field says what the values are: a parent of several types, `COUNT()`. */
  readonly field?: FieldDescribe;
}

/** Finds the fields behind a query's columns. Asks for the queried object and for each parent on a path once. */
export async function resolveQueryFields(shape: QueryShape, describe: Describer): Promise<QueryFields> {
  return fieldsOf(shape, await describe(shape.object), describe);
}

async function fieldsOf(
  shape: QueryShape,
  object: SObjectDescribe,
  describe: Describer,
): Promise<QueryFields> {
  const columns: QueryField[] = [];
  for (const column of shape.columns ?? []) {
    const field = await findField(object, column.path, describe);
    columns.push(field === undefined ? column : { ...column, field });
  }
  const children = [];
  for (const child of shape.children) {
    const { relationshipName } = child;
    children.push({
      relationshipName,
      fields: await childFields(relationshipName, child.shape, object, describe),
    });
  }
  const isExact = shape.columns !== undefined;
  return {
    object,
    columns: isExact ? columns : everyField(object),
    isExact,
    isCount: shape.isCount,
    children,
  };
}

function everyField(object: SObjectDescribe): QueryField[] {
  return object.fields
    .filter((field) => !compoundTypes.has(field.type))
    .map((field) => ({ name: field.name, path: [field.name], location: [field.name], field }));
}

async function childFields(
  relationshipName: string,
  shape: QueryShape,
  parent: SObjectDescribe,
  describe: Describer,
): Promise<QueryFields | undefined> {
  const wanted = relationshipName.toLowerCase();
  const child = parent.childRelationships.find((each) => each.relationshipName?.toLowerCase() === wanted);
  return child === undefined ? undefined : fieldsOf(shape, await describe(child.childSObject), describe);
}

async function findField(
  object: SObjectDescribe,
  path: readonly string[],
  describe: Describer,
): Promise<FieldDescribe | undefined> {
  const [first, ...rest] = path;
  const wanted = first?.toLowerCase();
  if (wanted === undefined) return undefined;
  if (rest.length === 0) return object.fields.find((field) => field.name.toLowerCase() === wanted);
  const reference = object.fields.find((field) => field.relationshipName?.toLowerCase() === wanted);
  const [parent, ...others] = reference?.referenceTo ?? [];
  // Only a parent of one type says what its fields are; `Owner.Name` of a user or a queue is left open.
  if (parent === undefined || others.length > 0) return undefined;
  return findField(await describe(parent), rest, describe);
}
