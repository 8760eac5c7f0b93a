import type { JsonSchema } from '../contract/schema.ts';
import { fieldSchema } from './field-schema.ts';
import type { ParentObjects } from './parent-objects.ts';
import type { FieldDescribe } from './sobject-describe.ts';

/** The columns of a write that set a lookup by a key of the parent. */
export interface ParentColumns {
  /** `Contact.Email`, `User:Owner.Username`: for objects that are described. */
  readonly properties: Readonly<Record<string, JsonSchema>>;
  /** For all others: any field, because nobody knows their keys. */
  readonly patternProperties: Readonly<Record<string, JsonSchema>>;
  /** By lookup: the columns of `properties` that set it. */
  readonly bySetting: ReadonlyMap<string, readonly string[]>;
  /** The lookups that columns of `patternProperties` set. */
  readonly open: ReadonlySet<string>;
}

/**
 * The columns that find a parent by one of its keys (External ID or idLookup fields but `Id`, which the lookup itself
 * takes), as `Relationship.Field`, or `Type:Relationship.Field` where the parent may be of several types.
 */
export function parentColumns(fields: readonly FieldDescribe[], parents: ParentObjects): ParentColumns {
  const properties: Record<string, JsonSchema> = {};
  const patternProperties: Record<string, JsonSchema> = {};
  const bySetting = new Map<string, readonly string[]>();
  const open = new Set<string>();
  for (const field of fields) {
    if (field.relationshipName == null || field.referenceTo.length === 0) continue;
    const isPolymorphic = field.referenceTo.length > 1;
    const columns: string[] = [];
    for (const type of field.referenceTo) {
      const start = isPolymorphic ? `${type}:` : '';
      for (const key of keysOf(parents, type)) {
        const column = `${start}${field.relationshipName}.${key.name}`;
        columns.push(column);
        properties[column] = keySchema(field, key);
      }
    }
    bySetting.set(field.name, columns);
    const unknown = field.referenceTo.filter((type) => !parents.has(type));
    if (unknown.length === 0) continue;
    open.add(field.name);
    const prefix = isPolymorphic ? `(?:${unknown.join('|')}):` : '';
    patternProperties[`^${prefix}${field.relationshipName}\\.\\w+$`] = {
      type: field.nillable ? ['string', 'null'] : 'string',
      title: `${field.label} by an external id`,
      'x-salesforce': { sets: field.name },
    };
  }
  return { properties, patternProperties, bySetting, open };
}

function keysOf(parents: ParentObjects, type: string): readonly FieldDescribe[] {
  const fields = parents.get(type)?.fields ?? [];
  return fields.filter(({ externalId, idLookup, name }) => (externalId || idLookup) && name !== 'Id');
}

/** The value of the key; null clears the lookup, where that may be empty. */
function keySchema(field: FieldDescribe, key: FieldDescribe): JsonSchema {
  const { readOnly: _, description: __, ...schema } = fieldSchema({ ...key, nillable: field.nillable });
  const { type, externalId, idLookup, unique, caseSensitive } = key;
  return {
    ...schema,
    title: `${field.label} by ${key.label}`,
    'x-salesforce': {
      type,
      sets: field.name,
      ...(externalId ? { externalId } : {}),
      ...(idLookup ? { idLookup } : {}),
      ...(unique ? { unique } : {}),
      ...(unique || externalId ? { caseSensitive } : {}),
    },
  };
}
