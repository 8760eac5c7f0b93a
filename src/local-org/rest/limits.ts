import { requirePermission } from '../auth/require-permission.ts';
import type { OrgDatabase } from '../records/org-database.ts';
import { json } from '../server/org-response.ts';
import type { OrgLimits } from '../server/org-limits.ts';
import { actorOf, type ApiOperation } from './api-call.ts';

/** `GET /limits`, for users with View Setup, and `GET /limits/recordCount?sObjects=A,B`. */
export function limitOperations(database: OrgDatabase, limits: OrgLimits): ApiOperation[] {
  return [
    {
      method: 'GET',
      pattern: '/limits',
      run: ({ session }) => {
        requirePermission(session, 'ViewSetup');
        return json(200, limits.all());
      },
    },
    {
      method: 'GET',
      pattern: '/limits/recordCount',
      run: (call) => {
        const asked = call.url.searchParams.get('sObjects');
        const names = asked === null ? database.catalogue.objectNames : asked.split(',');
        // Unknown objects are left out, as Salesforce does.
        const objects = names.flatMap((name) => database.catalogue.find(name.trim()) ?? []);
        const options = { actor: actorOf(call), includeDeleted: false, dialect: 'rest' } as const;
        return json(200, {
          sObjects: objects.map(({ name }) => ({
            count: database.query(`SELECT COUNT() FROM ${name}`, options).totalSize(),
            name,
          })),
        });
      },
    },
  ];
}
