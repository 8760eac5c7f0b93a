import { ConnectorError } from '../errors/connector-error.ts';

/** Ids of assignment rules. */
export const assignmentRuleId = /^01Q[a-zA-Z0-9]{12}(?:[a-zA-Z0-9]{3})?$/;

/**
 * `Sforce-Auto-Assign` of a write. REST runs assignment rules unless told not to, SOAP and Bulk only when told to: one
 * default for all.
 *
 * @throws ConnectorError `invalid-usage` for what is neither `none`, `default` nor the id of a rule
 */
export function autoAssign(rule: string): string {
  if (rule === 'none') return 'FALSE';
  if (rule === 'default') return 'TRUE';
  if (assignmentRuleId.test(rule)) return rule;
  throw new ConnectorError(
    'invalid-usage',
    'The assignment rule is none, default, or the id of a rule (01Q…).',
  );
}
