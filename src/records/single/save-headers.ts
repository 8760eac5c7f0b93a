import type { RecordWriteCall } from '../../connection/record-calls.ts';

/** What a call on one record tells the org to do, or not to do, when it saves. */
export function saveHeaders({
  assignmentRule = 'none',
  allowDuplicates,
  updateMru,
}: RecordWriteCall): Record<string, string> {
  return {
    // REST runs assignment rules unless told not to, SOAP and Bulk only when told to: one default for all.
    'Sforce-Auto-Assign':
      assignmentRule === 'none' ? 'FALSE' : assignmentRule === 'default' ? 'TRUE' : assignmentRule,
    ...(allowDuplicates === true ? { 'Sforce-Duplicate-Rule-Header': 'allowSave=true' } : {}),
    ...(updateMru === true ? { 'Sforce-Mru': 'updateMru=true' } : {}),
  };
}
