import type { CallOptions } from '../../contract/connection.ts';
import type { SalesforceConnection } from '../../connection/salesforce-connection.ts';
import { ConnectorError } from '../../errors/connector-error.ts';
import type { SObjectDescribe } from '../../schema/sobject-describe.ts';
import { compileQuery } from '../../soql/compile-query.ts';
import { describerOf } from '../fields-of-query.ts';
import { firstRowsOf } from './rows-of-query.ts';

/** The record that a call is about. */
export interface NamedRecord {
  readonly describe: SObjectDescribe;
  readonly id: string;
}

/**
 * Makes a call on a record, and says of one that is not there that it is not there: the org has three ways to say so,
 * one of which may mean another record that the call names.
 *
 * @throws ConnectorError `record-not-found`, and what the call throws
 */
export async function onRecord<T>(
  connection: SalesforceConnection,
  record: NamedRecord,
  { signal, run }: { readonly signal: AbortSignal | undefined; readonly run: () => Promise<T> },
): Promise<T> {
  try {
    return await run();
  } catch (error) {
    if (!(error instanceof ConnectorError)) throw error;
    const isCrossReference = hasCode(error, 'INVALID_CROSS_REFERENCE_KEY');
    if (error.code !== 'not-found' && !isCrossReference) throw error;
    await requireRecord(connection, record, signal === undefined ? {} : { signal });
    throw error;
  }
}

/** @throws ConnectorError `record-not-found`, which tells whether the record was deleted */
export async function requireRecord(
  connection: SalesforceConnection,
  { describe, id }: NamedRecord,
  call: CallOptions,
): Promise<void> {
  const parts = {
    object: describe.name,
    fields: ['Id'],
    where: { field: 'Id', operator: '=', value: id },
  } as const;
  const soql = await compileQuery(parts, describerOf(connection, call));
  const there = await firstRowsOf(connection, { soql, includeDeleted: false }, call);
  if (there.rows.length > 0) return;
  const deleted = await firstRowsOf(connection, { soql, includeDeleted: true }, call);
  throw recordNotFound(`${describe.name} ${id}`, deleted.rows.length > 0);
}

/** `record-not-found`, with `details.deleted`. */
export function recordNotFound(what: string, deleted = false): ConnectorError {
  const message = deleted ? `${what} has been deleted.` : `There is no ${what} that this user can see.`;
  return new ConnectorError('record-not-found', message, {
    details: { deleted },
    nextSteps: deleted ? ['Restore it from the recycle bin, if it is still needed.'] : [],
  });
}

function hasCode({ details }: ConnectorError, code: string): boolean {
  const errors: unknown = details['errors'];
  return (
    Array.isArray(errors) &&
    errors.some((item: unknown) => (item as { errorCode?: unknown }).errorCode === code)
  );
}
