import type { RecordWriteCall } from '../../connection/record-calls.ts';
import { autoAssign } from '../assignment-rule.ts';

/**
 * What a call on one record tells the org to do, or not to do, when it saves.
 *
 * @throws ConnectorError `invalid-usage` for an assignment rule that is none
 */
export function saveHeaders({
  assignmentRule = 'none',
  allowDuplicates,
  updateMru,
}: RecordWriteCall): Record<string, string> {
  return {
    'Sforce-Auto-Assign': autoAssign(assignmentRule),
    ...(allowDuplicates === true ? { 'Sforce-Duplicate-Rule-Header': 'allowSave=true' } : {}),
    ...(updateMru === true ? { 'Sforce-Mru': 'updateMru=true' } : {}),
  };
}
