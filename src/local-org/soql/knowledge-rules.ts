import type { WhereClause } from '@jetstreamapp/soql-parser-js';
import { SoqlError } from '../records/org-database.ts';
import type { QueryScope } from './query-scope.ts';

/** Last version that gives only published articles unless the query says otherwise, and needs a language. */
const LAST_VERSION_OF_ONLINE = 46;

/**
 * The condition that old versions add to a query of articles (objects that end in `__kav`): only published ones,
 * unless the query asks for a status or for certain articles.
 *
 * @throws {@link SoqlError} `MALFORMED_QUERY` when an old version's query names no language.
 */
export function publishedSql(scope: QueryScope, where: WhereClause | undefined): string | undefined {
  const { sobject } = scope.root;
  if (!/__kav$/i.test(sobject.name) || scope.context.version > LAST_VERSION_OF_ONLINE) return undefined;
  const fields = new Set(fieldsOf(where));
  if (['id', 'knowledgearticleid'].some((name) => fields.has(name))) return undefined;
  if (sobject.field('Language') !== undefined && !fields.has('language')) {
    throw new SoqlError('MALFORMED_QUERY', `A query of ${sobject.name} must filter on Language`);
  }
  if (sobject.field('PublishStatus') === undefined || fields.has('publishstatus')) return undefined;
  return `${scope.resolve('PublishStatus').sql} = 'Online'`;
}

function* fieldsOf(where: WhereClause | undefined): Generator<string> {
  let rest = where;
  while (rest !== undefined) {
    if (rest.left !== null && 'field' in rest.left) yield rest.left.field.toLowerCase();
    rest = 'right' in rest ? rest.right : undefined;
  }
}
