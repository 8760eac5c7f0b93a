import type { SaveError, SaveResult } from '../records/org-database.ts';
import { csvLine } from './csv-dialect.ts';
import type { IngestJob, IngestResultKind } from './ingest-job.ts';

/** Adds what became of a row to the job's results and counters. */
export function recordOutcome(job: IngestJob, cells: readonly string[], result: SaveResult): void {
  const { successfulResults, failedResults } = job.results;
  job.recordsProcessed += 1;
  if (result.success) {
    successfulResults.append(resultLine(job, [result.id, String(result.created)], cells));
    return;
  }
  job.recordsFailed += 1;
  failedResults.append(resultLine(job, [result.id ?? '', errorText(result.errors)], cells));
}

/** Adds a row that was never tried. */
export function recordUnprocessed(job: IngestJob, cells: readonly string[]): void {
  job.results.unprocessedrecords.append(resultLine(job, [], cells));
}

/** The header line of a result file. */
export function resultHeader(job: IngestJob, kind: IngestResultKind): string {
  const own = { successfulResults: ['sf__Id', 'sf__Created'], failedResults: ['sf__Id', 'sf__Error'] };
  return csvLine([...(kind === 'unprocessedrecords' ? [] : own[kind]), ...job.header], job.settings);
}

/** Every line has a value for every column of the header. */
function resultLine(job: IngestJob, own: readonly string[], cells: readonly string[]): string {
  const padding = new Array<string>(Math.max(0, job.header.length - cells.length)).fill('');
  return csvLine([...own, ...cells.slice(0, job.header.length), ...padding], job.settings);
}

/** `STATUSCODE:message:FIELD1 FIELD2 --`, several errors separated by `;`. */
function errorText(errors: readonly SaveError[]): string {
  return errors
    .map(({ statusCode, message, fields }) => `${statusCode}:${message}:${[...fields, '--'].join(' ')}`)
    .join(';');
}
