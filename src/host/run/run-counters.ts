import type { ReadReport, WriteReport } from '../../contract/outcome.ts';
import type { VariableValue } from '../variables/variable-definition.ts';

/** Rows of a run, under the names that scripts and later activities know them by. */
export type RunCounters = Readonly<Record<string, number>>;

/** What existing projects write before the names. */
const olderPrefix = 'jitterbit.sfdc.';

/** `query.record_count` of a source. */
export function readCounters({ rowCount }: Pick<ReadReport, 'rowCount'>): RunCounters {
  return { 'query.record_count': rowCount };
}

/**
 * `success_record_count` and `failure_record_count` of a target. Every row that is not known to have succeeded counts as
 * a failure: failed, unprocessed and unknown ones.
 */
export function writeCounters({
  rowCount,
  succeeded,
}: Pick<WriteReport, 'rowCount' | 'succeeded'>): RunCounters {
  return { success_record_count: succeeded, failure_record_count: rowCount - succeeded };
}

/** The account that an error gives of the rows of a run that broke off; `undefined` when it gives none. */
export function countersOfFailure(details: Readonly<Record<string, unknown>>): RunCounters | undefined {
  const report = details['report'];
  if (typeof report !== 'object' || report === null || !('rowCount' in report)) return undefined;
  const { rowCount } = report;
  const succeeded = 'succeeded' in report ? report.succeeded : undefined;
  if (typeof rowCount !== 'number') return undefined;
  return typeof succeeded === 'number' ? writeCounters({ rowCount, succeeded }) : readCounters({ rowCount });
}

/** Whether runs give a variable of this name its value, so that nobody has to declare it. */
export function isCounterName(name: string): boolean {
  const written = { rowCount: 0, succeeded: 0 };
  return Object.hasOwn(variablesOf({ ...readCounters(written), ...writeCounters(written) }), name);
}

/** The counters as variables, under both spellings of their names. */
export function variablesOf(counters: RunCounters): Readonly<Record<string, VariableValue>> {
  const older = Object.entries(counters).map(([name, count]) => [`${olderPrefix}${name}`, count] as const);
  return { ...counters, ...Object.fromEntries(older) };
}
