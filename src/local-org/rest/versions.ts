import { latestVersion, oldestVersion, parseApiVersion, releaseLabel } from '../server/api-version.ts';
import { json } from '../server/org-response.ts';
import { param, type Route } from '../server/route-table.ts';

/** What stands at the root of a version: only what is emulated. */
const resources = [
  'sobjects',
  'query',
  'queryAll',
  'search',
  'parameterizedSearch',
  'limits',
  'composite',
  'jobs',
] as const;

/** `GET /services/data`: the versions, without a session and without counting. `GET …/vNN.0`: the resources. */
export const versionRoutes: readonly Route[] = [
  {
    method: 'GET',
    pattern: '/services/data',
    handle: () =>
      json(
        200,
        Array.from({ length: latestVersion - oldestVersion + 1 }, (_, index) => {
          const number = oldestVersion + index;
          return { label: releaseLabel(number), url: `/services/data/v${number}.0`, version: `${number}.0` };
        }),
      ),
  },
  {
    method: 'GET',
    pattern: '/services/data/:version',
    handle: (_request, params) => {
      const { path } = parseApiVersion(param(params, 'version'));
      return json(200, Object.fromEntries(resources.map((name) => [name, `${path}/${name}`])));
    },
  },
];
