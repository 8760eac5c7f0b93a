import type { RunContext } from '../../contract/run-context.ts';
import type { ResolvedConnectionOptions } from '../options/connection-options.ts';
import type { OrgSession } from '../session/org-session.ts';
import type { Transport } from '../transport/transport.ts';

/** What every way of logging in works with. */
export interface LoginParts {
  readonly transport: Transport;
  readonly options: ResolvedConnectionOptions;
  readonly context: RunContext;
  /** The session that the org does not take any more, where the login is to replace one. */
  readonly refused?: OrgSession | undefined;
}
