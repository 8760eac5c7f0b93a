import type { SaveSettings } from './write-settings.ts';
import type { RowOperation, WorkBatch } from './work-row.ts';

/** sObject Collections takes this many records in a batch. */
export const maxRecordsPerBatch = 200;

/** What all batches of a write have in common. */
export interface BatchTarget {
  /** API version of the connection, e.g. `67.0`. */
  readonly apiVersion: string;
  /** For upserts: where they match. */
  readonly match?: { readonly object: string; readonly externalIdField: string } | undefined;
  /** Headers of every request that saves. */
  readonly headers: Readonly<Record<string, string>>;
  /** Either every row of a batch is stored or none. */
  readonly allOrNone: boolean;
}

/** A batch as a request to sObject Collections. */
export interface CollectionRequest {
  readonly method: 'POST' | 'PATCH' | 'DELETE';
  /** Below the versioned root, query included. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  /** JSON; absent for a delete. */
  readonly body?: string | undefined;
}

/** Writes a batch out as a request of its own, or one that travels in a call with others. */
export function collectionRequest(target: BatchTarget, { operation, rows }: WorkBatch): CollectionRequest {
  const { headers, allOrNone } = target;
  const texts = rows.map(({ text }) => text);
  if (operation === 'delete') {
    const query = `ids=${texts.map(encodeURIComponent).join('%2C')}&allOrNone=${String(allOrNone)}`;
    return { method: 'DELETE', path: `composite/sobjects?${query}`, headers: {} };
  }
  const body = `{"allOrNone":${String(allOrNone)},"records":[${texts.join(',')}]}`;
  return {
    method: operation === 'insert' ? 'POST' : 'PATCH',
    path: pathOf(target, operation),
    headers,
    body,
  };
}

function pathOf({ match }: BatchTarget, operation: RowOperation): string {
  if (operation !== 'upsert' || match === undefined) return 'composite/sobjects';
  return `composite/sobjects/${encodeURIComponent(match.object)}/${encodeURIComponent(match.externalIdField)}`;
}

/**
 * What requests that save say about assignment rules, duplicate rules and recently used records. REST runs assignment
 * rules unless told not to, SOAP and Bulk only when told to: one default for all.
 */
export function saveHeaders(settings: Omit<SaveSettings, 'autoFieldsToNull'>): Record<string, string> {
  const { assignmentRule, allowDuplicates, updateMru } = settings;
  const rules: Readonly<Record<string, string>> = { none: 'FALSE', default: 'TRUE' };
  return {
    'Sforce-Auto-Assign': rules[assignmentRule] ?? assignmentRule,
    ...(allowDuplicates ? { 'Sforce-Duplicate-Rule-Header': 'allowSave=true' } : {}),
    ...(updateMru ? { 'Sforce-Mru': 'updateMru=true' } : {}),
  };
}
