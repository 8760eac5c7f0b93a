import type { CallOptions } from '../contract/connection.ts';
import type { SalesforceConnection } from '../connection/salesforce-connection.ts';
import { describerOf } from '../records/fields-of-query.ts';
import { describeParents } from '../schema/parent-objects.ts';
import { deleteRowSchema, responseRowSchema, writeRowSchema } from '../schema/row-schema.ts';
import { resolveExternalIdField, type WriteTarget } from '../schema/write-columns.ts';
import type { WriteOperation } from '../schema/write-operation.ts';
import type { RowSchemas } from './row-schemas.ts';

/** What a write is configured to do. */
export interface WriteOptions {
  readonly object: string;
  readonly externalIdField?: string | undefined;
}

/**
 * Looks the object and the external id field up in the org.
 *
 * @throws ConnectorError `unknown-object`, `not-an-external-id`
 */
export async function resolveTarget<Operation extends WriteOperation>(
  connection: SalesforceConnection,
  operation: Operation,
  options: WriteOptions,
  call: CallOptions = {},
): Promise<WriteTarget & { operation: Operation }> {
  const describe = await connection.describeObject(options.object, call);
  if (options.externalIdField === undefined) return { describe, operation };
  return {
    describe,
    operation,
    externalIdField: resolveExternalIdField(describe, options.externalIdField).name,
  };
}

/** The rows that a write takes, and those of its response. */
export async function writeRowSchemas(
  connection: SalesforceConnection,
  operation: WriteOperation,
  options: WriteOptions,
  call: CallOptions,
): Promise<RowSchemas> {
  const { describe, externalIdField } = await resolveTarget(connection, operation, options, call);
  const source = responseRowSchema(operation);
  if (operation === 'delete' || operation === 'hardDelete') return { target: deleteRowSchema(), source };
  const parents = await describeParents(describe, operation, describerOf(connection, call));
  return { target: writeRowSchema(describe, operation, { externalIdField, parents }), source };
}
