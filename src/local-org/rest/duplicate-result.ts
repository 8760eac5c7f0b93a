import type { DuplicateResult } from '../records/org-database.ts';

/** What a duplicate rule found, in the words of REST. The records show their ids only. */
export function duplicateResultJson(result: DuplicateResult): Readonly<Record<string, unknown>> {
  const { allowSave, duplicateRule, duplicateRuleEntityType, errorMessage, matchedRecords } = result;
  const matchRecords = matchedRecords.map(({ type, id }) => ({
    additionalInformation: [],
    fieldDiffs: [],
    matchConfidence: 100,
    record: { attributes: { type }, Id: id },
  }));
  const match = {
    entityType: duplicateRuleEntityType,
    errors: [],
    matchEngine: 'ExactMatchEngine',
    matchRecords,
    rule: duplicateRule,
    size: matchRecords.length,
    success: true,
  };
  return { allowSave, duplicateRule, duplicateRuleEntityType, errorMessage, matchResults: [match] };
}
