import { ConnectorError } from '../errors/connector-error.ts';
import type { SalesforceConnection } from '../connection/salesforce-connection.ts';
import type { SObjectDescribe } from '../schema/sobject-describe.ts';
import { literalOf } from '../soql/literal.ts';
import { keyOfExternalId } from './key-of-row.ts';
import { QueryPages } from './query-pages.ts';

/** Where keys are looked up. */
export interface KeyPlace {
  readonly describe: SObjectDescribe;
  readonly externalIdField: string;
}

/** Characters of a query's list of keys; SOQL may have 100,000 in all. */
const listCharacters = 90_000;

/**
 * Asks the org which records have these keys: ids by key, as {@link keyOfExternalId} writes it. One query, or as many as
 * the length of the keys needs. A key that no record could have has no match.
 *
 * @throws ConnectorError everything that a query throws
 */
export async function keyMatches(
  connection: SalesforceConnection,
  { describe, externalIdField }: KeyPlace,
  values: readonly unknown[],
  signal: AbortSignal | undefined,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const field = describe.fields.find(({ name }) => name === externalIdField);
  const literals = values.flatMap((value) => {
    try {
      return [literalOf(scalarOf(value), field)];
    } catch (error) {
      if (error instanceof ConnectorError && error.code === 'invalid-bind') return [];
      throw error;
    }
  });
  const matches = new Map<string, string[]>();
  const columns = externalIdField === 'Id' ? 'Id' : `Id, ${externalIdField}`;
  for (const list of listsOf(literals)) {
    const pages = new QueryPages(connection, signal);
    const soql = `SELECT ${columns} FROM ${describe.name} WHERE ${externalIdField} IN (${list.join(',')})`;
    let page = await pages.first({ soql, includeDeleted: false });
    for (;;) {
      for (const record of page.records) {
        const key = keyOfExternalId(record[externalIdField], field);
        const ids = matches.get(key) ?? [];
        ids.push(String(record['Id']));
        matches.set(key, ids);
      }
      const next = await pages.after(page);
      if (next === undefined) break;
      page = next;
    }
  }
  return matches;
}

function scalarOf(value: unknown): string | number | boolean {
  return typeof value === 'number' || typeof value === 'boolean' ? value : String(value);
}

function listsOf(literals: readonly string[]): string[][] {
  const lists: string[][] = [];
  let length = Infinity;
  for (const literal of literals) {
    length += literal.length + 1;
    if (length > listCharacters) {
      lists.push([]);
      length = literal.length;
    }
    lists.at(-1)?.push(literal);
  }
  return lists;
}
