import type { RowOutcome } from '../contract/outcome.ts';
import type { RecordBody } from './record-of-row.ts';

/** What sObject Collections can do with records. */
export type RowOperation = 'insert' | 'update' | 'upsert' | 'delete';

/** A row on its way to the org. */
export interface WorkRow {
  /** In the whole input, from 0. */
  readonly rowIndex: number;
  /** May become another one when the record is looked up. */
  operation: RowOperation;
  /** The record as JSON, written out once; for a delete its id. */
  text: string;
  /** Bytes of `text`. */
  readonly byteCount: number;
  /** What tells that two rows are about the same record; absent where nothing does. */
  readonly key?: string | undefined;
  /** Id of the record, where the row names it. */
  id?: string | undefined;
  /** The record itself, while it has to be looked up before it can be sent. */
  record?: RecordBody | undefined;
  /** Set when the row cannot be sent: what is wrong with it. */
  readonly refusal?: RowOutcome | undefined;
  /** How often the row went out again after it had failed. */
  retries: number;
  /** Whether the org may have carried out an earlier call with this row. */
  isInDoubt: boolean;
  /** What becomes of the row if it never goes out again. */
  standing?: RowOutcome | undefined;
}

/** Rows that the org saves together. */
export interface WorkBatch {
  readonly operation: RowOperation;
  readonly rows: readonly WorkRow[];
  /** How often the batch went out again after a refusal of all of it. */
  readonly refusals: number;
}

/** A row at its start. */
export function workRow(row: Omit<WorkRow, 'byteCount' | 'retries' | 'isInDoubt' | 'standing'>): WorkRow {
  return { ...row, byteCount: Buffer.byteLength(row.text), retries: 0, isInDoubt: false };
}

/**
 * Whether a call that carries several batches would take text of the row for a reference to another of its batches.
 * There is no way to escape it.
 */
export function looksLikeReference({ text }: WorkRow): boolean {
  return text.includes('@{');
}

/** A batch in parts of `size` rows. */
export function inParts(batch: WorkBatch, size: number): readonly WorkBatch[] {
  return Array.from({ length: Math.ceil(batch.rows.length / size) }, (_, part) => ({
    ...batch,
    rows: batch.rows.slice(part * size, (part + 1) * size),
  }));
}
