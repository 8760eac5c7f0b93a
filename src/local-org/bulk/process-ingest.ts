import { performance } from 'node:perf_hooks';
import type { OrgDatabase } from '../records/org-database.ts';
import { numberOfRecordId } from '../records/record-id.ts';
import type { OrgLimits } from '../server/org-limits.ts';
import { columnDelimiters } from './csv-dialect.ts';
import { CsvError, type CsvRecord } from './csv-parser.ts';
import { headerProblem, recordProblem } from './csv-rules.ts';
import type { IngestJob } from './ingest-job.ts';

import { recordOutcome, recordUnprocessed } from './ingest-results.ts';
import { JobPace, type JobPaceParts } from './job-pace.ts';
import type { JobStore } from './job-store.ts';
import { readCsvBatches } from './read-csv-batches.ts';
import { HeaderRefusal, readHeader } from './row-columns.ts';
import { chunkSaver, type ChunkSaver } from './row-saver.ts';

/** Rows in one transaction. */
const chunkRows = 200;
/** Rows in one internal batch, of which an org has so many a day. */
const batchRows = 10_000;

/** What processing works with. */
export interface ProcessParts extends JobPaceParts {
  readonly database: OrgDatabase;
  readonly limits: OrgLimits;
  readonly jobs: JobStore;
}

/**
 * Works through the upload of a closed job: 200 rows a transaction, with the event loop running in between, so that
 * polls see the counters move and an abort is obeyed. Rows that were not tried end up as unprocessed. The transaction
 * holds the rows and where the job stands, so that after a restart it goes on with the next one.
 */
export async function processIngest(job: IngestJob, parts: ProcessParts, signal: AbortSignal): Promise<void> {
  const pace = new JobPace(job, parts, signal);
  await pace.begin();
  parts.jobs.save(job);
  try {
    if (job.upload === 'complete') await processUpload(job, parts, { signal, pace });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    job.fail(`InvalidBatch : Failed to parse CSV. ${error.message}`);
  }
  if (!signal.aborted) job.moveTo(job.errorMessage === undefined ? 'JobComplete' : 'Failed');
}

async function processUpload(
  job: IngestJob,
  parts: ProcessParts,
  { signal, pace }: { readonly signal: AbortSignal; readonly pace: JobPace },
): Promise<void> {
  const delimiter = columnDelimiters[job.settings.columnDelimiter];
  let isHeader = true;
  let save: ChunkSaver | undefined;
  let rowsSeen = 0;
  for await (const records of readCsvBatches(job.uploadFile, delimiter, chunkRows)) {
    if (signal.aborted) return;
    if (isHeader) {
      isHeader = false;
      save = readJobHeader(job, parts, records);
      continue;
    }
    rowsSeen += records.length;
    // An earlier run of the org has done these.
    if (rowsSeen <= job.rowsRead) continue;
    if (isRunning(job)) await pace.beforeChunk();
    if (isStopped(signal)) return;
    parts.database.transaction(() => {
      workThrough(job, parts, { records, save });
      job.rowsRead = rowsSeen;
      parts.jobs.save(job);
    });
    if (!isRunning(job)) await pace.giveWay();
  }
}

/** Every row of the chunk finds its result. */
function workThrough(
  job: IngestJob,
  { limits }: ProcessParts,
  { records, save }: { readonly records: readonly CsvRecord[]; readonly save: ChunkSaver | undefined },
): void {
  const isRefused = save === undefined || !isRunning(job) || isBeyondAllowance(job, limits);
  const bad = isRefused
    ? 0
    : records.findIndex((record) => recordProblem(job.settings, record) !== undefined);
  const triedCount = bad === -1 ? records.length : bad;
  if (save !== undefined && triedCount > 0) {
    const startedMs = performance.now();
    const batchesBefore = Math.ceil(job.recordsProcessed / batchRows);
    for (const [index, result] of save(records.slice(0, triedCount)).entries()) {
      recordOutcome(job, records[index]?.cells ?? [], result);
    }
    limits.use('DailyBulkApiBatches', Math.ceil(job.recordsProcessed / batchRows) - batchesBefore);
    job.processingMs += performance.now() - startedMs;
  }
  const problem = records[triedCount] && recordProblem(job.settings, records[triedCount]);
  if (!isRefused && problem !== undefined) job.fail(problem);
  for (const { cells } of records.slice(triedCount)) recordUnprocessed(job, cells);
}

/** A chunk that begins a batch which the org has not got any more today ends the job. */
function isBeyondAllowance(job: IngestJob, limits: OrgLimits): boolean {
  if (job.recordsProcessed % batchRows !== 0 || limits.remaining('DailyBulkApiBatches') > 0) return false;
  job.fail('ExceededQuota : ApiBatchItems Limit exceeded.');
  return true;
}

/** The way to save the rows; `undefined` when the header refuses the job. */
function readJobHeader(
  job: IngestJob,
  { database }: ProcessParts,
  [record]: readonly CsvRecord[],
): ChunkSaver | undefined {
  const object = database.catalogue.find(job.settings.object);
  if (record === undefined || object === undefined) return undefined;
  const header = record.cells;
  job.header = header;
  const problem = headerProblem(job.settings, record);
  if (problem !== undefined) {
    job.fail(problem);
    return undefined;
  }
  try {
    const columns = readHeader(database.catalogue, object, header);
    const actor = { userId: job.userId };
    if (columns.ownParents.length > 0) job.newestBefore ??= newestNumber(database, object.name, actor);
    const newestBefore = job.newestBefore ?? 0;
    return chunkSaver({ database, object, settings: job.settings, header, columns, actor, newestBefore });
  } catch (error) {
    if (!(error instanceof HeaderRefusal)) throw error;
    job.fail(error.message);
    return undefined;
  }
}

function newestNumber(database: OrgDatabase, object: string, actor: { readonly userId: string }): number {
  const soql = `SELECT Id FROM ${object} ORDER BY Id DESC LIMIT 1`;
  const query = database.query(soql, { actor, includeDeleted: true, dialect: 'rest' });
  const [row] = query.rows();
  const id = row?.[0];
  return id === undefined ? 0 : numberOfRecordId(id);
}

function isRunning(job: IngestJob): boolean {
  return job.state === 'InProgress' && job.errorMessage === undefined;
}

function isStopped(signal: AbortSignal): boolean {
  return signal.aborted;
}
