import type { OrgDatabase } from '../records/org-database.ts';
import { numberOfRecordId } from '../records/record-id.ts';
import { IdSequence } from '../server/id-sequence.ts';
import type { OrgLimits } from '../server/org-limits.ts';
import type { Route } from '../server/route-table.ts';
import type { IngestJob } from './ingest-job.ts';
import { ingestRoutes } from './ingest-routes.ts';
import type { JobPaceParts } from './job-pace.ts';
import type { JobReport } from './job-report.ts';
import { JobRunner } from './job-runner.ts';
import { JobStore } from './job-store.ts';
import { KeptJobs } from './kept-jobs.ts';
import { processIngest } from './process-ingest.ts';
import { processQuery } from './process-query.ts';
import type { QueryJob } from './query-job.ts';
import { queryJobRoutes } from './query-routes.ts';

/** What the Bulk API works with. */
export interface BulkParts extends JobPaceParts {
  readonly database: OrgDatabase;
  readonly limits: OrgLimits;
  /** Folder for uploads and results. */
  readonly folder: string;
  /** Rows in a page of query results when the client does not say. */
  readonly queryPageRows: number;
}

/** What the routes need besides: the jobs, and a way to set them to work. */
export interface BulkJobs extends BulkParts {
  readonly jobs: JobStore;
  readonly nextId: () => string;
  /** Works through a job that is closed or aborted, from where it stands. */
  readonly work: (job: IngestJob | QueryJob) => void;
}

/** The Bulk API of a running org. */
export interface BulkApi {
  readonly routes: readonly Route[];
  /** What became of every job of this run of the org, and of those that it found. */
  jobs(): JobReport[];
  /** Ends and forgets all jobs. */
  reset(): Promise<void>;
  /** Resolves when no job is worked on any more; what was under way goes on when the org is opened again. */
  stop(): Promise<void>;
}

/** Opens the Bulk API; jobs that an earlier run of the org left in the middle go on. */
export function openBulkApi(parts: BulkParts): BulkApi {
  const { time, database, folder } = parts;
  const runner = new JobRunner();
  const kept = new KeptJobs(database.notes, folder);
  const jobs = new JobStore(kept, time, (job) => {
    job.moveTo('Aborted');
    jobs.save(job);
    work(job);
  });
  const work = (job: IngestJob | QueryJob): void => {
    runner.start(job, jobs, (signal) =>
      job.kind === 'ingest'
        ? processIngest(job, { ...parts, jobs }, signal)
        : processQuery(job, parts, signal),
    );
  };
  const found = kept.load(time);
  const newest = Math.max(0, ...found.map(({ id }) => numberOfRecordId(id)));
  const ids = new IdSequence('750', Math.max(time.now(), newest));
  for (const job of found) jobs.add(job);
  for (const job of found) if (!job.isWhole && job.state !== 'Open') work(job);
  const all = { ...parts, jobs, nextId: () => ids.next(), work };
  return {
    routes: [...ingestRoutes(all), ...queryJobRoutes(all)],
    jobs: () => jobs.reports(),
    reset: () => jobs.removeAll(),
    stop: () => runner.stop(),
  };
}
