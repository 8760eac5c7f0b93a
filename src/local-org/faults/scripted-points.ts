import type { SaveError } from '../records/org-database.ts';
import { chance, turnOf } from './chance.ts';
import type { FaultPoints, JobFate, JobProgress, SaveAttempt } from './fault-points.ts';
import type { FaultScript } from './fault-script.ts';
import type { RuleState } from './rule-state.ts';

/** The places inside of the org that obey a fault script. */
export class ScriptedPoints implements FaultPoints {
  readonly #script: FaultScript;
  /** Ids that a rule with `once` has locked. */
  readonly #locked = new WeakMap<RuleState, Set<string>>();
  /** What a rule decided about a job, and whether the job was let begin. */
  readonly #jobs = new WeakMap<RuleState, Map<string, { readonly hit: boolean; asked: number }>>();

  constructor(script: FaultScript) {
    this.#script = script;
  }

  refuseSave(save: SaveAttempt): SaveError | undefined {
    return this.#script.rules.some((state) => this.#locks(state, save)) ? lockError(save) : undefined;
  }

  fateOf(job: JobProgress): JobFate {
    for (const state of this.#script.rules) {
      const fate = this.#fate(state, job);
      if (fate !== 'go') return fate;
    }
    return 'go';
  }

  /** Rows in the next page of a REST query, at most `asked`. */
  pageRows(asked: number): number {
    for (const state of this.#script.rules) {
      const { pageSizes } = state.rule.do;
      if (pageSizes === undefined || !state.fires()) continue;
      const { min, max } = pageSizes;
      const size = min + Math.floor(chance(state.rule.seed, state.seen) * (max - min + 1));
      return Math.min(asked, size);
    }
    return asked;
  }

  #locks(state: RuleState, { object, id }: SaveAttempt): boolean {
    const { lockRows } = state.rule.do;
    if (lockRows === undefined || !isSame(lockRows.object, object)) return false;
    const locked = this.#locked.get(state) ?? new Set();
    this.#locked.set(state, locked);
    if (lockRows.once === true && id !== undefined && locked.has(id)) return false;
    // The share is one of records, whatever order they come in; records that are not there yet go by their number.
    const turn = id === undefined ? state.seen + 1 : turnOf(id);
    if (lockRows.share !== undefined && chance(state.rule.seed, turn) >= lockRows.share) {
      if (id === undefined) state.pass();
      return false;
    }
    if (!state.fires()) return false;
    if (id !== undefined) locked.add(id);
    return true;
  }

  #fate(state: RuleState, job: JobProgress): JobFate {
    const { job: fault } = state.rule.do;
    if (fault === undefined || !isSame(fault.kind, job.kind)) return 'go';
    if (!isSame(fault.operation, job.operation) || !isSame(fault.object, job.object)) return 'go';
    const jobs = this.#jobs.get(state) ?? new Map<string, { hit: boolean; asked: number }>();
    this.#jobs.set(state, jobs);
    const entry = jobs.get(job.id) ?? { hit: state.fires(), asked: 0 };
    jobs.set(job.id, entry);
    entry.asked += 1;
    if (!entry.hit) return 'go';
    if (fault.stuckIn === 'UploadComplete') return 'stay';
    // The first question is about leaving UploadComplete.
    if (fault.stuckIn === 'InProgress' && entry.asked > 1) return 'stay';
    if (fault.stuckIn === 'InProgress') return 'go';
    if (job.recordsProcessed < (fault.failAfterRows ?? 0)) return 'go';
    return {
      fail: fault.errorMessage ?? 'InternalServerError : The job failed because a fault script says so',
    };
  }
}

function isSame(wanted: string | undefined, actual: string): boolean {
  return wanted === undefined || wanted.toLowerCase() === actual.toLowerCase();
}

function lockError({ id }: SaveAttempt): SaveError {
  const which = id === undefined ? '' : ` or 1 records: ${id}`;
  const message = `unable to obtain exclusive access to this record${which}`;
  return { statusCode: 'UNABLE_TO_LOCK_ROW', message, fields: [] };
}
