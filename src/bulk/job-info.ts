import { z } from 'zod';
import { ConnectorError } from '../errors/connector-error.ts';

const count = z.number().int().nonnegative();

const jobInfo = z.object({
  id: z.string().min(1),
  state: z.string(),
  errorMessage: z.string().nullish(),
  numberRecordsProcessed: count.optional(),
  numberRecordsFailed: count.optional(),
});

/** The keys of a Bulk API 2.0 job (ingest or query) that this connector acts on. */
export type JobInfo = z.infer<typeof jobInfo>;

/** States after which a job does not change any more. Any other word, also one unheard of, means "wait". */
export const finalStates: ReadonlySet<string> = new Set(['JobComplete', 'Failed', 'Aborted']);

/**
 * Reads a job answer.
 *
 * @throws ConnectorError `unexpected-response`
 */
export function parseJobInfo(body: unknown): JobInfo {
  const parsed = jobInfo.safeParse(body);
  if (parsed.success) return parsed.data;
  throw new ConnectorError('unexpected-response', 'The org answered with something else than a bulk job.', {
    cause: parsed.error,
  });
}
