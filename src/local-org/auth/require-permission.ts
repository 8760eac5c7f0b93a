import { ApiError } from '../server/api-error.ts';
import type { Permission } from './permission.ts';
import type { Session } from './sessions.ts';

/**
 * Refuses a REST call of a user who lacks a permission.
 * @throws ApiError 403 `INSUFFICIENT_ACCESS`.
 */
export function requirePermission({ permissions }: Session, permission: Permission): void {
  if (permissions.has(permission)) return;
  throw new ApiError(403, 'INSUFFICIENT_ACCESS', `The user needs the permission ${permission} for this.`);
}
