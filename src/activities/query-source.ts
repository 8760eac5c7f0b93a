import { z } from 'zod';
import type { CallOptions } from '../contract/connection.ts';
import type { SalesforceConnection } from '../connection/salesforce-connection.ts';
import { describerOf } from '../records/fields-of-query.ts';
import { bindValues } from '../soql/bind-values.ts';
import { compileQuery } from '../soql/compile-query.ts';
import type { QueryParts } from '../soql/query-parts.ts';
import type { SoqlBinds } from '../soql/soql-value.ts';
import { bulkQueryParts, queryParts, soqlValue } from './query-part-fields.ts';

const query = z.string().min(1).optional().meta({
  title: 'Query',
  description:
    'SOQL. `:name` and `[name]` stand for values of `binds` or variables; everything else is sent as written. Either this or `select`.',
  // For hosts: do not paste variables into this text, hand their values over in the option of that name.
  'x-binds': 'binds',
});

const binds = z
  .record(z.string().regex(/^[A-Za-z0-9_.]+$/), soqlValue, {
    error: ({ code }) => (code === 'invalid_key' ? 'must be a name of letters, digits, _ and .' : undefined),
  })
  .optional()
  .meta({
    title: 'Values',
    description: 'Values for `:name` and `[name]` in `query`, written by the type of the field.',
  });

/** What to read, for activities that take everything that REST takes. */
export const recordQueryFields = {
  query,
  select: queryParts.optional().meta({
    title: 'Query parts',
    description: 'The query in parts, instead of `query`.',
  }),
  binds,
};

/** What to read, for Bulk API 2.0. */
export const bulkQueryFields = {
  query,
  select: bulkQueryParts.optional().meta({
    title: 'Query parts',
    description: 'The query in parts, instead of `query`.',
  }),
  binds,
};

/** What to read: exactly one of `query` and `select`, and `binds` with the first only. */
export interface QuerySource {
  readonly query?: string | undefined;
  readonly select?: QueryParts | undefined;
  readonly binds?: SoqlBinds | undefined;
}

/** Says what is wrong with options that have none or both of `query` and `select`. */
export function checkQuerySource({ query, select, binds }: QuerySource, context: z.RefinementCtx): void {
  const add = (path: string, message: string): void => {
    context.addIssue({ code: 'custom', path: [path], message });
  };
  if (query === undefined && select === undefined) add('query', 'is missing, and so is select');
  if (query !== undefined && select !== undefined) add('select', 'excludes query: give one of them');
  if (query === undefined && binds !== undefined) add('binds', 'goes with query; parts hold their values');
}

/**
 * The SOQL to send. Asks for descriptions of objects when there are values to bind or parts to put together, and only
 * then.
 *
 * @throws ConnectorError `missing-bind`, `unused-bind`, `invalid-bind`, `unknown-field`, `unknown-object`
 */
export function soqlOf(
  connection: SalesforceConnection,
  { query = '', select, binds = {} }: QuerySource,
  call: CallOptions = {},
): Promise<string> {
  const describe = describerOf(connection, call);
  return select === undefined ? bindValues(query, binds, describe) : compileQuery(select, describe);
}
