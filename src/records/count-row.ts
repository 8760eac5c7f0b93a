import type { Row } from '../contract/row.ts';
import type { QueryFields } from '../schema/query-fields.ts';
import type { ResultPage } from './query-pages.ts';

/** The one row of a bare `COUNT()`, whose number stands beside the records; `undefined` for every other query. */
export function countRow(
  fields: QueryFields | undefined,
  { totalSize }: Pick<ResultPage, 'totalSize'>,
): Row | undefined {
  const [column] = fields?.isCount === true ? fields.columns : [];
  return column && { [column.name]: totalSize };
}
