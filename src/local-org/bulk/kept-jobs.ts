import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Notes } from '../records/notes.ts';
import type { OrgClock } from '../server/clock.ts';
import { IngestJob, ingestOperations } from './ingest-job.ts';
import type { AnyJob } from './job-store.ts';
import { QueryJob } from './query-job.ts';

const extent = z.object({ rowCount: z.number(), byteCount: z.number() });

const dialect = {
  columnDelimiter: z.enum(['BACKQUOTE', 'CARET', 'COMMA', 'PIPE', 'SEMICOLON', 'TAB']),
  lineEnding: z.enum(['LF', 'CRLF']),
};

const progress = {
  createdMs: z.number(),
  changedMs: z.number(),
  state: z.enum(['Open', 'UploadComplete', 'InProgress', 'JobComplete', 'Aborted', 'Failed']),
  recordsProcessed: z.number(),
  recordsFailed: z.number(),
  processingMs: z.number(),
  isWhole: z.boolean(),
  errorMessage: z.string().optional(),
};

const ingestNote = z.object({
  ...progress,
  uploads: z.array(z.object({ bytes: z.number(), sha256: z.string(), complete: z.boolean() })),
  header: z.array(z.string()),
  rowsRead: z.number(),
  newestBefore: z.number().optional(),
  results: z.object({ successfulResults: extent, failedResults: extent, unprocessedrecords: extent }),
});

const ingestSettings = z.object({
  ...dialect,
  object: z.string(),
  operation: z.enum(ingestOperations),
  externalIdFieldName: z.string().optional(),
  assignmentRuleId: z.string().optional(),
});

const querySettings = z.object({
  ...dialect,
  operation: z.enum(['query', 'queryAll']),
  query: z.string(),
  object: z.string(),
});

const origin = { id: z.string(), userId: z.string(), versionNumber: z.number() };

const keptJob = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('ingest'), ...origin, settings: ingestSettings, note: ingestNote }),
  z.object({
    kind: z.literal('query'),
    ...origin,
    settings: querySettings,
    note: z.object({ ...progress, headerLine: z.string(), rows: extent }),
  }),
]);

/** The jobs as notes beside the records, so that the next run of the org finds them. */
export class KeptJobs {
  readonly #notes: Notes;
  readonly #folder: string;

  /** @param folder where the files of the jobs are. */
  constructor(notes: Notes, folder: string) {
    this.#notes = notes;
    this.#folder = folder;
  }

  save(job: AnyJob): void {
    const { kind, id, userId, versionNumber, settings } = job;
    const text = JSON.stringify({ kind, id, userId, versionNumber, settings, note: job.note() });
    this.#notes.put('job', id, text);
  }

  remove(job: AnyJob): void {
    this.#notes.remove('job', job.id);
  }

  /** The jobs of earlier runs in the order of their creation; files of jobs that are gone are removed. */
  load(clock: OrgClock): AnyJob[] {
    const jobs = this.#notes.all('job').map((text) => this.#revive(text, clock));
    const ids = new Set(jobs.map(({ id }) => id));
    for (const name of readdirSync(this.#folder)) {
      const id = /^(750\w{15})\./.exec(name)?.[1];
      if (id !== undefined && !ids.has(id)) rmSync(join(this.#folder, name), { force: true });
    }
    return jobs;
  }

  #revive(text: string, clock: OrgClock): AnyJob {
    const kept = keptJob.parse(JSON.parse(text));
    const { id, userId, versionNumber } = kept;
    const origin = { id, userId, versionNumber, clock };
    return kept.kind === 'ingest'
      ? new IngestJob(origin, kept.settings, this.#folder, kept.note)
      : new QueryJob(origin, kept.settings, this.#folder, kept.note);
  }
}
