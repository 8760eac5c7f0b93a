import type { FieldDescribe, ObjectDescribe, SObject } from '../catalogue/catalogue.ts';
import { completeField } from '../catalogue/field-shape.ts';
import { completeObject } from '../catalogue/object-shape.ts';
import { isStored, quoteName } from '../records/column.ts';
import type { RecordStore } from '../records/record-store.ts';
import type { RecordSource } from './query-scope.ts';

/** Fields that any record shows when it is reached over a polymorphic relationship (`Owner.Name`, `What.Type`). */
const NAME_OBJECT: ReadonlyMap<string, FieldDescribe> = new Map(
  [
    completeField({ name: 'Id', type: 'id' }),
    completeField({ name: 'Name', type: 'string' }),
    completeField({ name: 'Type', type: 'picklist' }),
    ...['FirstName', 'LastName', 'Title', 'Alias', 'Username'].map((name) =>
      completeField({ name, type: 'string' }),
    ),
    completeField({ name: 'Email', type: 'email' }),
    completeField({ name: 'Phone', type: 'phone' }),
    completeField({ name: 'IsActive', type: 'boolean' }),
    reference('Profile'),
    reference('UserRole'),
    reference('RecordType'),
  ].map((field) => [field.name.toLowerCase(), field]),
);

/** The field of the Name object, in any case. */
export function nameObjectField(name: string): FieldDescribe | undefined {
  return NAME_OBJECT.get(name.toLowerCase());
}

/** The description of the Name object, which is neither listed nor queried. */
export function nameObjectDescribe(): ObjectDescribe {
  return completeObject({
    name: 'Name',
    keyPrefix: null,
    fields: [...NAME_OBJECT.values()],
    childRelationships: [],
    readOnly: true,
    queryable: false,
  });
}

/** The reference field behind a relationship of the Name object (`Owner.Profile.Name`), in any case. */
export function nameObjectParent(relationship: string): FieldDescribe | undefined {
  const field = nameObjectField(`${relationship}Id`);
  return field?.relationshipName == null ? undefined : field;
}

function reference(target: string): FieldDescribe {
  return completeField({
    name: `${target}Id`,
    type: 'reference',
    relationshipName: target,
    referenceTo: [target],
  });
}

/** SQL that reads a field of the Name object: the id's prefix tells which table to look into. */
export function nameFieldSql(store: RecordStore, source: RecordSource, field: FieldDescribe): string {
  if (field.name === 'Id') return source.idSql;
  const cases = source.targets.map((target) => {
    const value =
      field.name === 'Type' ? `'${target.name}'` : columnSql(store, target, field.name, source.idSql);
    return value === undefined ? '' : ` WHEN '${target.keyPrefix}' THEN ${value}`;
  });
  if (cases.join('') === '') return 'NULL';
  return `(CASE substr(${source.idSql}, 1, 3)${cases.join('')} END COLLATE NOCASE)`;
}

function columnSql(store: RecordStore, target: SObject, name: string, idSql: string): string | undefined {
  const field = name === 'Name' ? (target.nameField ?? target.field('Name')) : target.field(name);
  if (field === undefined || !isStored(target.name, field)) return undefined;
  return `(SELECT ${quoteName(field.name)} FROM ${store.tables.ensure(target)} WHERE "Id" = ${idSql})`;
}
