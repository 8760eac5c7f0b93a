import { performance } from 'node:perf_hooks';
import { setImmediate } from 'node:timers/promises';
import { SoqlError, type Query } from '../records/org-database.ts';
import { csvLine } from './csv-dialect.ts';
import type { QueryJob } from './query-job.ts';

/** Rows between two turns of the event loop. */
const rowsPerTurn = 1000;

/** Before this version, columns come in alphabetical order. */
const firstVersionInSelectOrder = 50;

/** Writes the rows of a query into the job's spool, giving way to other requests in between. */
export async function processQuery(job: QueryJob, query: Query, signal: AbortSignal): Promise<void> {
  await setImmediate();
  job.moveTo('InProgress');
  await setImmediate();
  const order = columnOrder(query.columns, job.versionNumber);
  const arrange = (cells: readonly string[]) => order?.map((index) => cells[index] ?? '') ?? cells;
  job.writeHeader(arrange(query.columns));
  try {
    await collect(job, query, { signal, arrange });
    if (!signal.aborted) job.moveTo('JobComplete');
  } catch (error) {
    if (!(error instanceof SoqlError)) throw error;
    job.errorMessage = `InvalidBatch : Failed to process query: ${error.errorCode}: ${error.message}`;
    job.moveTo('Failed');
  }
}

interface CollectOptions {
  readonly signal: AbortSignal;
  readonly arrange: (cells: readonly string[]) => readonly string[];
}

async function collect(job: QueryJob, query: Query, { signal, arrange }: CollectOptions): Promise<void> {
  let startedMs = performance.now();
  for (const cells of query.rows()) {
    job.rows.append(csvLine(arrange(cells), job.settings));
    job.recordsProcessed += 1;
    if (job.recordsProcessed % rowsPerTurn !== 0) continue;
    job.processingMs += performance.now() - startedMs;
    await setImmediate();
    if (signal.aborted || job.state !== 'InProgress') return;
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
