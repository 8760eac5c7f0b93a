import { setImmediate } from 'node:timers/promises';
import { performance } from 'node:perf_hooks';
import type { OrgDatabase } from '../records/org-database.ts';
import type { OrgLimits } from '../server/org-limits.ts';
import { columnDelimiters } from './csv-dialect.ts';
import { CsvError, type CsvRecord } from './csv-parser.ts';
import type { IngestJob } from './ingest-job.ts';
import { recordOutcome, recordUnprocessed } from './ingest-results.ts';
import { readCsvBatches } from './read-csv-batches.ts';
import { HeaderRefusal, readHeader } from './row-columns.ts';
import { chunkSaver, unescapedQuote, type ChunkSaver } from './row-saver.ts';

/** Rows in one transaction. */
const chunkRows = 200;
/** Rows in one internal batch, of which an org has so many a day. */
const batchRows = 10_000;

/** What processing works with. */
export interface ProcessParts {
  readonly database: OrgDatabase;
  readonly limits: OrgLimits;
}

/**
 * Works through the upload of a closed job: 200 rows a transaction, with the event loop running in between, so that
 * polls see the counters move and an abort is obeyed. Rows that were not tried end up as unprocessed.
 */
export async function processIngest(job: IngestJob, parts: ProcessParts, signal: AbortSignal): Promise<void> {
  await setImmediate();
  job.moveTo('InProgress');
  await setImmediate();
  try {
    if (job.upload === 'complete') await processUpload(job, parts, signal);
    if (!signal.aborted) job.moveTo('JobComplete');
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    fail(job, `InvalidBatch : Failed to parse CSV. ${error.message}`);
    job.moveTo('Failed');
  }
}

async function processUpload(job: IngestJob, parts: ProcessParts, signal: AbortSignal): Promise<void> {
  const delimiter = columnDelimiters[job.settings.columnDelimiter];
  let save: ChunkSaver | undefined;
  for await (const records of readCsvBatches(job.uploadFile, delimiter, chunkRows)) {
    if (signal.aborted) return;
    if (job.header.length === 0) {
      save = readJobHeader(job, parts, records);
      continue;
    }
    const { tried, rest } = beforeForeignEnding(job, records);
    if (save !== undefined && isRunning(job)) processChunk(job, parts, { save, records: tried });
    else for (const { cells } of tried) recordUnprocessed(job, cells);
    if (rest.length > 0) {
      fail(job, wrongLineEnding(job));
      for (const { cells } of rest) recordUnprocessed(job, cells);
    }
    await setImmediate();
  }
  if (job.errorMessage !== undefined) job.moveTo('Failed');
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
  if (hasForeignEnding(job, record)) {
    fail(job, wrongLineEnding(job));
    return undefined;
  }
  if (record.isMalformed) {
    fail(job, `InvalidBatch : ${unescapedQuote}`);
    return undefined;
  }
  try {
    const columns = readHeader(database.catalogue, object, header);
    const actor = { userId: job.userId };
    return chunkSaver({ database, object, settings: job.settings, header, columns, actor });
  } catch (error) {
    if (!(error instanceof HeaderRefusal)) throw error;
    fail(job, error.message);
    return undefined;
  }
}

function processChunk(
  job: IngestJob,
  { limits }: ProcessParts,
  { save, records }: { save: ChunkSaver; records: readonly CsvRecord[] },
): void {
  const startedMs = performance.now();
  const batchesBefore = Math.ceil(job.recordsProcessed / batchRows);
  for (const [index, result] of save(records).entries()) {
    recordOutcome(job, records[index]?.cells ?? [], result);
  }
  limits.use('DailyBulkApiBatches', Math.ceil(job.recordsProcessed / batchRows) - batchesBefore);
  job.processingMs += performance.now() - startedMs;
}

function isRunning(job: IngestJob): boolean {
  return job.state === 'InProgress' && job.errorMessage === undefined;
}

/** The first failure is the one a job shows. */
function fail(job: IngestJob, message: string): void {
  job.errorMessage ??= message;
}

function beforeForeignEnding(
  job: IngestJob,
  records: readonly CsvRecord[],
): { tried: readonly CsvRecord[]; rest: readonly CsvRecord[] } {
  const index = records.findIndex((record) => hasForeignEnding(job, record));
  return index === -1
    ? { tried: records, rest: [] }
    : { tried: records.slice(0, index), rest: records.slice(index) };
}

function hasForeignEnding({ settings }: IngestJob, { ending }: CsvRecord): boolean {
  return ending !== 'none' && ending !== settings.lineEnding;
}

function wrongLineEnding({ settings }: IngestJob): string {
  return (
    'ClientInputError : LineEnding is invalid on user data. ' +
    `Current LineEnding setting is ${settings.lineEnding}`
  );
}
