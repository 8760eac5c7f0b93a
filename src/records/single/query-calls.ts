import type { QueryCall, QueryPage } from '../../connection/record-calls.ts';
import type { SalesforceConnection } from '../../connection/salesforce-connection.ts';
import type { ReadReport } from '../../contract/outcome.ts';
import type { RowBatch } from '../../contract/row.ts';
import { bindValues } from '../../soql/bind-values.ts';
import { describerOf, fieldsOfQuery } from '../fields-of-query.ts';
import { queryRecords } from '../query-records.ts';
import { firstRowsOf } from './rows-of-query.ts';

/** See `RecordCalls.query`. */
export async function queryOnce(
  connection: SalesforceConnection,
  soql: string,
  call: QueryCall = {},
): Promise<QueryPage> {
  const bound = await bindValues(soql, call.binds ?? {}, describerOf(connection, call));
  const { includeDeleted = false, maxRows = Infinity } = call;
  const { rows, totalSize, done } = await firstRowsOf(connection, { soql: bound, includeDeleted }, call);
  return { rows: rows.slice(0, maxRows), totalSize, done: done && rows.length <= maxRows };
}

/** See `RecordCalls.queryRows`. */
export async function* queryRows(
  connection: SalesforceConnection,
  soql: string,
  call: QueryCall = {},
): AsyncGenerator<RowBatch, ReadReport, undefined> {
  const describe = describerOf(connection, call);
  const bound = await bindValues(soql, call.binds ?? {}, describe);
  const fields = await fieldsOfQuery(bound, describe);
  const { includeDeleted = false, maxRows } = call;
  return yield* queryRecords(connection, { soql: bound, includeDeleted, maxRows, fields }, call);
}
