import type { RowOutcome } from '../contract/outcome.ts';
import type { SalesforceConnection } from '../connection/salesforce-connection.ts';
import type { ResolveBatches } from './call-work.ts';
import { keyMatches, type KeyPlace } from './key-matches.ts';
import { keyOfExternalId } from './key-of-row.ts';
import { undoneRow } from './refused-row.ts';
import type { WorkBatch, WorkRow } from './work-row.ts';

/** An upsert that may do only one of its two things. */
export interface OneWayUpsert extends KeyPlace {
  /** `update` never makes a record, `insert` never changes one. */
  readonly only: 'update' | 'insert';
  readonly allOrNone: boolean;
  readonly signal: AbortSignal | undefined;
}

/**
 * Collections have no flag for it: the keys of a call's rows are looked up, and the rows become updates by Id, or inserts.
 * Rows that may not be written fail with `no-match` or `already-exists`; a key of several records with
 * `DUPLICATE_EXTERNAL_ID`, which lists them. Rows that were looked up once are not looked up again.
 *
 * Between look and write others may make or delete a record: an insert is then refused by the org if the field is
 * unique, and an update fails.
 */
export function oneWayUpsert(connection: SalesforceConnection, upsert: OneWayUpsert): ResolveBatches {
  const { describe, externalIdField, only, allOrNone, signal } = upsert;
  const field = describe.fields.find(({ name }) => name === externalIdField);
  return async (batches) => {
    const waiting = batches.flatMap(({ rows }) => rows).filter(({ record }) => record !== undefined);
    const values = waiting.flatMap(({ record }) => record?.[externalIdField] ?? []);
    const matches = await keyMatches(connection, upsert, values, signal);
    const failed = new Map<WorkRow, RowOutcome>();
    const keys = new Set<string>();
    for (const row of waiting) {
      // Rows with one key travel in one call only where all rows of a run do.
      if (only === 'insert' && row.key !== undefined && keys.has(row.key)) {
        failed.set(row, alreadyGiven(row, externalIdField));
        continue;
      }
      if (row.key !== undefined) keys.add(row.key);
      const value = row.record?.[externalIdField];
      const ids = value == null ? [] : (matches.get(keyOfExternalId(value, field)) ?? []);
      const outcome =
        only === 'update' ? toUpdate(row, ids, externalIdField) : toInsert(row, ids, externalIdField);
      if (outcome !== undefined) failed.set(row, outcome);
    }
    const settled: RowOutcome[] = [];
    const ready = batches.map((batch): WorkBatch => {
      const isSpoilt = allOrNone && batch.rows.some((row) => failed.has(row));
      const rows = batch.rows.filter((row) => {
        const outcome = failed.get(row) ?? (isSpoilt ? undoneRow(row.rowIndex) : undefined);
        if (outcome !== undefined) settled.push(outcome);
        return outcome === undefined;
      });
      return { ...batch, operation: rows[0]?.operation ?? batch.operation, rows };
    });
    return { batches: ready.filter(({ rows }) => rows.length > 0), settled };
  };
}

function toUpdate(row: WorkRow, ids: readonly string[], field: string): RowOutcome | undefined {
  const [id, ...others] = ids;
  if (id === undefined)
    return failure(row, 'no-match', `No record has this ${field}, and updateOnly is set.`, field);
  if (others.length > 0) return ambiguous(row, ids, field);
  row.operation = 'update';
  row.text = JSON.stringify({ ...row.record, [field]: undefined, id });
  row.id = id;
  row.record = undefined;
  return undefined;
}

function toInsert(row: WorkRow, [id, ...others]: readonly string[], field: string): RowOutcome | undefined {
  if (id !== undefined) {
    const message = `A record has this ${field} already, and insertOnly is set.`;
    if (others.length > 0) return ambiguous(row, [id, ...others], field);
    return { ...failure(row, 'already-exists', message, field), id };
  }
  row.operation = 'insert';
  row.record = undefined;
  return undefined;
}

function alreadyGiven(row: WorkRow, field: string): RowOutcome {
  const message = `An earlier row has this ${field}, and insertOnly is set.`;
  return failure(row, 'already-exists', message, field);
}

function ambiguous(row: WorkRow, ids: readonly string[], field: string): RowOutcome {
  const message = `${field}: more than one record found: [${ids.join(', ')}]`;
  return failure(row, 'DUPLICATE_EXTERNAL_ID', message, field);
}

function failure({ rowIndex }: WorkRow, code: string, message: string, field: string): RowOutcome {
  return { status: 'failed', rowIndex, errors: [{ code, message, fields: [field] }] };
}
