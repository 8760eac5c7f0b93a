import type { SaveError } from './org-database.ts';

/** Ends the save of one record; the database turns it into a failed {@link SaveResult}. */
export class SaveRefusal extends Error {
  override readonly name = 'SaveRefusal';
  readonly errors: readonly SaveError[];
  readonly id: string | undefined;
  constructor(errors: readonly SaveError[], id?: string) {
    super(errors.map((error) => error.message).join('; '));
    this.errors = errors;
    this.id = id;
  }
}

/** A refusal with one error. */
export function refuse(statusCode: string, message: string, fields: readonly string[] = []): SaveRefusal {
  return new SaveRefusal([{ statusCode, message, fields }]);
}

export function noSuchColumn(column: string, object: string): SaveRefusal {
  return refuse('INVALID_FIELD', `No such column '${column}' on sobject of type ${object}`);
}

export function notWritable(fields: readonly string[]): SaveRefusal {
  return refuse(
    'INVALID_FIELD_FOR_INSERT_UPDATE',
    `Unable to create/update fields: ${fields.join(', ')}. Please check the security settings of this field and verify that it is read/write for your profile or permission set.`,
    fields,
  );
}

export function requiredMissing(fields: readonly string[]): SaveRefusal {
  return refuse('REQUIRED_FIELD_MISSING', `Required fields are missing: [${fields.join(', ')}]`, fields);
}

export function entityIsDeleted(id: string): SaveRefusal {
  return new SaveRefusal([{ statusCode: 'ENTITY_IS_DELETED', message: 'entity is deleted', fields: [] }], id);
}

export function invalidCrossReference(fields: readonly string[] = []): SaveRefusal {
  return refuse('INVALID_CROSS_REFERENCE_KEY', 'invalid cross reference id', fields);
}
