import { performance } from 'node:perf_hooks';
import { SoqlError, type OrgDatabase, type Query } from '../records/org-database.ts';
import type { OrgLimits } from '../server/org-limits.ts';
import { csvLine } from './csv-dialect.ts';
import { JobPace, type JobPaceParts } from './job-pace.ts';
import type { QueryJob } from './query-job.ts';

/** Rows between two turns of the event loop. */
const rowsPerTurn = 1000;

/** Before this version, columns come in alphabetical order. */
const firstVersionInSelectOrder = 50;

const megabyte = 1024 * 1024;

/** What running a query job takes. */
export interface QueryParts extends JobPaceParts {
  readonly database: OrgDatabase;
  readonly limits: OrgLimits;
}

/** Writes the rows of a query into the job's spool, giving way to other requests in between. */
export async function processQuery(job: QueryJob, parts: QueryParts, signal: AbortSignal): Promise<void> {
  const pace = new JobPace(job, parts, signal);
  await pace.begin();
  try {
    await collect(job, compile(job, parts.database), { signal, pace });
  } catch (error) {
    if (!(error instanceof SoqlError)) throw error;
    job.fail(`InvalidBatch : Failed to process query: ${error.errorCode}: ${error.message}`);
  }
  if (signal.aborted) return;
  job.moveTo(job.errorMessage === undefined ? 'JobComplete' : 'Failed');
  parts.limits.use('DailyBulkV2QueryFileStorageMB', Math.floor(job.rows.extent.byteCount / megabyte));
}

function compile({ userId, settings }: QueryJob, database: OrgDatabase): Query {
  return database.query(settings.query, {
    actor: { userId },
    includeDeleted: settings.operation === 'queryAll',
    dialect: 'bulk',
  });
}

interface CollectOptions {
  readonly signal: AbortSignal;
  readonly pace: JobPace;
}

async function collect(job: QueryJob, query: Query, { signal, pace }: CollectOptions): Promise<void> {
  const order = columnOrder(query.columns, job.versionNumber);
  const arrange = (cells: readonly string[]) => order?.map((index) => cells[index] ?? '') ?? cells;
  const isOver = () => signal.aborted || job.state !== 'InProgress' || job.errorMessage !== undefined;
  job.writeHeader(arrange(query.columns));
  await pace.beforeChunk();
  if (isOver()) return;
  let startedMs = performance.now();
  for (const cells of query.rows()) {
    job.rows.append(csvLine(arrange(cells), job.settings));
    job.recordsProcessed += 1;
    if (job.recordsProcessed % rowsPerTurn !== 0) continue;
    job.processingMs += performance.now() - startedMs;
    await pace.beforeChunk();
    if (isOver()) return;
    startedMs = performance.now();
  }
  job.processingMs += performance.now() - startedMs;
}

/** Positions in the order that the version gives; `undefined` for SELECT order. */
function columnOrder(columns: readonly string[], versionNumber: number): readonly number[] | undefined {
  if (versionNumber >= firstVersionInSelectOrder) return undefined;
  const byName = columns.map((name, index) => ({ name, index }));
  return byName.sort((a, b) => (a.name < b.name ? -1 : 1)).map(({ index }) => index);
}
