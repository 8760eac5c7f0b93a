import type { Session } from '../auth/sessions.ts';
import { ApiError } from '../server/api-error.ts';
import type { BulkJob } from './bulk-job.ts';
import type { IngestOperation } from './ingest-job.ts';

/** @throws ApiError 403 `INSUFFICIENT_ACCESS` unless the session's user made the job. */
export function requireCreator(job: BulkJob, session: Session): void {
  if (job.userId === session.userId) return;
  throw new ApiError(403, 'INSUFFICIENT_ACCESS', 'Only the user who created the job can close it');
}

/** @throws ApiError 403 `INSUFFICIENT_ACCESS` unless the user made the job or has Manage Data Integrations. */
export function requireCreatorOrManager(job: BulkJob, session: Session): void {
  if (job.userId === session.userId || session.permissions.has('ManageDataIntegrations')) return;
  throw new ApiError(
    403,
    'INSUFFICIENT_ACCESS',
    'Only the user who created the job, or one with the permission Manage Data Integrations, can abort or delete it',
  );
}

/** @throws ApiError 400 `FEATURENOTENABLED` for a hardDelete without the permission Bulk API Hard Delete. */
export function requireOperation(operation: IngestOperation, session: Session): void {
  if (operation !== 'hardDelete' || session.permissions.has('BulkApiHardDelete')) return;
  throw new ApiError(
    400,
    'FEATURENOTENABLED',
    'hardDelete operation requires special user profile permission, please contact your system administrator',
  );
}
