import type { ResultKind } from '../../src/contract/activity.ts';
import { json, refusal, startScriptedOrg, type ScriptedOrg } from '../connection/scripted-org.ts';
import type { ReceivedRequest, ScriptedReply } from '../support/scripted-server.ts';

/** One call of a job's life, as faults name it. */
export type Step = 'create' | 'upload' | 'close' | 'abort' | 'info' | ResultKind;

/** A reply that takes the place of the right one, before or after the org has done its work. */
export interface Fault {
  readonly step: Step;
  /** Which call of this step it hits, from 1; all of them when left out. */
  readonly call?: number;
  readonly reply: ScriptedReply;
  /** Whether the org does what it was asked for all the same, so that only the answer is lost. */
  readonly isDone?: boolean;
}

/** An ingest job of the scripted org. */
export interface ScriptedJob {
  readonly id: string;
  state: string;
  header: string;
  rows: readonly string[];
}

/** What is different about a {@link ScriptedBulkOrg}. */
export interface ScriptedBulkOptions {
  readonly faults?: readonly Fault[];
  /** Added to the job when it has been closed and is looked at; the default completes it without failed rows. */
  readonly outcome?: (job: ScriptedJob, look: number) => Readonly<Record<string, unknown>>;
  /** The results of one kind; the default says that every row succeeded and is new. */
  readonly results?: Partial<Record<ResultKind, (job: ScriptedJob) => ScriptedReply>>;
}

/** An org with ingest jobs that takes part in faults. */
export interface ScriptedBulkOrg extends AsyncDisposable {
  readonly org: ScriptedOrg;
  readonly jobs: readonly ScriptedJob[];
  /** Rows of all jobs that were closed: what Salesforce would process. */
  readonly submitted: readonly string[];
  /** Steps in order, logins left out. */
  readonly steps: readonly Step[];
}

const paths: Readonly<Record<string, ResultKind>> = {
  successfulResults: 'succeeded',
  failedResults: 'failed',
  unprocessedrecords: 'unprocessed',
};

/** Starts a {@link ScriptedBulkOrg}. */
export async function startBulkOrg(options: ScriptedBulkOptions = {}): Promise<ScriptedBulkOrg> {
  const jobs: ScriptedJob[] = [];
  const steps: Step[] = [];
  const looks = new Map<ScriptedJob, number>();
  const org = await startScriptedOrg((request) => {
    const step = stepOf(request);
    steps.push(step);
    const call = steps.filter((each) => each === step).length;
    const fault = options.faults?.find((each) => each.step === step && (each.call ?? call) === call);
    if (fault !== undefined && fault.isDone !== true) return fault.reply;
    const reply = work(step, request);
    return fault?.reply ?? reply;
  });

  function work(step: Step, request: ReceivedRequest): ScriptedReply {
    if (step === 'create') {
      const job = { id: `750${jobs.length + 1}`, state: 'Open', header: '', rows: [] };
      jobs.push(job);
      return json(200, infoOf(job));
    }
    const job = jobs.find(({ id }) => request.url.includes(`/${id}`));
    if (job === undefined) return refusal(404, 'NOT_FOUND');
    switch (step) {
      case 'upload': {
        if (job.header !== '') return refusal(400, 'INVALIDJOB', 'Found multiple contents for job');
        const [header = '', ...rows] = request.body.toString().split('\n').filter(Boolean);
        Object.assign(job, { header, rows });
        return { status: 201 };
      }
      case 'close':
      case 'abort': {
        if (job.state !== 'Open') return refusal(400, 'INVALIDJOBSTATE');
        job.state = step === 'close' ? 'UploadComplete' : 'Aborted';
        return json(200, infoOf(job));
      }
      case 'info': {
        if (job.state !== 'UploadComplete') return json(200, infoOf(job));
        const look = (looks.get(job) ?? 0) + 1;
        looks.set(job, look);
        const counters = { numberRecordsProcessed: job.rows.length, numberRecordsFailed: 0 };
        return json(200, {
          ...infoOf(job),
          state: 'JobComplete',
          ...counters,
          ...options.outcome?.(job, look),
        });
      }
      default:
        return options.results?.[step]?.(job) ?? csv(defaultResult(step, job));
    }
  }

  return {
    org,
    jobs,
    steps,
    get submitted() {
      return jobs.filter(({ state }) => state === 'UploadComplete').flatMap(({ rows }) => rows);
    },
    [Symbol.asyncDispose]: () => org[Symbol.asyncDispose](),
  };
}

/** A CSV answer. */
export function csv(lines: readonly string[], headers: Readonly<Record<string, string>> = {}): ScriptedReply {
  return {
    status: 200,
    headers: { 'content-type': 'text/csv', ...headers },
    body: lines.map((line) => `${line}\n`).join(''),
  };
}

function stepOf({ method, url, body }: ReceivedRequest): Step {
  if (method === 'POST') return 'create';
  if (method === 'PUT') return 'upload';
  if (method === 'PATCH') return body.includes('Aborted') ? 'abort' : 'close';
  return paths[url.split('/').at(-1) ?? ''] ?? 'info';
}

function infoOf({ id, state }: ScriptedJob): Record<string, unknown> {
  return { id, state, object: 'Case', operation: 'insert', apiVersion: 67 };
}

function defaultResult(kind: ResultKind, { header, rows }: ScriptedJob): readonly string[] {
  if (kind === 'unprocessed') return [header];
  if (kind === 'failed') return [`"sf__Id","sf__Error",${header}`];
  return [`"sf__Id","sf__Created",${header}`, ...rows.map((row, index) => `"500${index}","true",${row}`)];
}
