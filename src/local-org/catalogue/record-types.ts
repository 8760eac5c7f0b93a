import { makeRecordId } from '../records/record-id.ts';
import type { FieldDescribe } from './catalogue.ts';
import { completeField } from './field-shape.ts';
import type { SchemaRecordType } from './schema-rules.ts';

/** The record type of records that have none, in every org. */
export const MASTER_RECORD_TYPE = '012000000000000AAA';

/** The id of what a schema file makes: the same at every start, because it follows from the name. */
export function schemaRecordId(keyPrefix: string, object: string, name: string): string {
  // FNV-1a, in 32 bits: enough for the few names of a file.
  let hash = 0x811c9dc5;
  for (const character of `${object}.${name}`.toLowerCase()) {
    hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
  }
  return makeRecordId(keyPrefix, 1000 + (hash >>> 0));
}

/** The id of a record type of the schema file. */
export function recordTypeId(object: string, { developerName }: SchemaRecordType): string {
  return schemaRecordId('012', object, developerName);
}

/** `recordTypeInfos` of a describe: the types of the file, and Master. Without `urls`, as the rest of the describe. */
export function recordTypeInfos(object: string, types: readonly SchemaRecordType[]): readonly object[] {
  const hasDefault = types.some((type) => type.default);
  return [
    ...types.map((type) => ({
      active: type.active,
      available: type.active,
      defaultRecordTypeMapping: type.default,
      developerName: type.developerName,
      master: false,
      name: type.name,
      recordTypeId: recordTypeId(object, type),
    })),
    {
      active: true,
      available: true,
      defaultRecordTypeMapping: !hasDefault,
      developerName: 'Master',
      master: true,
      name: 'Master',
      recordTypeId: MASTER_RECORD_TYPE,
    },
  ];
}

/** The field that says which type a record has. */
export function recordTypeField(): FieldDescribe {
  return completeField({
    ...{ name: 'RecordTypeId', type: 'reference', label: 'Record Type ID' },
    ...{ relationshipName: 'RecordType', referenceTo: ['RecordType'], defaultedOnCreate: true },
  });
}
