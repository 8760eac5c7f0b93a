import type { DuplicateResult, SaveError, SaveResult } from '../records/org-database.ts';
import { element, scalar } from './write-xml.ts';

/** SaveResult, DeleteResult and UndeleteResult, which look the same: `errors*`, `id`, `success`. */
export function saveResult(result: SaveResult): string {
  return element('result', resultContent(result));
}

/** UpsertResult: the same behind `created`. */
export function upsertResult(result: SaveResult): string {
  return element('result', scalar('created', result.success && result.created) + resultContent(result));
}

function resultContent(result: SaveResult): string {
  const errors = result.success ? '' : result.errors.map(errorElement).join('');
  return errors + scalar('id', result.success ? result.id : null) + scalar('success', result.success);
}

function errorElement({ fields, message, statusCode, duplicateResult }: SaveError): string {
  const content = [
    ...fields.map((field) => scalar('fields', field)),
    scalar('message', message),
    scalar('statusCode', statusCode),
  ].join('');
  if (duplicateResult === undefined) return element('errors', content);
  return element('errors', content + duplicates(duplicateResult), 'DuplicateError');
}

function duplicates(result: DuplicateResult): string {
  return element(
    'duplicateResult',
    [
      scalar('allowSave', result.allowSave),
      scalar('duplicateRule', result.duplicateRule),
      scalar('duplicateRuleEntityType', result.duplicateRuleEntityType),
      scalar('errorMessage', result.errorMessage),
      element('matchResults', matches(result)),
    ].join(''),
  );
}

function matches({ matchedRecords, duplicateRule, duplicateRuleEntityType }: DuplicateResult): string {
  const records = matchedRecords.map(({ type, id }) =>
    element(
      'matchRecords',
      scalar('matchConfidence', '100.0') +
        element('record', scalar('sf:type', type) + scalar('sf:Id', id), 'sf:sObject'),
    ),
  );
  return [
    scalar('entityType', duplicateRuleEntityType),
    scalar('matchEngine', 'ExactMatchEngine'),
    ...records,
    scalar('rule', duplicateRule),
    scalar('size', matchedRecords.length),
    scalar('success', true),
  ].join('');
}
