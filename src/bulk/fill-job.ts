import type { WriteRun } from '../contract/activity.ts';
import type { SalesforceConnection } from '../connection/salesforce-connection.ts';
import { ConnectorError } from '../errors/connector-error.ts';
import { IngestJobs, type IngestTarget } from './ingest-jobs.ts';
import type { IngestPart } from './ingest-part.ts';

/** How often an upload whose answer was lost gets a fresh job. */
const maxUploadJobs = 3;

/**
 * Gets a part's bytes into an open job of its own and returns the job's id. An open job processes nothing, so one
 * whose upload is in doubt is dropped and the bytes go into a fresh one.
 *
 * @throws ConnectorError of the last attempt, or what reading the part threw; no row of the part was submitted then
 */
export async function fillJob(
  connection: SalesforceConnection,
  target: IngestTarget,
  part: IngestPart,
  run: WriteRun,
): Promise<string> {
  const jobs = new IngestJobs(connection, run.signal);
  for (let attempt = 1; ; attempt++) {
    const { id } = await jobs.create(target, part.dialect);
    run.onProgress?.({ phase: 'upload', note: id, bytes: 0 });
    try {
      await jobs.upload(id, { ...part, open: () => watched(part, run) });
      return id;
    } catch (error) {
      await dropQuietly(connection, id);
      const isDoubtful = error instanceof ConnectorError && error.code === 'outcome-unknown';
      if (!isDoubtful || attempt === maxUploadJobs) throw error;
    }
  }
}

/**
 * Drops an unclosed job on the way to an error that matters more, also after the caller cancelled: hence no signal.
 *
 * @returns whether it is certain that none of the job's rows will ever be processed
 */
export async function dropQuietly(connection: SalesforceConnection, jobId: string): Promise<boolean> {
  try {
    return await new IngestJobs(connection, undefined).drop(jobId);
  } catch (error) {
    connection.context.logger.warn(
      'An open bulk job could not be aborted; the org drops it after 24 hours.',
      { jobId, code: error instanceof ConnectorError ? error.code : 'internal-error' },
    );
    return false;
  }
}

/** The bytes of a part on their way out; tells what has been handed to the socket. */
async function* watched(part: IngestPart, run: WriteRun): AsyncGenerator<Uint8Array, undefined, undefined> {
  let bytes = 0;
  for await (const chunk of part.open()) {
    yield chunk;
    bytes += chunk.length;
    run.onProgress?.({ phase: 'upload', bytes });
  }
  return undefined;
}
