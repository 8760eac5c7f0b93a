import type { ResolvedConnectionOptions } from '../options/connection-options.ts';
import type { ApiUsage } from '../rest/api-usage.ts';
import type { OrgSession } from '../session/org-session.ts';
import type { Organization, SessionUser } from './org-facts.ts';

/** What a connection test has found out. */
export interface CheckFindings {
  readonly options: ResolvedConnectionOptions;
  readonly notes: readonly string[];
  readonly session: OrgSession;
  readonly organization: Organization | undefined;
  readonly user: SessionUser;
  readonly objectCount: number;
  /** Whether there is anything that the user may query. */
  readonly canQuery: boolean;
  readonly dailyCalls: ApiUsage['dailyCalls'];
  readonly loginMs: number;
  readonly totalMs: number;
}
