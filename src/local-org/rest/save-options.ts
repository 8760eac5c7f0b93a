import type { SaveOptions } from '../records/org-database.ts';
import type { ApiCall } from './api-call.ts';

/** From this version on there is a header for duplicate rules. */
const firstVersionWithDuplicateRules = 52;

/**
 * What `Sforce-Auto-Assign` and `Sforce-Duplicate-Rule-Header` ask for. Without the first the active assignment rule
 * decides: the opposite of SOAP.
 */
export function saveOptionsOf({ headers, version }: Pick<ApiCall, 'headers' | 'version'>): SaveOptions {
  const assign = textOf(headers['sforce-auto-assign']);
  const duplicates = textOf(headers['sforce-duplicate-rule-header']);
  const allowSave = /(?:^|;)\s*allowSave\s*=\s*true\s*(?:;|$)/i.test(duplicates);
  return {
    ...assignment(assign),
    allowDuplicates: allowSave && version.number >= firstVersionWithDuplicateRules,
  };
}

function assignment(header: string): Pick<SaveOptions, 'assignment'> {
  if (header === '' || /^true$/i.test(header)) return { assignment: 'default' };
  return /^false$/i.test(header) ? {} : { assignment: { ruleId: header } };
}

function textOf(header: string | readonly string[] | undefined): string {
  return (typeof header === 'string' ? header : (header?.[0] ?? '')).trim();
}
