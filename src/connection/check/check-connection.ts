import type { ConnectionTestReport, ObjectSummary } from '../../contract/connection.ts';
import type { RunContext } from '../../contract/run-context.ts';
import { ConnectorError } from '../../errors/connector-error.ts';
import type { ResolvedConnectionOptions } from '../options/connection-options.ts';
import type { ApiUsage } from '../rest/api-usage.ts';
import type { RestClient } from '../rest/rest-client.ts';
import type { Session } from '../session/session.ts';
import { withFieldsToFix } from './fields-to-fix.ts';
import { askOrganization, askUser } from './org-facts.ts';
import { checkReport } from './check-report.ts';
import { withOfferedVersion } from './offered-version.ts';

/** The connection under test. */
export interface CheckedConnection {
  readonly context: RunContext;
  readonly options: ResolvedConnectionOptions;
  readonly session: Pick<Session, 'fresh'>;
  readonly rest: RestClient;
  readonly usage: Pick<ApiUsage, 'dailyCalls'>;
  /** Of the connection; they become warnings. */
  readonly notes: readonly string[];
  /** Asks the org, whatever is kept. */
  listObjects(signal: AbortSignal | undefined): Promise<readonly ObjectSummary[]>;
}

/**
 * Tries what every activity needs and nothing more: a new login, the API version, the list of objects, one query. Costs
 * three or four API calls and the login, and changes nothing. What is asked besides is for the report only, and a user
 * who may not know it passes all the same.
 *
 * @throws ConnectorError what the login or a call throws, with the fields to correct in `details.fields`
 */
export async function checkConnection(
  checked: CheckedConnection,
  signal: AbortSignal | undefined,
): Promise<ConnectionTestReport> {
  const { context, options, rest, usage, notes } = checked;
  const { clock } = context;
  const begunMs = clock.monotonicMs();
  try {
    const session = await checked.session.fresh(signal);
    const loginMs = clock.monotonicMs() - begunMs;
    const objects = await checked.listObjects(signal);
    const organization = await askOrganization(rest, signal);
    // That the Organization could be read shows that queries work.
    if (organization === undefined) await tryQuery(rest, objects, signal);
    const user = await askUser(rest, session, signal);
    return checkReport({
      options,
      notes,
      session,
      organization,
      user,
      objectCount: objects.length,
      canQuery: organization !== undefined || objects.some(({ canQuery }) => canQuery),
      dailyCalls: usage.dailyCalls,
      loginMs,
      totalMs: clock.monotonicMs() - begunMs,
    });
  } catch (error) {
    const isVersion = error instanceof ConnectorError && error.code === 'api-version-unsupported';
    const told = isVersion ? await withOfferedVersion(error, { rest, options, signal }) : error;
    throw withFieldsToFix(told, options);
  }
}

/** A query of one record id, of Case if the user sees cases. Nothing to query is a warning, no failure. */
async function tryQuery(
  rest: RestClient,
  objects: readonly ObjectSummary[],
  signal: AbortSignal | undefined,
): Promise<void> {
  const readable = objects.filter(({ canQuery }) => canQuery);
  const object = readable.find(({ name }) => name === 'Case') ?? readable[0];
  if (object === undefined) return;
  const query = { q: `SELECT Id FROM ${object.name} LIMIT 1` };
  await rest.send({ method: 'GET', path: 'query', query, callClass: 'idempotent', signal });
}
