import type { SaveOptions } from '../records/org-database.ts';
import type { SoapCall } from './soap-call.ts';
import { SoapFault } from './soap-fault.ts';
import { childOf } from './xml-element.ts';

/** Records in a page of a query, unless QueryOptions says otherwise. */
const defaultBatchSize = 2000;
const minBatchSize = 200;
const maxBatchSize = 2000;

/** What AssignmentRuleHeader, DuplicateRuleHeader and AllowFieldTruncationHeader ask for. None of them: all off. */
export function saveOptionsOf(call: SoapCall): SaveOptions {
  const ruleId = textOf(call, 'AssignmentRuleHeader', 'assignmentRuleId');
  const usesDefault = isTrue(call, 'AssignmentRuleHeader', 'useDefaultRule');
  return {
    ...(ruleId === '' ? {} : { assignment: { ruleId } }),
    ...(ruleId === '' && usesDefault ? { assignment: 'default' as const } : {}),
    allowDuplicates: isTrue(call, 'DuplicateRuleHeader', 'allowSave'),
    truncateText: isTrue(call, 'AllowFieldTruncationHeader', 'allowFieldTruncation'),
  };
}

/** AllOrNoneHeader. */
export function isAllOrNone(call: SoapCall): boolean {
  return isTrue(call, 'AllOrNoneHeader', 'allOrNone');
}

/**
 * QueryOptions.
 * @throws SoapFault `INVALID_BATCH_SIZE` outside of 200 to 2,000.
 */
export function batchSizeOf(call: SoapCall): number {
  const asked = textOf(call, 'QueryOptions', 'batchSize');
  if (asked === '') return defaultBatchSize;
  const batchSize = /^\d{1,9}$/.test(asked) ? Number(asked) : 0;
  if (batchSize >= minBatchSize && batchSize <= maxBatchSize) return batchSize;
  throw new SoapFault('INVALID_BATCH_SIZE', `batch size must be between ${minBatchSize} and ${maxBatchSize}`);
}

function isTrue(call: SoapCall, header: string, part: string): boolean {
  return ['true', '1'].includes(textOf(call, header, part));
}

function textOf(call: SoapCall, header: string, part: string): string {
  return childOf(childOf(call.header, header), part)?.text.trim() ?? '';
}
