import { notEmulated } from '../server/api-error.ts';
import type { ApiOperation } from './api-call.ts';

/** Resources that a real org has, and what they are called in docs/local-org.md. Must stand before those of rows. */
const resources: readonly (readonly [method: string, pattern: string, what: string])[] = [
  ['*', '/sobjects/:object/listviews/*', 'list views'],
  ['*', '/sobjects/:object/quickActions/*', 'quick actions'],
  ['*', '/sobjects/:object/describe/:part/*', 'layouts'],
  ['POST', '/composite', '/composite inside another call'],
  ['POST', '/composite/batch', '/composite/batch inside another call'],
  ['POST', '/composite/graph', '/composite/graph inside another call'],
  ['*', '/search/suggestions', 'search suggestions'],
  ['*', '/search/layout', 'search layouts'],
  ['*', '/search/scopeOrder', 'search scopes'],
  ['*', '/recent', 'recent items'],
  ['*', '/quickActions/*', 'quick actions'],
  ['*', '/actions/*', 'actions'],
  ['*', '/process/*', 'approvals and rules'],
  ['*', '/support/*', 'knowledge support'],
  ['*', '/knowledgeManagement/*', 'knowledge management'],
  ['*', '/tooling/*', 'the Tooling API'],
  ['*', '/metadata/*', 'the Metadata API'],
  ['*', '/analytics/*', 'the Analytics API'],
  ['*', '/chatter/*', 'the Connect API'],
  ['*', '/connect/*', 'the Connect API'],
  ['*', '/ui-api/*', 'the User Interface API'],
  ['*', '/graphql', 'the GraphQL API'],
  ['*', '/tabs', 'tabs'],
  ['*', '/theme', 'themes'],
  ['*', '/appMenu/*', 'the app menu'],
];

/** Refuses with 501 `NOT_EMULATED_HERE` what would look like a wrong path otherwise. */
export const notEmulatedOperations: readonly ApiOperation[] = resources.map(([method, pattern, what]) => ({
  method,
  pattern,
  run: () => {
    throw notEmulated(what);
  },
}));
