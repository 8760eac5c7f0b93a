import type { SaveError, SaveResult } from '../records/org-database.ts';
import { duplicateResultJson } from './duplicate-result.ts';
import { json, type OrgResponse } from '../server/org-response.ts';

/** One item of a Collections answer. Failed items have no id. */
export type CollectionItem =
  | { readonly id: string; readonly success: true; readonly errors: readonly []; readonly created?: boolean }
  | { readonly success: false; readonly errors: readonly ItemError[] };

/** One error of an item. */
export type ItemError = Omit<SaveError, 'duplicateResult'> & {
  readonly duplicateResult?: Readonly<Record<string, unknown>>;
};

/** Shapes a result as Collections do; `created` only for upsert. */
export function collectionItem(result: SaveResult, isUpsert: boolean): CollectionItem {
  if (!result.success) return { success: false, errors: result.errors.map(toItemError) };
  const item = { id: result.id, success: true, errors: [] } as const;
  return isUpsert ? { ...item, created: result.created } : item;
}

/** The answer to a single-record call that failed: 404 for records that are gone, else 400. */
export function singleRecordRefusal(errors: readonly SaveError[]): OrgResponse {
  const isGone = errors.some(
    ({ statusCode }) => statusCode === 'ENTITY_IS_DELETED' || statusCode === 'NOT_FOUND',
  );
  return json(
    isGone ? 404 : 400,
    errors.map(({ message, statusCode, fields, duplicateResult }) => ({
      ...(duplicateResult === undefined ? {} : { duplicateResult: duplicateResultJson(duplicateResult) }),
      message,
      errorCode: statusCode,
      fields,
    })),
  );
}

function toItemError({ statusCode, message, fields, duplicateResult }: SaveError): ItemError {
  const error = { statusCode, message, fields };
  return duplicateResult === undefined
    ? error
    : { ...error, duplicateResult: duplicateResultJson(duplicateResult) };
}
