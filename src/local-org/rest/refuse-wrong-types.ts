import type { SObject } from '../catalogue/catalogue.ts';
import { isOfWrongType } from '../records/is-of-wrong-type.ts';
import type { InputFields } from '../records/org-database.ts';
import { ApiError } from '../server/api-error.ts';
import { tokenOf } from './json-token.ts';

/**
 * Salesforce reads the JSON by the types of the fields. A value that does not fit refuses the call as a whole, with all
 * its records (restforce issue 897, Force.com-Toolkit-for-NET pull request 128). Where in the body it stands is left out.
 * @throws ApiError 400 `JSON_PARSER_ERROR`.
 */
export function refuseWrongTypes(object: SObject | undefined, fields: InputFields): void {
  for (const [name, value] of Object.entries(fields)) {
    const field = object?.field(name);
    if (field === undefined || typeof value === 'object' || !isOfWrongType(field, value)) continue;
    throw new ApiError(
      400,
      'JSON_PARSER_ERROR',
      `Cannot deserialize instance of ${field.type} from ${tokenOf(value)} value ${String(value)} or request may be ` +
        'missing a required field',
    );
  }
}
