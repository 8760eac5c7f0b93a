import type { FieldDescribe, SObject } from '../catalogue/catalogue.ts';
import { ApiError } from '../server/api-error.ts';

/** The field of that name in any case. @throws ApiError 400 `INVALID_FIELD`. */
export function requireField(object: SObject, name: string): FieldDescribe {
  const field = object.field(name);
  if (field !== undefined) return field;
  throw new ApiError(
    400,
    'INVALID_FIELD',
    `No such column '${name}' on entity '${object.name}'. If you are attempting to use a custom field, be sure to ` +
      "append the '__c' after the custom field name. Please reference your WSDL or the describe call for the " +
      'appropriate names.',
  );
}

/** API names of the fields that `?fields=` asks for; all of the object without it. @throws ApiError 400. */
export function askedFields(object: SObject, { searchParams }: URL): readonly string[] {
  const asked = searchParams.get('fields');
  if (asked === null) return object.fields.map(({ name }) => name);
  return asked.split(',').map((name) => requireField(object, name.trim()).name);
}

/** The field by which a path may find records. @throws ApiError 404 `NOT_FOUND`. */
export function externalIdField(object: SObject, name: string): FieldDescribe {
  const field = object.field(name);
  if (field !== undefined && (field.name === 'Id' || field.externalId || field.idLookup)) return field;
  throw new ApiError(
    404,
    'NOT_FOUND',
    `Provided external ID field does not exist or is not accessible: ${name}`,
  );
}
