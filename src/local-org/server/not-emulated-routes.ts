import { notEmulated } from './api-error.ts';
import type { Route } from './route-table.ts';

const areas: readonly (readonly [pattern: string, what: string])[] = [
  ['/services/oauth2/authorize', 'authorisation pages'],
  ['/services/async/*', 'Bulk API 1.0'],
  ['/services/apexrest/*', 'Apex REST'],
  ['/cometd/*', 'the Streaming API'],
];

/** Areas of a real org outside of `/services/data`: 501 `NOT_EMULATED_HERE`, whatever the method, without a session. */
export const notEmulatedRoutes: readonly Route[] = areas.map(([pattern, what]) => ({
  method: '*',
  pattern,
  handle: () => {
    throw notEmulated(what);
  },
}));
