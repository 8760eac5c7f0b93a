import type { RowBatch } from '../contract/row.ts';
import { ConnectorError } from '../errors/connector-error.ts';
import { clausesOf, withCondition } from '../soql/clauses.ts';
import { ranTooLong } from './ran-too-long.ts';
import { readPages, type PagesRead } from './read-pages.ts';

/**
 * Hands over the pages of a query, or of a slice of one, to the end: when the org loses its place, or takes too long over
 * a further page, a query that is ordered by Id is asked again for what comes behind the last row.
 *
 * @param soql in the place of the query's own
 * @throws ConnectorError `query-cursor-lost` where nothing but the place in the org says which rows are still to come
 */
export async function* readOn(
  read: PagesRead,
  soql = read.query.soql,
): AsyncGenerator<RowBatch, undefined, undefined> {
  let statement = soql;
  for (;;) {
    const before = read.rowCount;
    try {
      return yield* readPages(read, statement);
    } catch (error) {
      const isLost = error instanceof ConnectorError && error.code === 'query-cursor-lost';
      if (!isLost && !ranTooLong(error)) throw error;
      // Without a row more than the last time, it would go in circles.
      const behind = read.rowCount > before ? behindLastRow(read, soql) : undefined;
      if (behind === undefined) throw isLost ? error.withDetails({ rowCount: read.rowCount }) : error;
      read.note ??= 'asked again behind the last row';
      statement = behind;
    }
  }
}

/** Directions of ORDER BY, and where the rows behind another are. */
const behindIn: Readonly<Record<string, string>> = { asc: '>', desc: '<' };

/** The part of a query that is still to come; `undefined` where the last row does not say it. */
function behindLastRow({ query, lastRow }: PagesRead, soql: string): string | undefined {
  const clauses = clausesOf(soql);
  const [name, direction = 'asc', ...rest] = clauses?.orderBy ?? [];
  const operator = behindIn[direction];
  if (clauses === undefined || name !== 'id' || operator === undefined || rest.length > 0) return undefined;
  if (clauses.tailClauses.some((clause) => clause !== 'order' && clause !== 'with')) return undefined;
  const column = query.fields?.columns.find(
    ({ path, functionName }) =>
      functionName === undefined && path.length === 1 && path[0]?.toLowerCase() === 'id',
  );
  const id = column && lastRow?.[column.name];
  return typeof id === 'string' && /^[0-9A-Za-z]{15,18}$/.test(id)
    ? withCondition(clauses, `Id ${operator} '${id}'`)
    : undefined;
}
