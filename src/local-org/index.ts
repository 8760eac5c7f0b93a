export { startLocalOrg, type LocalOrg } from './start-local-org.ts';
export type { LocalOrgOptions } from './server/local-org-options.ts';
export { LocalOrgError, type LocalOrgErrorCode } from './server/local-org-error.ts';
export type { Activity } from './server/traffic.ts';
export type { OrgClock } from './server/clock.ts';
export type { JobReport } from './bulk/job-report.ts';
export type { JobTiming } from './bulk/job-timing.ts';
export type { UploadAttempt } from './bulk/upload-attempt.ts';
