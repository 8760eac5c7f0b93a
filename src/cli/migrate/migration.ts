import type { Connection } from '../../contract/connection.ts';
import { isConnectorFailure } from '../../contract/failure.ts';
import { ConnectorError } from '../../errors/connector-error.ts';
import { migrateToOAuth, type OAuthMigration, type OAuthMigrationType } from '../../plugin.ts';
import type { Session } from '../session.ts';

/** Where a connection is to be moved. */
export interface Move {
  readonly type: OAuthMigrationType;
  /** My Domain host, if the user gave one. */
  readonly host: string | undefined;
}

/** What is moved. */
export interface MigrationSource {
  /** The connection's JSON as written. */
  readonly document: Readonly<Record<string, unknown>>;
  /** Opens it as it is, for a login that tells the host of the org. */
  readonly open: () => Connection | Promise<Connection>;
}

/**
 * The OAuth variant of a connection. Logs in the old way only when the host of the org is needed and not given.
 *
 * @throws ConnectorError as `migrateToOAuth`; the error of the login, with `--host` as its next step
 */
export async function migration(
  session: Session,
  { document, open }: MigrationSource,
  { type, host }: Move,
): Promise<OAuthMigration> {
  const move = (myDomainHost: string | undefined): OAuthMigration =>
    migrateToOAuth(document, { type, myDomainHost });
  try {
    return move(host);
  } catch (error) {
    if (host !== undefined || !isHostMissing(error)) throw error;
  }
  if (!session.options.json) session.note('Logging in to find the My Domain host of the org.');
  return move(await hostByLogin(open, session.signal));
}

function isHostMissing(error: unknown): boolean {
  if (!isConnectorFailure(error) || error.code !== 'invalid-configuration') return false;
  const { problems } = error.details;
  return (
    Array.isArray(problems) && problems.some((problem: { path?: unknown }) => problem.path === 'serverHost')
  );
}

async function hostByLogin(open: MigrationSource['open'], signal: AbortSignal): Promise<string> {
  const step = 'Give the host yourself: `--host NAME.my.salesforce.com`; Setup > My Domain shows it.';
  try {
    const connection = await open();
    const { facts } = await connection.test({ signal });
    const host = facts.find(({ key }) => key === 'instance')?.value ?? '';
    if (/\.my\.salesforce(?:-setup)?\.com$/iu.test(host)) return host;
    throw new ConnectorError(
      'invalid-usage',
      `The org answers as ${host || 'nobody'}, which is no My Domain host.`,
      {
        nextSteps: [step],
      },
    );
  } catch (error) {
    if (!(error instanceof ConnectorError) || error.code === 'cancelled' || error.nextSteps.includes(step))
      throw error;
    throw new ConnectorError(error.code, error.message, {
      cause: error,
      details: error.details,
      nextSteps: [step],
    });
  }
}

/** What is left to do, as a numbered list. */
export function numbered(steps: readonly string[]): string {
  return steps.map((step, index) => `${String(index + 1).padStart(2)}. ${step}`).join('\n');
}
