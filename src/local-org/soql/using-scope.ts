import type { SObject } from '../catalogue/catalogue.ts';
import type { QueryScope } from './query-scope.ts';
import { malformedAt } from './path-refusals.ts';
import { notEmulated } from './soql-text.ts';

/**
 * The condition of USING SCOPE; `undefined` when it leaves every record in.
 *
 * @throws {@link SoqlError} `MALFORMED_QUERY` for a scope that the object does not have, `NOT_EMULATED_HERE` for those
 * that need teams, territories, delegated approvers or scoping rules.
 */
export function usingScopeSql(scope: QueryScope, name: string | undefined): string | undefined {
  if (name === undefined) return undefined;
  const { sobject } = scope.root;
  const { bindings, actorId, store } = scope.context;
  const known = name.toLowerCase();
  if (known === 'everything') return undefined;
  if (ELSEWHERE.has(known)) throw notEmulated(`USING SCOPE ${name}`);
  if (!OWNERSHIP.has(known) || !supports(sobject, known)) {
    const message = `Filter scope '${name}' is not supported for ${sobject.name}`;
    throw malformedAt(scope.context.text, name, message);
  }
  const owner = scope.resolve('OwnerId').sql;
  switch (known) {
    case 'mine':
      return `${owner} = ${bindings.bind(actorId)}`;
    case 'queue_owned':
      return `substr(${owner}, 1, 3) = '00G'`;
    case 'user_owned':
      return `substr(${owner}, 1, 3) = '005'`;
    default: {
      const members = store.catalogue.find('GroupMember');
      const me = bindings.bind(actorId);
      const mine = `${owner} = ${me}`;
      if (members === undefined) return mine;
      const groups = `SELECT "GroupId" FROM ${store.tables.ensure(members)} WHERE "UserOrGroupId" = ${me}`;
      return `(${mine} OR ${owner} IN (${groups}))`;
    }
  }
}

/** Scopes that the owner decides. */
const OWNERSHIP = new Set(['mine', 'mine_and_my_groups', 'queue_owned', 'user_owned']);

/** Scopes that Salesforce has and this org does not. */
const ELSEWHERE = new Set([
  ...['allprivate', 'delegated', 'genericteam', 'mru', 'my_team_territory', 'my_territory'],
  ...['scopingrule', 'team', 'team_by_role'],
]);

/** What the describe lists; the owner's scopes for objects with an owner whose describe was not recorded. */
function supports(sobject: SObject, scope: string): boolean {
  if (sobject.field('OwnerId') === undefined) return false;
  const listed = sobject.describe['supportedScopes'];
  if (!Array.isArray(listed) || listed.length <= 1) return true;
  return listed.some((entry: { name?: string }) => entry.name?.toLowerCase() === scope);
}
