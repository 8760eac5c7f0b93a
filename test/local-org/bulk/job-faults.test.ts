import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { IngestJob } from '../../../src/local-org/bulk/ingest-job.ts';
import { JobStore } from '../../../src/local-org/bulk/job-store.ts';
import { KeptJobs } from '../../../src/local-org/bulk/kept-jobs.ts';
import { processIngest } from '../../../src/local-org/bulk/process-ingest.ts';
import type { JobFate, JobProgress } from '../../../src/local-org/faults/fault-points.ts';
import { OrgLimits } from '../../../src/local-org/server/org-limits.ts';
import { OrgTime } from '../../../src/local-org/server/org-time.ts';
import { openTestOrg } from '../records/test-org.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sfsc-faults-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

/** Works through a job of so many rows with this fate. */
async function run(rowCount: number, fateOf: (job: JobProgress) => JobFate): Promise<IngestJob> {
  const { db: database, actor } = openTestOrg();
  const time = new OrgTime({ now: () => 0 });
  const jobs = new JobStore(new KeptJobs(database.notes, folder), time, () => undefined);
  const origin = { id: '750RO0000000001YAA', userId: actor.userId, versionNumber: 67, clock: time };
  const dialect = { columnDelimiter: 'COMMA', lineEnding: 'LF' } as const;
  const job = new IngestJob(origin, { object: 'Account', operation: 'insert', ...dialect }, folder);
  jobs.add(job);
  writeFileSync(job.uploadFile, `Name\n${'A\n'.repeat(rowCount)}`);
  job.upload = 'complete';
  job.moveTo('UploadComplete');
  const faults = { refuseSave: () => undefined, fateOf };
  const parts = { database, limits: new OrgLimits(time), jobs, time, timing: {}, faults };
  await processIngest(job, parts, new AbortController().signal);
  database.close();
  return job;
}

describe('a fault script', () => {
  it('fails a job half way: rows done stay done, the others are unprocessed', async () => {
    const job = await run(1_000, ({ recordsProcessed }) =>
      recordsProcessed < 400 ? 'go' : { fail: 'Unknown : enough' },
    );
    expect(job.info()).toMatchObject({
      state: 'Failed',
      errorMessage: 'Unknown : enough',
      numberRecordsProcessed: 400,
      numberRecordsFailed: 0,
    });
    expect(job.results.successfulResults.rowCount).toBe(400);
    expect(job.results.unprocessedrecords.rowCount).toBe(600);
  });

  it('fails a job before it begins', async () => {
    const job = await run(3, () => ({ fail: 'InvalidBatch : no' }));
    expect(job.info()).toMatchObject({ state: 'Failed', numberRecordsProcessed: 0 });
    expect(job.results.unprocessedrecords.rowCount).toBe(3);
  });

  it('keeps a job in its state until it says otherwise', async () => {
    const asked: JobProgress[] = [];
    const job = await run(400, (progress) => {
      asked.push(progress);
      return asked.length === 1 || asked.length === 4 ? 'stay' : 'go';
    });
    expect(job.state).toBe('JobComplete');
    expect(asked.map(({ recordsProcessed }) => recordsProcessed)).toEqual([0, 0, 0, 200, 200]);
    expect(asked[0]).toMatchObject({ kind: 'ingest', operation: 'insert', object: 'Account' });
  });
});
