import { ApiError } from '../server/api-error.ts';

/** Objects that Salesforce refuses to Bulk jobs though SOQL knows them (field lesson D12). */
const unsupported = new Set([
  'AcceptedEventRelation',
  'CaseStatus',
  'ContractStatus',
  'DeclinedEventRelation',
  'FieldSecurityClassification',
  'KnowledgeArticle',
  'KnowledgeArticleVersion',
  'KnowledgeArticleViewStat',
  'KnowledgeArticleVoteStat',
  'OrderStatus',
  'PartnerRole',
  'RecentlyViewed',
  'SolutionStatus',
  'TaskPriority',
  'TaskStatus',
  'UndecidedEventRelation',
  'UserRecordAccess',
  'WorkOrderLineItemStatus',
  'WorkOrderStatus',
]);

/** The refusal of an object that a Bulk job cannot work with. */
export function notSupportedByBulk(object: string): ApiError {
  return new ApiError(400, 'INVALIDENTITY', `Entity '${object}' is not supported by the Bulk API.`);
}

/** @throws ApiError 400 `INVALIDENTITY`. */
export function requireBulkSupport(object: string): void {
  if (unsupported.has(object)) throw notSupportedByBulk(object);
}
