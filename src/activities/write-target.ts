import type { CallOptions } from '../contract/connection.ts';
import type { ActivitySchemas } from '../contract/schema.ts';
import type { SalesforceConnection } from '../connection/salesforce-connection.ts';
import { describerOf } from '../records/fields-of-query.ts';
import { describeParents } from '../schema/parent-objects.ts';
import { deleteRowSchema, responseRowSchema, writeRowSchema } from '../schema/row-schema.ts';
import { resolveExternalIdField, type WriteTarget } from '../schema/write-columns.ts';
import type { WriteOperation } from '../schema/write-operation.ts';
import { schemaName } from './schema-name.ts';

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

/** Request and response of a write, under the names that hosts show. */
export async function writeSchemas(
  connection: SalesforceConnection,
  activity: { readonly type: string; readonly operation: WriteOperation },
  options: WriteOptions,
  call?: CallOptions,
): Promise<ActivitySchemas> {
  const { describe, externalIdField } = await resolveTarget(connection, activity.operation, options, call);
  const { operation } = activity;
  const isDelete = operation === 'delete' || operation === 'hardDelete';
  const row = isDelete
    ? deleteRowSchema()
    : writeRowSchema(describe, operation, {
        externalIdField,
        parents: await describeParents(describe, operation, describerOf(connection, call)),
      });
  return {
    target: { name: schemaName(connection, activity.type, 'Request'), row },
    source: {
      name: schemaName(connection, activity.type, 'Response'),
      row: responseRowSchema(operation),
    },
  };
}
