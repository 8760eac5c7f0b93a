import { ConnectorError } from '../errors/connector-error.ts';

/**
 * Does work that belongs to a job. What it throws says which job (`jobId` in `details`), so that somebody can look
 * after the job when this process has given up.
 */
export async function namingJob<T>(jobId: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const isNamed = !(error instanceof ConnectorError) || Object.hasOwn(error.details, 'jobId');
    throw isNamed ? error : error.withDetails({ jobId });
  }
}
