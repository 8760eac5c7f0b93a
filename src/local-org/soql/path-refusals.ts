import type { SoqlError } from '../records/org-database.ts';
import { errorAt, locate } from './soql-text.ts';

const HINT = 'Please reference your WSDL or the describe call for the appropriate names.';

/** `INVALID_FIELD`: the object has no such field. `written` is the path as it stands in the query. */
export function noSuchColumn(text: string, written: string, name: string, object: string): SoqlError {
  return invalidField(
    text,
    written,
    `No such column '${name}' on entity '${object}'. If you are attempting to use a custom field, be sure to append the '__c' after the custom field name. ${HINT}`,
  );
}

/** `INVALID_FIELD`: the object has no such child-to-parent relationship. */
export function noSuchRelationship(text: string, written: string, name: string): SoqlError {
  return invalidField(
    text,
    written,
    `Didn't understand relationship '${name}' in field path. If you are attempting to use a custom relationship, be sure to append the '__r' after the custom relationship name. ${HINT}`,
  );
}

/** `INVALID_TYPE`: the object has no such parent-to-child relationship. */
export function noSuchChildren(text: string, name: string): SoqlError {
  return errorAt(
    text,
    locate(text, name),
    'INVALID_TYPE',
    `Didn't understand relationship '${name}' in FROM part of query call. If you are attempting to use a custom relationship, be sure to append the '__r' after the custom relationship name. ${HINT}`,
  );
}

/** `INVALID_FIELD` that points to a path of the query. */
export function invalidField(text: string, written: string, message: string): SoqlError {
  return errorAt(text, locate(text, written), 'INVALID_FIELD', message);
}

/** `MALFORMED_QUERY` that points to a word of the query. */
export function malformedAt(text: string, word: string, message: string): SoqlError {
  return errorAt(text, locate(text, word), 'MALFORMED_QUERY', message);
}
